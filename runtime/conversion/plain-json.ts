// What functions answer, as JSON alone: it is sent as such.
import { ConversionError } from './conversion-error.js';

/** Deeper than anybody writes; what holds itself is deeper than that. */
const MAX_DEPTH = 1000;

/**
 * The value without fields that are undefined, as JSON leaves them out; the value itself where there are none.
 * @throws ConversionError that names the field that JSON cannot hold, or holds as something else
 */
export function plainJson(value: unknown, path: string, depth = 0): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw unfit(path, String(value));
  }
  if (typeof value !== 'object') throw unfit(path, value === undefined ? 'undefined' : `a ${typeof value}`);
  if (depth >= MAX_DEPTH) throw unfit(path, `nested more than ${MAX_DEPTH} times, or holds itself`);
  if (Array.isArray(value)) return plainList(value, path, depth);
  if (isNoPlainObject(value)) throw unfit(path, `a ${nameOf(value)}`);
  return plainObject(value as Readonly<Record<string, unknown>>, path, depth);
}

function plainList(list: readonly unknown[], path: string, depth: number): readonly unknown[] {
  // Not map: it passes over holes.
  const next = Array.from(list, (item, at) => plainJson(item, `${path}[${at}]`, depth + 1));
  return next.some((item, at) => item !== list[at]) ? next : list;
}

function plainObject(object: Readonly<Record<string, unknown>>, path: string, depth: number): object {
  let changed = false;
  const fields: [string, unknown][] = [];
  for (const name of Object.keys(object)) {
    const value = object[name];
    const next = value === undefined ? undefined : plainJson(value, path === '' ? name : `${path}.${name}`, depth + 1);
    if (next !== undefined) fields.push([name, next]);
    changed ||= next !== value || next === undefined;
  }
  return changed ? Object.fromEntries(fields) : object;
}

/** What JSON.stringify writes as something else, or as nothing: all that the language has, but plain objects. */
function isNoPlainObject(value: object): boolean {
  return typeOf(value) !== 'Object' || typeof (value as { toJSON?: unknown }).toJSON === 'function';
}

function nameOf(value: object): string {
  const type = typeOf(value);
  return type === 'Object' ? (value.constructor?.name ?? 'value with toJSON') : type;
}

/** Such as `Map` or `RegExp`; `Object` also for instances of a user's classes, whose fields are written. */
function typeOf(value: object): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function unfit(path: string, what: string): ConversionError {
  const field = path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}...` : path;
  return new ConversionError(`${field} is ${what}, which JSON cannot hold as it is`, field);
}

/** Characters: what holds itself has long paths. */
const LONGEST_PATH = 200;
