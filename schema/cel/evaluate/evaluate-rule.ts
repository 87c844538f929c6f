// Evaluates compiled rules and the expressions of their messages.
import type { CompiledRule } from '../compile-rule.js';
import { RuleFrame } from './frame.js';
import type { Plan } from './plan.js';
import { planExpression } from './planner.js';
import { CostExceeded, Failure, Panic, type Value } from './value.js';

/** What one rule may cost on one value. */
const PER_CALL_LIMIT = 1_000_000;

/** A rule, or a condition of a webhook. */
export type CompiledExpression = Pick<CompiledRule, 'expression' | 'checked'>;

export interface Evaluation {
  /** Undefined when the rule costs more than one may. */
  readonly value: Value | undefined;
  readonly cost: number;
}

/** Evaluates with the variables given. Never throws, and takes bounded time and memory. */
export function evaluate(rule: CompiledExpression, variables: ReadonlyMap<string, Value>): Evaluation {
  const meter = { cost: 0, limit: PER_CALL_LIMIT };
  try {
    const value = planOf(rule).evaluate(new RuleFrame(meter, variables));
    return { value, cost: meter.cost };
  } catch (error) {
    if (error instanceof CostExceeded) return { value: undefined, cost: meter.cost };
    if (error instanceof RangeError || error instanceof Panic)
      return { value: new Failure(`internal error: ${error.message}`), cost: meter.cost };
    throw error;
  }
}

const plans = new WeakMap<CompiledExpression, Plan>();

function planOf(rule: CompiledExpression): Plan {
  const known = plans.get(rule);
  if (known !== undefined) return known;
  const plan = planExpression(rule.expression, rule.checked);
  plans.set(rule, plan);
  return plan;
}
