// Quantities. Whether one is a whole number depends on how it is held: as 64 bits and a power of ten where it fits.
import { parseQuantity } from '../../../../scalars/quantity.js';
import { Failure, NO_SUCH_OVERLOAD, Opaque, type Value } from '../value.js';
import type { Implementations } from './implementation.js';

export class QuantityValue extends Opaque {
  override readonly typeName = 'kubernetes.Quantity';
  /** @param scale of the power of ten that the number is held in; undefined where it is held otherwise */
  constructor(
    readonly nanos: bigint,
    readonly scale: number | undefined,
  ) {
    super();
  }

  override equals(other: Value): boolean | Failure {
    if (other instanceof QuantityValue) return other.nanos === this.nanos;
    return other instanceof Failure ? other : NO_SUCH_OVERLOAD;
  }
}

const FORM = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const PARTS = /^[+-]?(\d*(?:\.\d*)?)([eEinumkKMGTP]*[-+]?\d*)$/;
const SUFFIX = /^(?:[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;

function read(text: string): QuantityValue | Failure {
  const parsed = parseQuantity(text);
  if (parsed !== undefined) return new QuantityValue(parsed.nanos, scaleOf(text));
  const found = PARTS.exec(text);
  if (found === null || text === '') return new Failure(FORM);
  const known = SUFFIX.test(found[2] ?? '');
  return new Failure(known ? 'unable to parse numeric part of quantity' : "unable to parse quantity's suffix");
}

const SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

function scaleOf(text: string): number | undefined {
  const found = /^[+-]?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+)|([a-zA-Z]*))$/.exec(text);
  if (found === null) return undefined;
  const [, whole = '', fraction = '', exponent, suffix = ''] = found;
  // Go takes the zeros away that lead the number, and those that end it.
  const digits = whole.replace(/^0+/, '').length + fraction.length;
  if (suffix.endsWith('i')) {
    const power = 10 * ('KMGTPE'.indexOf(suffix[0] ?? '') + 1);
    return fraction === '' && 15 - digits - Math.trunc((power * 3) / 10) - 1 >= 0 ? 0 : undefined;
  }
  const power = exponent === undefined ? 3 * SUFFIXES.indexOf(suffix) - 9 : Number(exponent);
  const scale = power - fraction.length;
  return digits <= 18 && scale >= -9 ? scale : undefined;
}

function fits(nanos: bigint, scale: number | undefined): number | undefined {
  if (scale === undefined) return undefined;
  const unit = scale + 9;
  const held = nanos / 10n ** BigInt(unit);
  return BigInt.asIntN(64, held) === held ? scale : undefined;
}

function sum(one: QuantityValue, other: QuantityValue, sign: bigint): QuantityValue {
  const nanos = one.nanos + sign * other.nanos;
  if (one.scale === undefined || other.scale === undefined) return new QuantityValue(nanos, undefined);
  if (other.nanos === 0n) return new QuantityValue(nanos, one.scale);
  if (one.nanos === 0n) return new QuantityValue(nanos, other.scale);
  return new QuantityValue(nanos, fits(nanos, Math.min(one.scale, other.scale)));
}

const NANO = 1_000_000_000n;

function ofInt(value: bigint): QuantityValue {
  return new QuantityValue(value * NANO, 0);
}

/** Undefined for fractions, and for numbers that are held otherwise. */
function wholeOf({ nanos, scale }: QuantityValue): bigint | undefined {
  if (scale === undefined || scale < 0) return undefined;
  const whole = nanos / NANO;
  return BigInt.asIntN(64, whole) === whole ? whole : undefined;
}

/** Rounded twice, as Go does: the digits that are held, and what they are multiplied with. */
function doubleOf({ nanos, scale = -9 }: QuantityValue): number {
  return Number(nanos / 10n ** BigInt(scale + 9)) * Number(`1e${scale}`);
}

function order(one: QuantityValue, other: QuantityValue): number {
  return one.nanos < other.nanos ? -1 : Number(one.nanos > other.nanos);
}

export const QUANTITIES: Implementations = {
  string_to_quantity: read,
  is_quantity_string: (text: string) => read(text) instanceof QuantityValue,
  quantity_add: (one: QuantityValue, other: QuantityValue) => sum(one, other, 1n),
  quantity_add_int: (one: QuantityValue, other: bigint) => sum(one, ofInt(other), 1n),
  quantity_sub: (one: QuantityValue, other: QuantityValue) => sum(one, other, -1n),
  quantity_sub_int: (one: QuantityValue, other: bigint) => sum(one, ofInt(other), -1n),
  quantity_get_float: doubleOf,
  quantity_get_int: (one: QuantityValue) => wholeOf(one) ?? new Failure('cannot convert value to integer'),
  quantity_is_integer: (one: QuantityValue) => wholeOf(one) !== undefined,
  quantity_sign: ({ nanos }: QuantityValue) => (nanos < 0n ? -1n : BigInt(nanos > 0n)),
  quantity_compare_to: (one: QuantityValue, other: QuantityValue) => BigInt(order(one, other)),
  quantity_is_greater_than: (one: QuantityValue, other: QuantityValue) => order(one, other) > 0,
  quantity_is_less_than: (one: QuantityValue, other: QuantityValue) => order(one, other) < 0,
};
