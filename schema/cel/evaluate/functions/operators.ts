// The operators, and the functions of the standard library that look at their arguments themselves.
import { compare, contains, isComparable } from '../compare.js';
import { isCelList, joined, NativeList } from '../list.js';
import { isCelMap } from '../map.js';
import { addToNative } from '../native-lists.js';
import { codePointCount } from '../text.js';
import { typeNameOf } from '../type-name.js';
import {
  CostExceeded,
  Duration,
  Failure,
  NO_SUCH_OVERLOAD,
  Timestamp,
  TypeValue,
  Unsigned,
  type Value,
} from '../value.js';
import type { Implementations } from './implementation.js';
import { matches } from './regex.js';

/** By the names of functions: what they do depends on the values alone, not on the overload. */
export const OPERATORS: Implementations = {
  '!_': (value: Value) => (typeof value === 'boolean' ? !value : unsupported('!_', value)),
  '-_': negate,
  '_+_': add,
  '_-_': subtract,
  '_*_': multiply,
  '_/_': divide,
  '_%_': modulo,
  '_<_': (one: Value, other: Value) => ordered('_<_', one, other, order => order < 0),
  '_<=_': (one: Value, other: Value) => ordered('_<=_', one, other, order => order <= 0),
  '_>_': (one: Value, other: Value) => ordered('_>_', one, other, order => order > 0),
  '_>=_': (one: Value, other: Value) => ordered('_>=_', one, other, order => order >= 0),
  '@in': isIn,
  in: isIn,
  _in_: isIn,
  size,
  type: (value: Value) => new TypeValue(typeNameOf(value)),
  dyn: (value: Value) => value,
  matches: (text: Value, pattern: Value) => {
    if (typeof text !== 'string') return unsupported('matches', text);
    return typeof pattern === 'string' ? matches(text, pattern) : noOverload(pattern);
  },
};

/** Texts, times and durations answer calls themselves, in fewer words. */
function unsupported(name: string, receiver: Value): Failure {
  const answers = typeof receiver === 'string' || receiver instanceof Timestamp || receiver instanceof Duration;
  return answers ? NO_SUCH_OVERLOAD : new Failure(`no such overload: ${name}`);
}

function noOverload(value: Value): Failure {
  return value instanceof Failure ? value : NO_SUCH_OVERLOAD;
}

const INT_OVERFLOW = new Failure('integer overflow');
const UINT_OVERFLOW = new Failure('unsigned integer overflow');
const TIMESTAMP_OVERFLOW = new Failure('timestamp overflow');

function int(value: bigint): bigint | Failure {
  return BigInt.asIntN(64, value) === value ? value : INT_OVERFLOW;
}

function uint(value: bigint): Unsigned | Failure {
  return BigInt.asUintN(64, value) === value ? new Unsigned(value) : UINT_OVERFLOW;
}

function duration(nanoseconds: bigint): Duration | Failure {
  return BigInt.asIntN(64, nanoseconds) === nanoseconds ? new Duration(nanoseconds) : INT_OVERFLOW;
}

const EARLIEST = -62_135_596_800n * 1_000_000_000n;
const LATEST = 253_402_300_800n * 1_000_000_000n - 1n;

/** So much later than a point in time, in its zone. */
function later({ nanoseconds, offset }: Timestamp, by: bigint): Timestamp | Failure {
  const moved = nanoseconds + by;
  return moved >= EARLIEST && moved <= LATEST ? new Timestamp(moved, offset) : TIMESTAMP_OVERFLOW;
}

const SHORTEST = -(2n ** 63n);

/** Longer texts than any rule needs would fill the memory. */
const LONGEST = 50_000_000;

export function bounded(length: number): void {
  if (length > LONGEST) throw new CostExceeded();
}

function negate(value: Value): Value {
  if (typeof value === 'bigint') return int(-value);
  if (typeof value === 'number') return -value;
  return value instanceof Duration ? duration(-value.nanoseconds) : unsupported('-_', value);
}

