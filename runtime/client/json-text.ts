// Prints what is sent.
import { type Attempt, attemptText } from './api-error.js';

/** So deep no object goes. */
const DEEPEST = 200;

/**
 * The body as JSON.
 * @throws TypeError for what JSON has no word for: most of it would become null without a sound, which removes a field
 * when it is part of a patch
 */
export function jsonText(attempt: Attempt, body: object): string {
  refuseUnspeakable(attempt, body);
  return JSON.stringify(body);
}

/** @throws TypeError for what JSON has no word for */
export function refuseUnspeakable(attempt: Attempt, body: object): void {
  const problem = jsonProblem(body);
  if (problem !== undefined) throw new TypeError(`${attemptText(attempt)}: ${problem}`);
}

/** What JSON has no word for, and where it is; undefined: nothing. */
export function jsonProblem(body: object): string | undefined {
  const odd = unspeakable(body, []);
  return odd && `${odd.path.replace(/^\./, '')} is ${odd.value}, for which JSON has no word`;
}

interface Unspeakable {
  readonly path: string;
  readonly value: string;
}

/** What JSON leaves out of objects, and makes null in lists. */
const UNSAID: ReadonlySet<string> = new Set(['undefined', 'function', 'symbol']);

function shown(part: unknown): string {
  return part === undefined ? 'undefined' : `a ${typeof part}`;
}

/** @param above what it is in; of what is in itself JSON says so */
function unspeakable(value: unknown, above: readonly object[]): Unspeakable | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : { path: '', value: String(value) };
  if (typeof value === 'bigint') return { path: '', value: `the bigint ${value}` };
  if (typeof value !== 'object' || value === null) return undefined;
  if (above.length === DEEPEST || above.includes(value)) return undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? { path: '', value: 'an invalid Date' } : undefined;
  // It would become an empty object: in an update that takes away what it was meant to set.
  if (value instanceof Map || value instanceof Set) return { path: '', value: `a ${value.constructor.name}` };
  const isList = Array.isArray(value);
  const within = [...above, value];
  for (const [name, part] of Object.entries(value)) {
    const odd = isList && UNSAID.has(typeof part) ? { path: '', value: shown(part) } : unspeakable(part, within);
    if (odd !== undefined) return { ...odd, path: `${isList ? `[${name}]` : `.${name}`}${odd.path}` };
  }
  return undefined;
}
