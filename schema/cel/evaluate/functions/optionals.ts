// Values that may be absent. `or` and `orValue` do not always look at their argument, so the evaluation has them.
import { isCelList } from '../list.js';
import { isCelMap, NativeMap } from '../map.js';
import { Duration, Failure, NONE, Optional, Timestamp, Unsigned, type Value } from '../value.js';
import type { Implementations } from './implementation.js';

const YEAR_ONE = -62_135_596_800_000_000_000n;

function isZero(value: Value): boolean {
  if (value === null || value === false || value === 0n || value === 0 || value === '') return true;
  if (value instanceof Unsigned) return value.value === 0n;
  if (value instanceof Timestamp) return value.nanoseconds === YEAR_ONE;
  if (value instanceof Duration) return value.nanoseconds === 0n;
  if (value instanceof Uint8Array) return value.length === 0;
  if (value instanceof Optional) return value.value === undefined;
  // Lists and maps of objects do not say whether they are empty.
  if (isCelMap(value)) return value.size === 0 && !(value instanceof NativeMap && value.schema !== undefined);
  return isCelList(value) && value.size === 0 && !('schema' in value && value.schema !== undefined);
}

export const OPTIONALS: Implementations = {
  optional_of: (value: Value) => new Optional(value),
  optional_ofNonZeroValue: (value: Value) => (isZero(value) ? NONE : new Optional(value)),
  optional_none: () => NONE,
  optional_value: ({ value }: Optional) => (value === undefined ? new Failure('optional.none() dereference') : value),
  optional_hasValue: ({ value }: Optional) => value !== undefined,
};
