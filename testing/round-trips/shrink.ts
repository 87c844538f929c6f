// Makes of a value that shows a mistake a small one that still shows it.
import { isList, isObject } from '../../schema/json.js';
import type { Json } from '../../schema/structural-schema.js';

/** Tries of values, all in all: each of them is converted. */
const MOST_TRIES = 3000;

/** The smallest value found for which `shows` still holds, as it does for the value given. */
export function shrunk<T extends Json>(value: T, shows: (value: T) => boolean): T {
  let smallest = value;
  let tries = 0;
  for (let progress = true; progress; ) {
    progress = false;
    for (const next of smaller(smallest)) {
      tries += 1;
      if (tries > MOST_TRIES) return smallest;
      if (!shows(next as T)) continue;
      smallest = next as T;
      progress = true;
      break;
    }
  }
  return smallest;
}

/** Values that are a step smaller; what takes away most comes first. */
function* smaller(value: Json): Generator<Json> {
  if (isList(value)) {
    for (const at of value.keys()) yield value.toSpliced(at, 1);
    for (const [at, item] of value.entries()) for (const next of smaller(item)) yield value.with(at, next);
  } else if (isObject(value)) {
    const fields = Object.entries(value);
    for (const at of fields.keys()) yield Object.fromEntries(fields.toSpliced(at, 1));
    for (const [at, [name, field]] of fields.entries()) {
      for (const next of smaller(field)) yield Object.fromEntries(fields.with(at, [name, next]));
    }
  } else if (typeof value === 'string') {
    const chars = [...value];
    if (chars.length > 0) yield '';
    if (chars.length > 1 || (chars.length === 1 && value > 'a')) yield 'a';
    if (chars.length > 2) yield chars.slice(0, chars.length / 2).join('');
  } else if (typeof value === 'number') {
    if (value !== 0) yield 0;
    if (value !== 0 && value !== 1) yield 1;
    if (Math.abs(value) > 3) yield Math.trunc(value / 2);
  } else if (value === true) {
    yield false;
  }
}
