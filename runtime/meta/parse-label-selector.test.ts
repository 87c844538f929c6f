import { describe, expect, test } from 'vitest';
import type { LabelSelector } from './label-selector.js';
import { labelMatcher, parseLabelSelector } from './parse-label-selector.js';

describe('a label selector', () => {
  test.each([
    ['', []],
    ['a', [{ key: 'a', operator: 'Exists' }]],
    ['!a', [{ key: 'a', operator: 'DoesNotExist' }]],
    ['a=b', [{ key: 'a', operator: 'In', values: ['b'] }]],
    ['a == b', [{ key: 'a', operator: 'In', values: ['b'] }]],
    ['a!=b', [{ key: 'a', operator: 'NotIn', values: ['b'] }]],
    ['a=', [{ key: 'a', operator: 'In', values: [''] }]],
    [
      'a=,b',
      [
        { key: 'a', operator: 'In', values: [''] },
        { key: 'b', operator: 'Exists' },
      ],
    ],
    ['a in (b, c)', [{ key: 'a', operator: 'In', values: ['b', 'c'] }]],
    ['a notin (b,)', [{ key: 'a', operator: 'NotIn', values: ['b', ''] }]],
    [
      'a>1,b<2',
      [
        { key: 'a', operator: 'Gt', values: ['1'] },
        { key: 'b', operator: 'Lt', values: ['2'] },
      ],
    ],
    ['example.com/in in (in)', [{ key: 'example.com/in', operator: 'In', values: ['in'] }]],
  ])('%j is read', (text, expected) => {
    expect(parseLabelSelector(text)).toEqual(expected);
  });

  test.each([
    [',', 'there is "," where a label should be'],
    ['a,', 'it ends where a label should be'],
    ['a b', 'there is "b" where one of = == != in notin > < should be'],
    ['a=b c', 'there is "c" where "," should be'],
    ['a in b', 'there is "b" where "(" should be'],
    ['a in (b', 'it ends where "," or ")" should be'],
    ['a in (b c)', 'there is "c" where "," or ")" should be'],
    ['a=(', 'there is "(" where a value should be'],
    ['!', 'it ends where a label should be'],
    ['a>x', 'there is "x" where a whole number should be'],
    ['-a', '"-a": the name in "-a" must be letters'],
    ['a=b_', '"b_": the label value "b_" must be letters'],
  ])('%j is refused, with the place', (text, message) => {
    expect(() => parseLabelSelector(text)).toThrow(
      new RegExp(`^label selector ${escaped(JSON.stringify(text))}: ${escaped(message)}`),
    );
  });

  test.each<[string | LabelSelector | Record<string, string>, Record<string, string>, boolean]>([
    ['', {}, true],
    ['a', { a: '' }, true],
    ['a', { b: '' }, false],
    ['!a', { b: '' }, true],
    ['a=x,b!=y', { a: 'x' }, true],
    ['a=x,b!=y', { a: 'x', b: 'y' }, false],
    ['a notin (x)', {}, true],
    ['a in (x)', {}, false],
    ['a>9', { a: '10' }, true],
    ['a>9', { a: '9' }, false],
    ['a<9', { a: 'many' }, false],
    ['a<9', {}, false],
    ['constructor', {}, false],
    [{ a: 'x' }, { a: 'x', b: 'y' }, true],
    [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['x', 'y'] }] }, { a: 'y' }, true],
    [{ matchLabels: { a: 'x' } }, { a: 'y' }, false],
  ])('%j on %j: %s', (selector, labels, expected) => {
    expect(labelMatcher(selector)(labels)).toBe(expected);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