export function add(one: Value, other: Value): Value {
  if (typeof one === 'bigint') return typeof other === 'bigint' ? int(one + other) : noOverload(other);
  if (typeof one === 'number') return typeof other === 'number' ? one + other : noOverload(other);
  if (typeof one === 'string') {
    if (typeof other !== 'string') return noOverload(other);
    bounded(one.length + other.length);
    return one + other;
  }
  if (isCelList(one)) {
    if (!isCelList(other)) return noOverload(other);
    return one instanceof NativeList && one.schema !== undefined ? addToNative(one, other) : joined(one, other);
  }
  if (one instanceof Unsigned) return other instanceof Unsigned ? uint(one.value + other.value) : noOverload(other);
  if (one instanceof Uint8Array) {
    return other instanceof Uint8Array ? new Uint8Array(Buffer.concat([one, other])) : noOverload(other);
  }
  if (one instanceof Timestamp) {
    return other instanceof Duration ? later(one, other.nanoseconds) : noOverload(other);
  }
  if (!(one instanceof Duration)) return unsupported('_+_', one);
  if (other instanceof Duration) return duration(one.nanoseconds + other.nanoseconds);
  return other instanceof Timestamp ? later(other, one.nanoseconds) : noOverload(other);
}

function subtract(one: Value, other: Value): Value {
  if (typeof one === 'bigint') return typeof other === 'bigint' ? int(one - other) : noOverload(other);
  if (typeof one === 'number') return typeof other === 'number' ? one - other : noOverload(other);
  if (one instanceof Unsigned) return other instanceof Unsigned ? uint(one.value - other.value) : noOverload(other);
  if (one instanceof Duration) {
    return other instanceof Duration ? duration(one.nanoseconds - other.nanoseconds) : noOverload(other);
  }
  if (!(one instanceof Timestamp)) return unsupported('_-_', one);
  // The duration is turned around first, which the shortest cannot be.
  if (other instanceof Duration) {
    return other.nanoseconds === SHORTEST ? INT_OVERFLOW : later(one, -other.nanoseconds);
  }
  return other instanceof Timestamp ? duration(one.nanoseconds - other.nanoseconds) : noOverload(other);
}

function multiply(one: Value, other: Value): Value {
  if (typeof one === 'bigint') return typeof other === 'bigint' ? int(one * other) : noOverload(other);
  if (typeof one === 'number') return typeof other === 'number' ? one * other : noOverload(other);
  if (!(one instanceof Unsigned)) return unsupported('_*_', one);
  return other instanceof Unsigned ? uint(one.value * other.value) : noOverload(other);
}

const BY_ZERO = new Failure('division by zero');

function divide(one: Value, other: Value): Value {
  if (typeof one === 'bigint') {
    if (typeof other !== 'bigint') return noOverload(other);
    return other === 0n ? BY_ZERO : int(one / other);
  }
  if (typeof one === 'number') return typeof other === 'number' ? one / other : noOverload(other);
  if (!(one instanceof Unsigned)) return unsupported('_/_', one);
  if (!(other instanceof Unsigned)) return noOverload(other);
  return other.value === 0n ? BY_ZERO : new Unsigned(one.value / other.value);
}

const MODULUS_BY_ZERO = new Failure('modulus by zero');

function modulo(one: Value, other: Value): Value {
  if (typeof one === 'bigint') {
    if (typeof other !== 'bigint') return noOverload(other);
    if (other === 0n) return MODULUS_BY_ZERO;
    // Go refuses what the division would overflow on.
    return one === -(2n ** 63n) && other === -1n ? INT_OVERFLOW : one % other;
  }
  if (!(one instanceof Unsigned)) return unsupported('_%_', one);
  if (!(other instanceof Unsigned)) return noOverload(other);
  return other.value === 0n ? MODULUS_BY_ZERO : new Unsigned(one.value % other.value);
}

function ordered(name: string, one: Value, other: Value, holds: (order: number) => boolean): Value {
  if (!isComparable(one)) return unsupported(name, one);
  const order = compare(one, other);
  return typeof order === 'number' ? holds(order) : order;
}

function isIn(value: Value, all: Value): Value {
  if (isCelList(all)) return contains(all, value);
  if (!isCelMap(all)) return all instanceof Failure ? all : NO_SUCH_OVERLOAD;
  const found = all.find(value);
  return found instanceof Failure ? found : found !== undefined;
}

function size(value: Value): Value {
  const counted = sizeOf(value);
  return counted === undefined ? unsupported('size', value) : BigInt(counted);
}

/** How many items, bytes or code points; undefined where nothing can be counted. */
export function sizeOf(value: Value): number | undefined {
  if (typeof value === 'string') return codePointCount(value);
  if (isCelList(value) || isCelMap(value)) return value.size;
  return value instanceof Uint8Array ? value.length : undefined;
}
