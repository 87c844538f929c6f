// What users' functions give as keys, held against the kind that is reconciled.
import type { KindInfo } from '../../decorators/kind.js';
import type { ObjectKey } from '../meta/object-key.js';

/** Whether this is the key of an object of the kind: with a namespace exactly if its objects have one. */
export function isKeyOf({ scope }: KindInfo, key: unknown): key is ObjectKey {
  if (typeof key !== 'object' || key === null) return false;
  const { namespace, name } = key as Record<keyof ObjectKey, unknown>;
  if (typeof name !== 'string' || name === '') return false;
  return scope === 'Namespaced' ? typeof namespace === 'string' && namespace !== '' : namespace === undefined;
}

/** How a key of the kind is written. */
export function keyForm({ scope }: KindInfo): string {
  return scope === 'Namespaced' ? '{ namespace, name }' : '{ name }';
}

/** Short, and of every value there is. */
export function shownKey(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? 'a function' : String(value);
  try {
    return JSON.stringify(value).slice(0, 100);
  } catch {
    return 'an object that is no JSON';
  }
}
