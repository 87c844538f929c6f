// How large the values of a schema can be.
import type { DeclaredType } from '../types/declared-type.js';
import { type Path, steps } from './path.js';
import type { Range } from './range.js';

/** At most so many items, entries or bytes that a value of a schema has. */
export type MaxElements = (declared: DeclaredType) => number;

/** The size of what stands at a path; undefined if the schema does not tell. `self` and `oldSelf` have the same one. */
export function sizeAt(path: Path, self: DeclaredType, maxElements: MaxElements): Range | undefined {
  if (path.length === 0) return undefined;
  let here: DeclaredType | undefined = self;
  for (const step of steps(path).slice(1)) {
    here = below(here, step);
    if (here === undefined) return undefined;
  }
  return { min: 0n, max: BigInt(Math.floor(maxElements(here))) };
}

function below({ element, key, fields }: DeclaredType, step: string): DeclaredType | undefined {
  if (step === '@items' || step === '@values') return element;
  return step === '@keys' ? key : fields?.get(step)?.declared;
}
