import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortened, withShortDescriptions } from './descriptions.js';

describe('shortened', () => {
  it.each<[string, number, string]>([
    ['short', 10, 'short'],
    ['One sentence. And another one', 20, 'One sentence.'],
    ['One sentence. And another. And', 26, 'One sentence. And another.'],
    ['Is it? It is not so sure', 12, 'Is it?'],
    ['See v1.2 of example.com for more of it', 20, 'See v1.2 of...'],
    ['a very long description of something', 15, 'a very long...'],
    ['unbreakable', 8, 'unbre...'],
    ['abc', 2, 'ab'],
    ['\u{1f600}\u{1f600}\u{1f600}\u{1f600}', 3, '\u{1f600}\u{1f600}\u{1f600}'],
    ['一句话。另一句话', 6, '一句话。'],
    ['anything', 0, ''],
  ])('%j to %i', (text, most, expected) => {
    expect(shortened(text, most)).toBe(expected);
  });

  it('is never longer than it may be, and is the text itself where that fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, most) => {
        const short = shortened(text, most);
        expect([...short].length).toBeLessThanOrEqual(most);
        if ([...text].length <= most) expect(short).toBe(text);
      }),
    );
  });
});

describe('withShortDescriptions', () => {
  const schema = {
    description: 'Long. Longer',
    type: 'object',
    default: { description: 'a default that stays as it is' },
    properties: {
      description: { type: 'string', description: 'a field of this name' },
      list: { type: 'array', items: { type: 'string', description: 'an item of it' } },
      map: { type: 'object', additionalProperties: { type: 'string', description: 'a value of it' } },
    },
  };

  it('shortens those of all schemas, and nothing else', () => {
    expect(withShortDescriptions(schema, 8)).toEqual({
      description: 'Long.',
      type: 'object',
      default: { description: 'a default that stays as it is' },
      properties: {
        description: { type: 'string', description: 'a...' },
        list: { type: 'array', items: { type: 'string', description: 'an...' } },
        map: { type: 'object', additionalProperties: { type: 'string', description: 'a...' } },
      },
    });
  });

  it('drops all of them at 0', () => {
    expect(JSON.stringify(withShortDescriptions(schema, 0)).match(/"description":"[^"]*"/g)).toEqual([
      '"description":"a default that stays as it is"',
    ]);
  });
});
