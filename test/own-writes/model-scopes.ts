// The names that the model has objects of, and what of them is followed.
import type { CachedObject } from '../../runtime/cache/cached-object.js';
import type { CacheScope } from '../../runtime/cache/readable-store.js';
import { keyText, type ObjectKey } from '../../runtime/meta/object-key.js';
import type { Thing } from '../things.js';
import type { ModelState } from './model-history.js';

export const KEYS: readonly ObjectKey[] = ['a', 'b'].flatMap(namespace =>
  ['x', 'y'].map(name => ({ namespace, name })),
);
export const OWNERS = ['o', 'p'];

/** What is kept of the server: everything, namespace by namespace, or only what has the label. */
export const SCOPES: readonly (readonly CacheScope[])[] = [
  [{}],
  [{ namespace: 'a' }, { namespace: 'b' }],
  [{ labelSelector: 'in' }],
  [{ namespace: 'a', fieldSelector: 'in' }, { exceptNamespaces: ['a'] }],
];

export function covers({ namespace, exceptNamespaces }: CacheScope, key: ObjectKey): boolean {
  return namespace === undefined ? !exceptNamespaces?.includes(key.namespace as string) : namespace === key.namespace;
}

export function isSelective({ labelSelector, fieldSelector }: CacheScope): boolean {
  return labelSelector !== undefined || fieldSelector !== undefined;
}

/** Whether the scope, which covers it, takes an object in this state. */
export function keeps(scope: CacheScope, state: ModelState): boolean {
  return state.isSelected || !isSelective(scope);
}

/** The state as the cache has it. */
export function cached(state: ModelState): CachedObject<Thing> {
  const { namespace, name, uid, version, owner, isSelected } = state;
  return {
    key: keyText(state),
    namespace,
    name,
    uid,
    resourceVersion: String(version),
    labels: { value: owner, ...(isSelected && { in: '' }) },
    annotationsHash: 0,
    owners: [{ apiVersion: 'v1', kind: 'Owner', name: owner, uid: owner, controller: true }],
    get object(): never {
      throw new Error('the overlay needs no parsed object');
    },
    get encoded(): never {
      throw new Error('the overlay needs no bytes');
    },
  };
}
