// What rules cost in their schema. The factors and texts were recorded of k8s.io/apiextensions-apiserver v0.36.3.
import { describe, expect, test } from 'vitest';
import type { StructuralSchema } from '../../structural-schema.js';
import { type CompiledRule, compileRule } from '../compile-rule.js';
import { type RuleInSchema, rulesOfSchema } from '../rules-of-schema.js';
import { costErrorText, excess } from './cost-error.js';
import { RULE_LIMIT, ruleCost } from './rule-cost.js';
import { suggestBounds } from './suggest-bounds.js';

const name: StructuralSchema = { type: 'string' };

function withRule(schema: StructuralSchema, rule: string): StructuralSchema {
  return { ...schema, 'x-kubernetes-validations': [{ rule }] };
}

function spec(field: StructuralSchema): StructuralSchema {
  return { type: 'object', properties: { spec: { type: 'object', properties: { field } } } };
}

function onlyRule(schema: StructuralSchema): { readonly rule: RuleInSchema; readonly compiled: CompiledRule } {
  const [rule] = rulesOfSchema(schema);
  if (rule === undefined) throw new Error('no rule');
  const compiled = compileRule(rule, rule.rule.rule);
  if ('issues' in compiled) throw new Error(compiled.detail);
  return { rule, compiled };
}

describe('a rule costs as much as its lists and maps let it', () => {
  const list = (maxItems?: number): StructuralSchema =>
    spec({ type: 'array', ...(maxItems !== undefined && { maxItems }), items: withRule(name, "self == 'x'") });

  test.each([
    ['a bound counts', list(10), 20n],
    ['without one it is what fits into a request', list(), 2_097_152n],
    ['a list of nothing costs nothing', list(0), 0n],
    ['what is no whole number is cut', list(2.5), 4n],
    [
      'bounds are multiplied',
      spec({
        type: 'array',
        maxItems: 10,
        items: { type: 'object', maxProperties: 7, additionalProperties: withRule(name, "self == 'x'") },
      }),
      140n,
    ],
  ])('%s', (_title, schema, cost) => {
    const { rule, compiled } = onlyRule(schema);
    expect(ruleCost(rule, compiled)).toBe(cost);
  });
});

test.each([
  [
    'self.all(x, self.exists_one(y, x == y))',
    { type: 'array', items: name },
    ['spec.field maxItems 200', 'spec.field[] maxLength 200'],
  ],
  [
    "self.all(k, self[k].matches('^[a-z]+$'))",
    { type: 'object', additionalProperties: name },
    ['spec.field.* maxLength 2000', 'spec.field maxProperties 2000'],
  ],
  [
    "self.all(x, x.all(y, y.startsWith('a')))",
    { type: 'array', items: { type: 'array', items: name } },
    ['spec.field maxItems 1000', 'spec.field[] maxItems 1000'],
  ],
  ['self.contains(self)', { type: 'string' }, ['spec.field maxLength 5000']],
] as const)(
  'the bounds that are suggested for %s make it cheap enough, and larger ones do not',
  (text, schema, expected) => {
    const { rule, compiled } = onlyRule(spec(withRule(schema as StructuralSchema, text)));
    expect(ruleCost(rule, compiled)).toBeGreaterThan(RULE_LIMIT);
    const bounds = suggestBounds(rule, compiled);
    expect(bounds.map(({ path, keyword, most }) => `${path} ${keyword} ${most}`)).toEqual(expected);
    const cheap = onlyRule(bounded(bounds, 1, rule, text));
    expect(ruleCost(cheap.rule, cheap.compiled)).toBeLessThanOrEqual(RULE_LIMIT);
    const dear = onlyRule(bounded(bounds, 3, rule, text));
    expect(ruleCost(dear.rule, dear.compiled)).toBeGreaterThan(RULE_LIMIT);
  },
);

/** The schema with the suggested bounds, or greater ones. */
function bounded(
  bounds: ReturnType<typeof suggestBounds>,
  factor: number,
  { schema, path }: RuleInSchema,
  text: string,
): StructuralSchema {
  const apply = (at: StructuralSchema, here: string): StructuralSchema => ({
    ...at,
    ...Object.fromEntries(bounds.filter(each => each.path === here).map(each => [each.keyword, each.most * factor])),
    ...(at.items && { items: apply(at.items, `${here}[]`) }),
    ...(typeof at.additionalProperties === 'object' && {
      additionalProperties: apply(at.additionalProperties, `${here}.*`),
    }),
  });
  return spec(withRule(apply(schema, path), text));
}

test('lists and maps around a rule are bounded together', () => {
  const items = withRule({ type: 'object', properties: { name } }, `self.name != '${'a'.repeat(200)}'`);
  const schema = spec({ type: 'object', additionalProperties: { type: 'array', items } });
  const { rule, compiled } = onlyRule(schema);
  const places = suggestBounds(rule, compiled).map(({ path, keyword }) => `${path} ${keyword}`);
  expect(places).toEqual(['spec.field maxProperties', 'spec.field.* maxItems']);
});

test('where no bound helps, none is suggested', () => {
  const { rule, compiled } = onlyRule(
    spec(withRule(name, 'lists.range(100000).all(x, lists.range(1000).all(y, x != y))')),
  );
  expect(ruleCost(rule, compiled)).toBeGreaterThan(RULE_LIMIT);
  expect(suggestBounds(rule, compiled)).toEqual([]);
});

test.each([
  [12_582_912n, '1.258291x'],
  [22_500_000n, '2.2x'],
  [27_500_000n, '2.8x'],
  [14_999_999n, '1.500000x'],
  [1_000_000_000n, '100.0x'],
  [1_000_000_001n, 'more than 100x'],
])('%d is %s too much', (cost, factor) => {
  expect(excess(cost, RULE_LIMIT)).toBe(factor);
});

test('the words are those of the API server', () => {
  expect(costErrorText('estimated rule cost', 2n ** 64n - 1n, RULE_LIMIT)).toBe(
    'estimated rule cost exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)',
  );
});

test('old values cannot be told within lists that are no list maps', () => {
  const item = withRule({ type: 'object', properties: { name } }, 'true');
  const uncorrelatable = (field: StructuralSchema) => rulesOfSchema(spec(field)).map(rule => rule.uncorrelatable);
  expect(uncorrelatable({ type: 'array', items: item })).toEqual(['spec.field']);
  expect(uncorrelatable({ type: 'array', 'x-kubernetes-list-type': 'set', items: item })).toEqual(['spec.field']);
  expect(uncorrelatable({ type: 'array', 'x-kubernetes-list-type': 'map', items: item })).toEqual([undefined]);
  expect(uncorrelatable({ type: 'object', additionalProperties: item })).toEqual([undefined]);
});
