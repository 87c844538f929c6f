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
  const odd = unspeakable(body, DEEPEST);
  if (odd === undefined) return;
  const where = odd.path.replace(/^\./, '');
  throw new TypeError(`${attemptText(attempt)}: ${where} is ${odd.value}, for which JSON has no word`);
}

interface Unspeakable {
  readonly path: string;
  readonly value: string;
}

function unspeakable(value: unknown, depth: number): Unspeakable | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : { path: '', value: String(value) };
  if (typeof value === 'bigint') return { path: '', value: `the bigint ${value}` };
  if (typeof value !== 'object' || value === null || depth === 0) return undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? { path: '', value: 'an invalid Date' } : undefined;
  const isList = Array.isArray(value);
  for (const [name, part] of Object.entries(value)) {
    const odd = isList && part === undefined ? { path: '', value: 'undefined' } : unspeakable(part, depth - 1);
    if (odd !== undefined) return { ...odd, path: `${isList ? `[${name}]` : `.${name}`}${odd.path}` };
  }
  return undefined;
}
