// What a rule may cost a request, and how much the API server allows.
import type { CompiledRule } from '../compile-rule.js';
import type { Repeated, RuleInSchema } from '../rules-of-schema.js';
import { MAX_REQUEST_SIZE } from '../types/declared-size.js';
import type { DeclaredType } from '../types/declared-type.js';
import { estimateCost } from './estimate-cost.js';
import { exactly, times } from './range.js';

/** At most so much may one rule cost in one request, and one messageExpression. */
export const RULE_LIMIT = 10_000_000n;
/** And all rules of a version together, with their messageExpressions. */
export const TOTAL_LIMIT = 100_000_000n;

/** Bounds to count with in place of those that are declared; undefined leaves one as it is. */
export interface OtherBounds {
  readonly within?: (around: Repeated) => number | undefined;
  readonly declared?: (declared: DeclaredType) => number | undefined;
}

/** The worst case in one request: once for each item of the lists and maps around it. */
export function ruleCost(rule: RuleInSchema, compiled: CompiledRule, bounds: OtherBounds = {}): bigint {
  const once = messageCost(compiled, bounds);
  return times(exactly(once), exactly(cardinality(rule.within, compiled.self, bounds))).max;
}

/** A messageExpression is asked where a rule refuses, and counted once. */
export function messageCost(compiled: CompiledRule, { declared: other }: OtherBounds = {}): bigint {
  const maxElements = (declared: DeclaredType): number => other?.(declared) ?? declared.maxElements;
  return estimateCost(compiled, maxElements).max;
}

/** Without a bound it is as often as fits into a request, with a comma behind each. */
function cardinality(within: readonly Repeated[], { minSerializedSize }: DeclaredType, bounds: OtherBounds): bigint {
  let product = exactly(1);
  for (const around of within) {
    const bound = bounds.within?.(around) ?? boundOf(around);
    if (bound === undefined) return BigInt(Math.floor(MAX_REQUEST_SIZE / (minSerializedSize + 1)));
    product = times(product, exactly(Math.max(0, Math.floor(bound))));
  }
  return product.max;
}

export function boundOf({ schema }: Repeated): number | undefined {
  return schema.type === 'array' ? schema.maxItems : schema.maxProperties;
}
