// What of a wished object is not so in an observed one.
import type { Quantity } from '../../decorators/scalars.js';
import { compareQuantities } from '../meta/quantities.js';

/** A field whose value is another one than wished. */
export interface Difference {
  /** `.spec.ports[0].port`. */
  readonly path: string;
  /** Undefined where the field is not there. */
  readonly found: unknown;
}

/**
 * Where `found` has not what `wished` has. Fields that are not wished do not count; a list counts as a whole, though its items
 * may have fields that are not wished. Amounts are compared as amounts where they stand for such: `1000m` is `1` in `limits`.
 */
export function differences(wished: unknown, found: unknown, path = ''): Difference[] {
  if (wished === undefined || wished === found) return [];
  if (Array.isArray(wished)) {
    if (!Array.isArray(found) || found.length !== wished.length) return [{ path, found }];
    return wished.flatMap((item, i) => differences(item, found[i], `${path}[${i}]`));
  }
  if (isObject(wished)) {
    if (!isObject(found)) return [{ path, found }];
    return Object.entries(wished).flatMap(([name, value]) =>
      isSameSet(path, name, value, found[name]) ? [] : differences(value, own(found, name), `${path}${step(name)}`),
    );
  }
  return sameAmount(wished, found, path) ? [] : [{ path, found }];
}

/** What an object has in the fields that are wished: what others set elsewhere is not in it. Lists are whole. */
export function projection(wished: unknown, found: unknown): unknown {
  if (!isObject(wished) || !isObject(found)) return found;
  const fields = Object.keys(wished).filter(name => wished[name] !== undefined);
  return Object.fromEntries(fields.map(name => [name, projection(wished[name], own(found, name))]));
}

/** Other finalizers and owners may stand beside ours. */
function isSameSet(path: string, name: string, wished: unknown, found: unknown): boolean {
  if (path !== '.metadata' || (name !== 'finalizers' && name !== 'ownerReferences')) return false;
  if (!Array.isArray(wished) || !Array.isArray(found)) return false;
  return wished.every(item => found.some(other => differences(item, other).length === 0));
}

function step(name: string): string {
  return /^[\w-]+$/.test(name) ? `.${name}` : `["${name}"]`;
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(object: Fields, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Maps of amounts, and fields that are one, in the core kinds. */
const AMOUNTS = /\.(limits|requests|capacity|hard|overhead)(\.[^.]+|\["[^"]+"\])$|\.(sizeLimit|divisor)$/;

function sameAmount(wished: unknown, found: unknown, path: string): boolean {
  if (!AMOUNTS.test(path)) return false;
  try {
    return compareQuantities(wished as Quantity, found as Quantity) === 0;
  } catch {
    // No amount after all.
    return false;
  }
}
