// Counts that are known only between two bounds: sizes of values, and costs of calls. They are 64 bits wide, and stop at the
// greatest such number, as those of cel-go do.

export interface Range {
  readonly min: bigint;
  readonly max: bigint;
}

export const MOST = 2n ** 64n - 1n;
export const NONE: Range = { min: 0n, max: 0n };
export const UNKNOWN: Range = { min: 0n, max: MOST };

export function exactly(count: bigint | number): Range {
  return { min: BigInt(count), max: BigInt(count) };
}

export function plus(one: Range, other: Range): Range {
  return { min: atMost(one.min + other.min), max: atMost(one.max + other.max) };
}

export function times(one: Range, other: Range): Range {
  return { min: atMost(one.min * other.min), max: atMost(one.max * other.max) };
}

/** Rounds up, and counts in doubles, as cel-go does: great counts lose their last digits. */
export function scaled({ min, max }: Range, factor: number): Range {
  return { min: scale(min, factor), max: scale(max, factor) };
}

export function either(one: Range, other: Range): Range {
  return {
    min: one.min < other.min ? one.min : other.min,
    max: one.max > other.max ? one.max : other.max,
  };
}

/** As counts of cel-go that nothing stops: they begin again at 0. */
export function wrapped(count: bigint): bigint {
  return BigInt.asUintN(64, count);
}

function atMost(count: bigint): bigint {
  return count > MOST ? MOST : count;
}

function scale(count: bigint, factor: number): bigint {
  const product = Math.ceil(Number(count) * factor);
  return product >= 2 ** 64 ? MOST : BigInt(product);
}
