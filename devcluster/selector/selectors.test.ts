import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatusError } from '../object/status-error.js';
import { matchesFields, parseFieldSelector } from './field-selector.js';
import { parseLabelSelector } from './label-selector.js';

describe('a label selector', () => {
  const labels = { app: 'web', tier: 'front', weight: '5', empty: '' };

  test.each([
    ['app=web', true],
    ['app==web', true],
    ['app!=web', false],
    ['other!=web', true],
    ['app in (api, web)', true],
    ['app notin (api,web)', false],
    ['other notin (api)', true],
    ['app', true],
    ['!app', false],
    ['!other', true],
    ['app=web,tier=back', false],
    ['weight>4', true],
    ['weight<5', false],
    ['empty=', true],
    ['empty in ()', true],
    ['app in (,)', false],
  ])('%s', (text, matches) => {
    expect(parseLabelSelector(text)(labels)).toBe(matches);
  });

  test.each([
    ['=', "found '=', expected: !, identifier, or 'end of string'"],
    ['a===b', "unable to parse requirement: found '=', expected: identifier"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a in (', "unable to parse requirement: found '', expected: ',', ')' or identifier"],
    ['a in (b,', "unable to parse requirement: found '', expected: ',', or identifier"],
    ['a,', "found '', expected: identifier after ','"],
  ])('refuses %s with the words of the API server', (text, message) => {
    expect(() => parseLabelSelector(text)).toThrow(expect.objectContaining({ code: 400, message }));
  });

  test('never fails in another way, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab=!,()<> in') }), text => {
        try {
          parseLabelSelector(text)({});
        } catch (error) {
          expect(error).toMatchObject({ code: 400 });
        }
      }),
    );
  });
});

describe('a field selector', () => {
  const values = { 'metadata.name': 'a,b', 'spec.nodeName': '' };

  test.each([
    ['metadata.name=a\\,b', true],
    ['metadata.name!=a\\,b', false],
    ['metadata.name==a\\,b,spec.nodeName=', true],
    ['spec.nodeName!=', false],
    ['status.phase=', true],
  ])('%s', (text, matches) => {
    expect(matchesFields(parseFieldSelector(text), values)).toBe(matches);
  });

  test.each(['metadata.name', 'a=b=c', 'a=\\x'])('refuses %s', text => {
    expect(() => parseFieldSelector(text)).toThrow(expect.objectContaining({ code: 400 }));
  });
});

test.each(['!', '=', '(', '<', ',', 'a=b,', 'a in (b),', '\\,', 'a\\\\'])(
  'a selector of ten thousand times %j is answered, and ends no process',
  piece => {
    const text = piece.repeat(10_000);
    for (const parse of [parseLabelSelector, parseFieldSelector]) {
      try {
        parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(StatusError);
      }
    }
  },
);
