import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import {
  damages,
  gapTexts,
  listText,
  objectText,
  objectTexts,
  scalarTexts,
  valueTexts,
} from '../../test/json-texts.js';
import { AlikeValues } from './alike-values.js';
import { endOfValue } from './json-scan.js';

function endOf(find: (bytes: Buffer, start: number) => number, text: string): number | string {
  try {
    return find(Buffer.from(`xx${text}`), 2);
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return 'broken';
  }
}

/** Long enough to be worth a comparison, whatever else is in it. */
const LONG = `"${'long'.repeat(40)}"`;

/** Objects of a few shapes with any values in them, as those of one kind are. */
const alikeTexts = fc
  .tuple(
    fc.nat(2),
    fc.array(fc.oneof({ weight: 9, arbitrary: scalarTexts }, valueTexts), { minLength: 6, maxLength: 6 }),
  )
  .map(([shape, [a, b, c, d, e, f]]) => {
    if (shape === 0) return `{"long":${LONG},"a":${a},"b":[${b},${c}],"c":{"d":${d}},"e":${e},"f":[{"g":${f}}]}`;
    if (shape === 1) return `[${LONG},${a},{"b":${b}},${c}, ${d} ,[],{},[${e}],${f}]`;
    return `{"long":${LONG},"a":${a},"b":[${b},${c}],"c":{"d":${d}, "e" : ${e}},"f":"${'\\"'}${f === 'null' ? '' : '\\\\'}"}`;
  });

const anyTexts = fc.tuple(valueTexts, objectTexts, gapTexts).map(([a, b, gaps]) =>
  objectText(
    [
      ['"a"', a],
      ['"b"', listText([b, LONG], gaps)],
    ],
    gaps,
  ),
);

test('finds the end of any value, whatever was met before', () => {
  let broken = 0;
  const texts = fc.oneof({ weight: 9, arbitrary: alikeTexts }, anyTexts, valueTexts);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(texts, fc.option(damages), fc.constantFrom('', ',', '}', ' {}', '1')), {
        minLength: 4,
        maxLength: 12,
      }),
      parts => {
        const alike = new AlikeValues();
        for (const [text, damage, rest] of parts) {
          const tried = (damage === null ? text : damage(text)) + rest;
          const expected = endOf(endOfValue, tried);
          for (let time = 0; time < 2; time++) {
            const end = endOf((bytes, start) => alike.endOf('spec', bytes, start), tried);
            expect([tried, end]).toEqual([tried, expected]);
          }
          if (expected === 'broken') broken++;
        }
      },
    ),
    { numRuns: 1500 },
  );
  expect(broken).toBeGreaterThan(1000);
});

/** Each text in the place of the other one, behind which it is compared. */
const BESIDE: readonly (readonly [string, string])[] = [
  ['1', '12'],
  ['12', '1'],
  ['1', '1.5e-3'],
  ['1', '1x'],
  ['1', '-'],
  ['true', 'false'],
  ['true', 'true1'],
  ['true', 'truer'],
  ['null', '{}'],
  ['null', '"a"'],
  ['"a"', 'null'],
  ['"a"', '""'],
  ['""', '"a"'],
  ['"a\\\\"', '"a\\""'],
  ['"a\\n"', '"a\\u000a"'],
  ['"a"', '"a\nb"'],
  ['"a"', '"\\x"'],
  ['"a"', '"a'],
  ['[1]', '[1,2]'],
  ['[1,2]', '[1]'],
  ['[]', '{}'],
  ['1', '1 '],
  ['1', '1,"b":2'],
  ['1', '1}'],
];

test.each(BESIDE)('behind one with %s reads one with %s as if it were the first', (known, text) => {
  const whole = (value: string) => `{"long":${LONG},"a":${value},"z":[true]}`;
  for (const [first, second] of [
    [known, text],
    [text, known],
  ] as const) {
    const alike = new AlikeValues();
    const find = (bytes: Buffer, start: number) => alike.endOf('spec', bytes, start);
    for (const value of [first, second, second, first]) {
      expect(endOf(find, whole(value))).toBe(endOf(endOfValue, whole(value)));
    }
  }
});

test('what was read in room that is used again is remembered as it was', () => {
  const alike = new AlikeValues();
  const room = Buffer.alloc(1000);
  for (const list of ['1', '1,2', '', '{"b":1}', '1']) {
    const text = `{"long":${LONG},"a":[${list}]}`;
    room.fill(' ').write(text);
    expect(alike.endOf('spec', room, 0)).toBe(text.length);
  }
});

test('values that are like none are read all the same, and so are very large ones', () => {
  const alike = new AlikeValues();
  for (let at = 0; at < 300; at++) {
    const text = `{"${'k'.repeat(at)}":${LONG},"b":${'['.repeat(at)}1${']'.repeat(at)}}`;
    expect(endOf((bytes, start) => alike.endOf('spec', bytes, start), text)).toBe(text.length + 2);
  }
  const large = `{"a":"${'b'.repeat(100_000)}"}`;
  for (let time = 0; time < 3; time++) {
    expect(endOf((bytes, start) => alike.endOf('data', bytes, start), large)).toBe(large.length + 2);
    expect(endOf((bytes, start) => alike.endOf(`field-${time}`, bytes, start), large)).toBe(large.length + 2);
  }
});

test('values that become alike are compared soon, however long they were not', () => {
  const alike = new AlikeValues();
  const endOf = (text: string) => alike.endOf('spec', Buffer.from(text), 0);
  for (let at = 0; at < 5000; at++)
    endOf(`[${LONG},"${at}"${',1'.repeat(at % 97)},{"k${at}":[${'[],'.repeat(at % 89)}1]}]`);
  const looks = vi.spyOn(DataView.prototype, 'getInt32');
  let compared = 0;
  for (let at = 0; at < 200; at++) {
    looks.mockClear();
    endOf(`{"a":${LONG},"b":${at},"c":{"d":"${at}"}}`);
    if (looks.mock.calls.length > 0) compared++;
  }
  looks.mockRestore();
  expect(compared).toBeGreaterThan(100);
});
