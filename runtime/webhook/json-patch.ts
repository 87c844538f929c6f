// The difference of two JSON values as a JSON Patch (RFC 6902).
import { jsonEqual } from '../meta/json-equal.js';

/** One step of a JSON Patch. */
export type PatchStep =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

type Fields = Readonly<Record<string, unknown>>;

/**
 * What makes `after` of `before`, to be applied in this order. Of lists only what differs is touched: items are put in, taken
 * out and changed between the equal ones at both ends.
 *
 * `before` is JSON. `after` may be any value: a field that is undefined is not there, and what has a `toJSON`, such as a
 * Date, is what that answers. Parts that are the same value in both are not looked into.
 * @throws TypeError for what is no JSON, and says where: NaN, functions, symbols, whole numbers of the type bigint, circles
 */
export function jsonPatch(before: unknown, after: unknown): readonly PatchStep[] {
  const steps: PatchStep[] = [];
  compare(before, after, '', steps);
  return steps;
}

/** A part of a path, as JSON Pointers (RFC 6901) write it. */
export function pointerPart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function compare(before: unknown, after: unknown, path: string, steps: PatchStep[]): void {
  if (before === after) return;
  if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, path, steps);
  else if (isFields(before) && isFields(after) && !hasOwnJson(after)) compareFields(before, after, path, steps);
  else {
    const value = asJson(after, path, []);
    if (!jsonEqual(before, value)) steps.push({ op: 'replace', path, value });
  }
}

function compareFields(before: Fields, after: Fields, path: string, steps: PatchStep[]): void {
  for (const name of Object.keys(before)) {
    const at = `${path}/${pointerPart(name)}`;
    if (isThere(after, name)) compare(before[name], after[name], at, steps);
    else steps.push({ op: 'remove', path: at });
  }
  for (const name of Object.keys(after)) {
    if (Object.hasOwn(before, name) || !isThere(after, name)) continue;
    const at = `${path}/${pointerPart(name)}`;
    steps.push({ op: 'add', path: at, value: asJson(after[name], at, []) });
  }
}

function compareLists(before: readonly unknown[], after: readonly unknown[], path: string, steps: PatchStep[]): void {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && jsonEqual(before[start], after[start])) start += 1;
  let same = 0;
  while (same < shorter - start && jsonEqual(before.at(-1 - same), after.at(-1 - same))) same += 1;
  const [endBefore, endAfter] = [before.length - same, after.length - same];
  const both = Math.min(endBefore, endAfter);
  for (let at = start; at < both; at += 1) compare(before[at], after[at], `${path}/${at}`, steps);
  // From the end: each is where it was until it goes.
  for (let at = endBefore - 1; at >= both; at -= 1) steps.push({ op: 'remove', path: `${path}/${at}` });
  for (let at = both; at < endAfter; at += 1) {
    steps.push({ op: 'add', path: `${path}/${at}`, value: asJson(after[at], `${path}/${at}`, []) });
  }
}

/** The value as it is sent. `JSON.stringify` would leave out functions, and make null of NaN, without a word. */
function asJson(value: unknown, path: string, above: readonly object[]): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object') throw new TypeError(`${path || 'the whole'} is ${shown(value)}, which is no JSON`);
  if (above.includes(value)) throw new TypeError(`${path} leads back to what it is in`);
  const below = [...above, value];
  if (hasOwnJson(value)) return asJson(value.toJSON(), path, below);
  if (Array.isArray(value)) return value.map((item, at) => asJson(item, `${path}/${at}`, below));
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    fields.map(([name, field]) => [name, asJson(field, `${path}/${pointerPart(name)}`, below)]),
  );
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasOwnJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

/** `__proto__` and `constructor` are names like others in JSON. */
function isThere(fields: Fields, name: string): boolean {
  return Object.hasOwn(fields, name) && fields[name] !== undefined;
}
