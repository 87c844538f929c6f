// Holds estimates against those that were recorded of the API server's own code; `recordedFrom` says of which.
import { describe, expect, test } from 'vitest';
import type { StructuralSchema } from '../../structural-schema.js';
import { compileRule } from '../compile-rule.js';
import recorded from '../testdata/estimated-costs.json' with { type: 'json' };
import { estimateCost } from './estimate-cost.js';

const schemas = recorded.schemas as unknown as Readonly<Record<string, StructuralSchema>>;

describe('the cost of a rule is estimated as by the API server, at least and at worst', () => {
  test.each(recorded.rules.map(each => [each.schema, each.rule, each] as const))('%s: %s', (schema, rule, each) => {
    const compiled = compileRule({ schema: schemas[schema] as StructuralSchema, isResourceRoot: false }, rule);
    if ('issues' in compiled) throw new Error(compiled.detail);
    const { min, max } = estimateCost(compiled);
    expect({ min: String(min), max: String(max) }).toEqual({ min: each.min, max: each.max });
  });
});

test('bounds can be tried out', () => {
  const schema: StructuralSchema = { type: 'array', items: { type: 'string' } };
  const compiled = compileRule({ schema, isResourceRoot: false }, "self.all(text, text != '')");
  if ('issues' in compiled) throw new Error(compiled.detail);
  const bounded = estimateCost(compiled, declared => Math.min(declared.maxElements, 10));
  expect(estimateCost(compiled).max).toBeGreaterThan(bounded.max);
});
