// The costs of an evaluation.
import type { Meter } from './frame.js';
import { CostExceeded } from './value.js';

/** @throws CostExceeded when the evaluation has used more than it may */
export function charge(meter: Meter, cost: number): void {
  meter.cost += cost;
  if (meter.cost > meter.limit) throw new CostExceeded();
}
