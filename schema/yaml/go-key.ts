// Keys of maps: YAML has any scalar for one, JSON only texts.
import { goFloat, goQuote } from '../go-text.js';
import type { Json } from '../structural-schema.js';
import type { GoScalar } from './go-scalar.js';

/** Undefined for what JSON has no name for. */
export function nameOfKey(key: GoScalar): string | undefined {
  switch (typeof key) {
    case 'number':
      return nameOfFloat(Math.fround(key));
    case 'bigint':
      return BigInt.asIntN(64, key) === key ? String(key) : undefined;
    case 'object':
      return undefined;
    default:
      return String(key);
  }
}

/** Go prints it with the digits that a float32 needs. */
function nameOfFloat(key: number): string {
  if (Number.isNaN(key)) return '.nan';
  if (!Number.isFinite(key)) return key < 0 ? '-.inf' : '.inf';
  if (key === 0) return goFloat(key);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(key.toPrecision(digits));
    if (Math.fround(short) === key) return goFloat(short);
  }
  return goFloat(Number(key.toPrecision(9)));
}

/** Of a key without a name: its type and itself, as `%s` and `%#v` print them. */
export function unfitKey(key: GoScalar): string {
  return typeof key === 'bigint' ? `uint64, key: 0x${key.toString(16)}` : '%!s(<nil>), key: <nil>';
}

/** As `%#v` prints it. */
export function shownKey(key: GoScalar): string {
  if (key === null) return '<nil>';
  if (typeof key === 'bigint') return BigInt.asIntN(64, key) === key ? String(key) : `0x${key.toString(16)}`;
  return typeof key === 'number' ? goFloat(key) : typeof key === 'string' ? goQuote(key) : String(key);
}

/** A value as `%#v` prints it, without what lists and maps hold. */
export function shownValue(value: Json): string {
  if (Array.isArray(value)) return `[]interface {}{${value.length > 0 ? '...' : ''}}`;
  if (typeof value !== 'object' || value === null) {
    return shownKey(typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : (value as GoScalar));
  }
  return `map[interface {}]interface {}{${Object.keys(value).length > 0 ? '...' : ''}}`;
}
