// Keeps V8 from growing its young generation while caches sync.
import { setFlagsFromString } from 'node:v8';

/**
 * While an operator lists tens of thousands of objects, V8 lets its young generation grow, and it stays large: 70 MB more
 * with 50,000 Pods, for no less CPU. From now on it keeps the size that it has. Whoever has asked V8 for a size of their own
 * gets that.
 * @returns whether it was done
 */
export function holdYoungGeneration(
  setFlags: (flag: string) => void = setFlagsFromString,
  asked: readonly string[] = [...process.execArgv, process.env.NODE_OPTIONS ?? ''],
): boolean {
  if (asked.some(option => /semi[-_]space/.test(option))) return false;
  setFlags('--semi-space-growth-factor=1');
  return true;
}
