// What Kubernetes' own code has answered, on inputs that were drawn at random; hack/scalars/oracle writes the table.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fieldMatcher } from './field-matcher.js';
import { fieldSelectorText, parseFieldSelector } from './field-selector.js';
import type { Labels } from './label-requirement.js';
import { type LabelSelector, matchesSelector, selectorText } from './label-selector.js';
import { canonicalLabelSelector, labelMatcher } from './parse-label-selector.js';

interface Table {
  readonly labelSets: readonly Labels[];
  readonly fieldSets: readonly Readonly<Record<string, string>>[];
  /** Refused where there is nothing but the text. `01`: which of the sets are selected. */
  readonly labelSelectors: readonly (readonly [text: string, printed?: string, selected?: string])[];
  readonly labelSelectorObjects: readonly (readonly [selector: LabelSelector, printed?: string, selected?: string])[];
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
  expect(rows.length).toBeGreaterThan(50);
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
