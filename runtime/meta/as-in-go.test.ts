// What Kubernetes' own code has answered, on inputs that were drawn at random; hack/scalars/oracle writes the table.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { durationMilliseconds, durationOfMilliseconds, durationText, parseDuration } from './durations.js';
import { fieldMatcher } from './field-matcher.js';
import { fieldSelectorText, parseFieldSelector } from './field-selector.js';
import { parseIntOrString, scaledValue } from './int-or-string.js';
import type { Labels } from './label-requirement.js';
import { type LabelSelector, matchesSelector, selectorText } from './label-selector.js';
import { canonicalLabelSelector, labelMatcher } from './parse-label-selector.js';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  quantityMilliValue,
  quantityValue,
  subtractQuantities,
} from './quantities.js';
import { microTimeText, parseTime, timeText } from './times.js';

interface Table {
  readonly labelSets: readonly Labels[];
  readonly fieldSets: readonly Readonly<Record<string, string>>[];
  /** Refused where there is nothing but the text. `01`: which of the sets are selected. */
  readonly labelSelectors: readonly (readonly [text: string, printed?: string, selected?: string])[];
  readonly labelSelectorObjects: readonly (readonly [selector: LabelSelector, printed?: string, selected?: string])[];
  /** Values are whole numbers that JavaScript holds exactly, or null; absent where they are beyond 64 bits. */
  readonly quantities: readonly (readonly [
    text: string,
    canonical?: string,
    value?: number | null,
    milli?: number | null,
  ])[];
  readonly quantityPairs: readonly (readonly [a: string, b: string, order: number, sum: string, difference: string])[];
  readonly scaledValues: readonly (readonly [value: number | string, total: number, up?: number, down?: number])[];
  readonly intOrStrings: readonly (readonly [text: string, value: number | string])[];
  readonly durations: readonly (readonly [text: string, nanoseconds?: string, printed?: string])[];
  readonly printedDurations: readonly (readonly [nanoseconds: string, printed: string])[];
  /** As a Time reads and prints it, its milliseconds, and as a MicroTime, which wants six digits of a second. */
  readonly times: readonly (readonly [
    text: string,
    time?: string | null,
    milliseconds?: string | null,
    micro?: string,
  ])[];
  readonly fieldSelectors: readonly (readonly [text: string, printed?: string, selected?: string])[];
}
const go = JSON.parse(readFileSync(new URL('testdata/as-in-go.json', import.meta.url), 'utf8')) as Table;

/** The answer, or undefined for what is refused as a user's mistake. */
function answer<R>(ask: () => R): R | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** All rows at once: a difference is told with its input. */
function expectRows<Row extends readonly [unknown, ...unknown[]]>(
  rows: readonly Row[],
  ours: (row: Row) => unknown,
): void {
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.map(row => [row[0], ours(row)])).toEqual(
    rows.map(row => [row[0], row.length === 1 ? undefined : row.slice(1)]),
  );
}

const selected = <Item>(items: readonly Item[], isSelected: (item: Item) => boolean): string =>
  items.map(item => (isSelected(item) ? '1' : '0')).join('');

test('label selectors in text form', () => {
  expectRows(go.labelSelectors, ([text]) =>
    answer(() => [canonicalLabelSelector(text), selected(go.labelSets, labelMatcher(text))]),
  );
});

test('label selectors as objects', () => {
  expectRows(go.labelSelectorObjects, ([selector]) =>
    answer(() => [selectorText(selector), selected(go.labelSets, labels => matchesSelector(selector, labels))]),
  );
});

test('field selectors', () => {
  const objects = go.fieldSets.map(set => ({ metadata: { name: set['metadata.name'] }, spec: { x: set['spec.x'] } }));
  expectRows(go.fieldSelectors, ([text]) =>
    answer(() => [fieldSelectorText(parseFieldSelector(text)), selected(objects, fieldMatcher(text))]),
  );
});

test('quantities', () => {
  expectRows(go.quantities, ([text, , ...values]) =>
    answer(() => [
      canonicalQuantity(text),
      ...[quantityValue, quantityMilliValue].slice(0, values.length).map(each => exact(each, text)),
    ]),
  );
});

/** The number, or null for one that JavaScript would round. */
function exact(value: (quantity: string) => number, quantity: string): number | null {
  try {
    return value(quantity) + 0;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

test('quantities in comparisons, sums and differences', () => {
  expectRows(go.quantityPairs, ([a, b]) => [b, compareQuantities(a, b), addQuantities(a, b), subtractQuantities(a, b)]);
});

test('counts and percentages of a total', () => {
  const ours = go.scaledValues.map(([value, total]) => {
    const rounded = answer(() => [true, false].map(roundUp => scaledValue(value, total, { roundUp })));
    return [value, total, ...(rounded ?? [])];
  });
  expect(ours).toEqual(go.scaledValues);
});

test('numbers and names', () => {
  expectRows(go.intOrStrings, ([text]) => [parseIntOrString(text)]);
});

test('durations', () => {
  expectRows(go.durations, ([text]) => answer(() => [String(parseDuration(text)), durationText(parseDuration(text))]));
  expectRows(go.printedDurations, ([nanoseconds]) => [durationText(BigInt(nanoseconds))]);
});

test('what begins as a duration is read once, whatever its length', () => {
  // From each of its digits again, it would take minutes.
  expect(() => parseDuration('1'.repeat(100_000))).toThrow('is no duration');
  expect(parseDuration(`${'0'.repeat(100_000)}1.${'0'.repeat(100_000)}s`)).toBe(1_000_000_000n);
});

test('durations in milliseconds', () => {
  expect(durationMilliseconds('1m0.0000015s')).toBe(60_000.0015);
  expect(durationMilliseconds('-250ms')).toBe(-250);
  expect(durationOfMilliseconds(90_000.25)).toBe('1m30.00025s');
  expect(durationOfMilliseconds(-0.5)).toBe('-500µs');
});

test('times', () => {
  expectRows(
    go.times.filter(([, time]) => time !== null),
    ([text, , , micro]) =>
      answer(() => {
        const date = parseTime(text);
        return [
          timeText(date),
          String(date.getTime()),
          ...(micro === undefined ? [] : [microTimeText(date).slice(0, 23) + micro.slice(23)]),
        ];
      }),
  );
  expect(() => timeText(new Date(Date.UTC(10_000, 0)))).toThrow(
    new TypeError('a date of the year 10000 has no text in the API'),
  );
  expect(() => timeText(new Date(Number.NaN))).toThrow(new TypeError('an invalid date has no text in the API'));
});
