// What an expression becomes before it is evaluated. As in cel-go, what names and fields select is one step with the indices
// after it, for optional values and costs are counted so.
import type { Frame } from './frame.js';
import type { Value } from './value.js';

export interface Plan {
  readonly evaluate: (frame: Frame) => Value;
  /** Of a literal, or of what is made of literals alone. */
  readonly constant?: Value;
}

export function constantPlan(constant: Value): Plan {
  return { constant, evaluate: () => constant };
}

export function isConstant(plan: Plan): boolean {
  return plan.constant !== undefined;
}
