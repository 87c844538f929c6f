// Amounts such as `500m` and `2Gi`: compared, added and printed as Go's `resource.Quantity` does.
import type { Quantity } from '../../decorators/scalars.js';
import { type Quantity as Amount, parseQuantity, quantityText } from '../../scalars/quantity.js';

/**
 * The amount as Go prints it: `0.5` is `500m`, `1024Mi` is `1Gi`. What is smaller than a billionth is rounded up. But
 * `1000E` is `1e21`: Go has no suffix for it, and prints `1`.
 * @throws TypeError for a text that is no quantity; so do all functions here
 */
export function canonicalQuantity(quantity: Quantity): string {
  return quantityText(amountOf(quantity));
}

/** Below 0 where `a` is less than `b`, 0 where they are equal, above 0 where it is more; for `sort`. */
export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  const [left, right] = [amountOf(a).nanos, amountOf(b).nanos];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `a + b`, with the kind of suffix that `a` has, or `b` where `a` is zero. */
export function addQuantities(a: Quantity, b: Quantity): string {
  return combined(amountOf(a), amountOf(b), (left, right) => left + right);
}

/** `a - b`, as `addQuantities`. */
export function subtractQuantities(a: Quantity, b: Quantity): string {
  return combined(amountOf(a), amountOf(b), (left, right) => left - right);
}

/**
 * The amount as a whole number: bytes of memory, say. Parts are rounded away from zero.
 * @throws RangeError for numbers that JavaScript would round: compare and add those as quantities
 */
export function quantityValue(quantity: Quantity): number {
  return wholeNumber(quantity, NANO);
}

/** The amount in thousandths: millicores of a CPU, say. As `quantityValue`. */
export function quantityMilliValue(quantity: Quantity): number {
  return wholeNumber(quantity, NANO / 1000n);
}

const NANO = 10n ** 9n;

function amountOf(quantity: Quantity): Amount {
  const amount = parseQuantity(String(quantity));
  if (amount === undefined) {
    throw new TypeError(`${JSON.stringify(quantity)} is no quantity: it should be like 2, 1.5, 500m or 2Gi`);
  }
  return amount;
}

function combined(a: Amount, b: Amount, combine: (a: bigint, b: bigint) => bigint): string {
  return quantityText({ nanos: combine(a.nanos, b.nanos), format: a.nanos === 0n ? b.format : a.format });
}

function wholeNumber(quantity: Quantity, unit: bigint): number {
  const { nanos } = amountOf(quantity);
  const rest = nanos % unit;
  const whole = Number(nanos / unit + (rest === 0n ? 0n : rest > 0n ? 1n : -1n));
  if (!Number.isSafeInteger(whole))
    throw new RangeError(`${quantity} is more than a number of JavaScript holds exactly`);
  return whole;
}
