// Counts, percentages and ports, as Go's `intstr` reads them.
import type { IntOrString } from '../../decorators/scalars.js';
import { wholeNumber } from './whole-number.js';

/** A number where the text is a whole one of 32 bits, else the text: what `--target-port=80` and `=http` mean. */
export function parseIntOrString(text: string): IntOrString {
  const number = wholeNumber(text, 32);
  return number === undefined ? text : Number(number);
}

/**
 * A count as it is, or a percentage of the total: `scaledValue('25%', 10, { roundUp: true })` is 3. `maxUnavailable` is
 * rounded down, `maxSurge` and `minAvailable` up; as `GetScaledValueFromIntOrPercent`.
 * @throws TypeError for a text that is no percentage
 */
export function scaledValue(value: IntOrString, total: number, { roundUp }: { readonly roundUp: boolean }): number {
  if (typeof value === 'number') return value;
  const percentage = value.endsWith('%') ? wholeNumber(value.slice(0, -1), 64) : undefined;
  if (percentage === undefined) throw new TypeError(`${JSON.stringify(value)} is no percentage: it should be like 25%`);
  const part = (Number(percentage) * total) / 100;
  // Not -0.
  return (roundUp ? Math.ceil(part) : Math.floor(part)) + 0;
}
