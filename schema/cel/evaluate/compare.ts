// Equality and order of values.
import { equal as sameJson } from '../../json.js';
import type { Json } from '../../structural-schema.js';
import { escapeName } from '../types/escape-name.js';
import { type CelList, isCelList, NativeList } from './list.js';
import { type CelMap, isCelMap, NativeMap } from './map.js';
import { goTypeOf, nativeToValue, valueToNative } from './native.js';
import {
  Duration,
  Failure,
  NO_SUCH_OVERLOAD,
  Opaque,
  Optional,
  Timestamp,
  TypeValue,
  Unsigned,
  type Value,
} from './value.js';

/** `one == other`. Numbers of different types may be equal. */
export function equals(one: Value, other: Value): boolean | Failure {
  if (one === null || other === null) return one === other;
  return equalsOf(one, other);
}

function equalsOf(one: Value, other: Value): boolean | Failure {
  if (one instanceof Failure) return one;
  if (isNumber(one)) return isNumber(other) && !isNaNs(one, other) && compareNumbers(one, other) === 0;
  if (isCelList(one))
    return one instanceof NativeList && one.schema !== undefined
      ? nativeListEquals(one, other)
      : listEquals(one, other);
  if (isCelMap(one))
    return one instanceof NativeMap && one.schema !== undefined ? nativeMapEquals(one, other) : mapEquals(one, other);
  if (one instanceof Opaque) return one.equals(other);
  if (one instanceof Uint8Array) return other instanceof Uint8Array && Buffer.compare(one, other) === 0;
  if (one instanceof Timestamp) return other instanceof Timestamp && one.nanoseconds === other.nanoseconds;
  if (one instanceof Duration) return other instanceof Duration && one.nanoseconds === other.nanoseconds;
  if (one instanceof TypeValue) return other instanceof TypeValue && one.name === other.name;
  if (one instanceof Optional) {
    if (!(other instanceof Optional)) return false;
    if (one.value === undefined || other.value === undefined) return one.value === other.value;
    return equalsOf(one.value, other.value);
  }
  return one === other;
}

function listEquals(one: CelList, other: Value): boolean | Failure {
  if (!isCelList(other) || one.size !== other.size) return false;
  for (let at = 0; at < one.size; at += 1) if (equals(one.get(at), other.get(at)) === false) return false;
  return true;
}

function mapEquals(one: CelMap, other: Value): boolean | Failure {
  if (!isCelMap(other) || one.size !== other.size) return false;
  for (const key of one.keys()) {
    const theirs = other.find(key);
    if (theirs === undefined || equals(one.find(key) as Value, theirs) === false) return false;
  }
  return true;
}

function nativeListEquals(one: NativeList, other: Value): boolean | Failure {
  if (!isCelList(other)) return other instanceof Failure ? other : NO_SUCH_OVERLOAD;
  if (one.size !== other.size) return false;
  if (one.listType === 'set') return setEquals(one, other);
  if (one.listType === 'map') return mapListEquals(one, other);
  for (let at = 0; at < one.size; at += 1) {
    const same = equalsOf(one.get(at), other.get(at));
    if (same !== true) return same;
  }
  return true;
}

/** The items are compared as JSON holds them, whatever their format makes of them. */
function setEquals(one: NativeList, other: CelList): boolean | Failure {
  const known = new Set<string>();
  for (const item of one.items) known.add(scalarKey(item));
  for (let at = 0; at < other.size; at += 1) {
    const item = valueToNative(other.get(at));
    if (typeof item === 'object' && item !== null && !(item instanceof Timestamp) && !(item instanceof Duration)) {
      return unhashable(item);
    }
    if (!known.has(scalarKey(item))) return false;
  }
  return true;
}

export function unhashable(item: unknown): Failure {
  return new Failure(`internal error: runtime error: hash of unhashable type ${goTypeOf(item)}`);
}

export function scalarKey(item: unknown): string {
  if (typeof item === 'bigint') return `number ${item}`;
  if (typeof item === 'number') return `number ${item}`;
  return typeof item === 'object' ? `object` : `${typeof item} ${String(item)}`;
}

