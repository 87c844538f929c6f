// Keeps patches from writing numbers that JavaScript has rounded.
import { isRounded } from '../meta/rounded-number.js';
import type { PatchStep } from './json-patch.js';

/**
 * A whole number beyond 2^53 that was sent is read with its last digits lost. Where it stays where it is, no patch touches it; but
 * one that moves it, as when an item is put before it in a list, would write it back rounded.
 * @throws RangeError for a patch that does
 */
export function checkExact(steps: readonly PatchStep[], body: Buffer): void {
  const large = new Set<number>();
  for (const step of steps) if (step.op !== 'remove') gatherLarge(step.value, large);
  if (large.size === 0) return;
  JSON.parse(body.toString('utf8'), ((_name: string, value: unknown, { source }: { source?: string }) => {
    if (typeof value !== 'number' || source === undefined || !large.has(value) || !isRounded(value, source))
      return value;
    throw new RangeError(`it would write back ${source}, of which JavaScript loses digits`);
  }) as (name: string, value: unknown) => unknown);
}

function gatherLarge(value: unknown, into: Set<number>): void {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) into.add(value);
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) gatherLarge(each, into);
}
