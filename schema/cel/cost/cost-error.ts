// What the API server says of rules that cost too much.
import { goFixed } from '../../go-text.js';

/** @param what such as `estimated rule cost` */
export function costErrorText(what: string, cost: bigint, limit: bigint): string {
  return (
    `${what} exceeds budget by factor of ${excess(cost, limit)} (try simplifying the rule, or adding maxItems, ` +
    'maxProperties, and maxLength where arrays, maps, and strings are declared)'
  );
}

/** `2.5x`; near the limit with more digits, and far from it none. */
export function excess(cost: bigint, limit: bigint): string {
  const factor = Number(cost) / Number(limit);
  if (factor > 100) return 'more than 100x';
  return factor < 1.5 ? `${goFixed(factor, 6)}x` : `${goFixed(factor, 1)}x`;
}