function mapListEquals(one: NativeList, other: CelList): boolean | Failure {
  const known = new Map(one.items.map(item => [keysOf(one, item), item]));
  for (let at = 0; at < other.size; at += 1) {
    const theirs = other.get(at);
    const ours = known.get(keysOf(one, valueToNative(theirs)));
    if (ours === undefined) return false;
    const same = equalsOf(nativeToValue(ours, one.schema?.items), theirs);
    if (same !== true) return same;
  }
  return true;
}

/** The keys are looked for by their names in CEL, as the API server does. */
export function keysOf(list: NativeList, item: unknown): string {
  const keys = (list.schema?.['x-kubernetes-list-map-keys'] ?? []).map(key => escapeName(key) ?? key);
  if (item instanceof Object && isCelMap(item as Value)) {
    return keys.map(key => scalarKey((item as CelMap).find(key))).join('\u0000');
  }
  return keys.map(key => scalarKey((item as { readonly [name: string]: unknown } | null)?.[key])).join('\u0000');
}

function nativeMapEquals(one: NativeMap, other: Value): boolean | Failure {
  if (!isCelMap(other)) return other instanceof Failure ? other : NO_SUCH_OVERLOAD;
  if (one.size !== other.size) return false;
  for (const name of Object.keys(one.fields)) {
    if (one.schemaOf(name) === undefined) {
      if (!(other instanceof NativeMap)) return NO_SUCH_OVERLOAD;
      const [ours, theirs] = [one.fields[name] as Json, other.fields[name]];
      if (theirs !== undefined && !sameJson(ours, theirs)) return false;
      continue;
    }
    const [ours, theirs] = [one.find(name), other.find(name)];
    if ((ours === undefined) !== (theirs === undefined)) return false;
    if (ours === undefined || theirs === undefined) continue;
    const same = equalsOf(ours, theirs);
    if (same !== true) return same;
  }
  return true;
}

type Numeric = bigint | number | Unsigned;

export function isNumber(value: Value): value is Numeric {
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof Unsigned;
}

function isNaNs(one: Numeric, other: Numeric): boolean {
  return Number.isNaN(one) || Number.isNaN(other);
}

/** Between whole numbers exactly; with a double as doubles, within the bounds of the whole ones. */
function compareNumbers(one: Numeric, other: Numeric): number {
  const [a, b] = [plain(one), plain(other)];
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : Number(a > b);
  const [x, y] = [Number(a), Number(b)];
  return x < y ? -1 : Number(x > y);
}

function plain(value: Numeric): bigint | number {
  return value instanceof Unsigned ? value.value : value;
}

/** Whether values of this kind have an order. */
export function isComparable(value: Value): boolean {
  return (
    isNumber(value) ||
    typeof value === 'boolean' ||
    typeof value === 'string' ||
    value instanceof Uint8Array ||
    value instanceof Timestamp ||
    value instanceof Duration
  );
}

/** -1, 0 or 1, or why the two have no order. */
export function compare(one: Value, other: Value): number | Failure {
  if (isNumber(one) && isNumber(other)) {
    return isNaNs(one, other) ? new Failure('NaN values cannot be ordered') : compareNumbers(one, other);
  }
  if (typeof one === 'string' && typeof other === 'string') return compareTexts(one, other);
  if (typeof one === 'boolean' && typeof other === 'boolean') return Number(one) - Number(other);
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other);
  if (
    (one instanceof Timestamp && other instanceof Timestamp) ||
    (one instanceof Duration && other instanceof Duration)
  ) {
    return one.nanoseconds < other.nanoseconds ? -1 : Number(one.nanoseconds > other.nanoseconds);
  }
  return other instanceof Failure ? other : NO_SUCH_OVERLOAD;
}

/** By code points, which UTF-16 orders otherwise. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  const least = Math.min(one.length, other.length);
  for (let at = 0; at < least; at += 1) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a !== b) return rank(a) < rank(b) ? -1 : 1;
  }
  return one.length < other.length ? -1 : 1;
}

/** Surrogates stand for code points above all others. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x10000 : unit;
}

/** `value in list`. */
export function contains(list: CelList, value: Value): boolean | Failure {
  let failed: Failure | undefined;
  const strict = list instanceof NativeList && list.schema !== undefined;
  for (let at = 0; at < list.size; at += 1) {
    const same = strict ? equalsOf(list.get(at), value) : equalsOf(value, list.get(at));
    if (same === true) return true;
    if (strict && same instanceof Failure) failed ??= same;
  }
  return failed ?? false;
}
