// The numbers that faults are told: one that is none would make them strike at random, or never.

/** @throws RangeError unless it is a whole number from `least` to `most` */
export function checkWhole(name: string, value: number, least = 0, most: number = Number.MAX_SAFE_INTEGER): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
  throw new RangeError(`${name} is ${value}: it must be a whole number, ${range}`);
}
