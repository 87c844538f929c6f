// Choices that look random, and are the same again with the same seed.
import { seededRandom } from '../../devcluster/faults/seeded-random.js';

/** A walk through choices. */
export interface Chance {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  /** One of several; undefined of none. */
  of<T>(values: readonly T[]): T | undefined;
}

export function chanceOf(seed: number): Chance {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1));
  const below = (end: number) => Math.floor(random() * end);
  return { below, of: values => values[below(values.length)] };
}
