// The names that the model has objects of, and what of them is followed.
import type { CachedObject } from '../../runtime/cache/cached-object.js';
import type { CacheScope } from '../../runtime/cache/readable-store.js';
import type { ObjectOwner } from '../../runtime/encoded/encoded-object.js';
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
  return new ModelObject(state);
}

/** There are many millions of them. */
class ModelObject implements CachedObject<Thing> {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotationsHash = 0;
  readonly owners: readonly ObjectOwner[];

  constructor(state: ModelState) {
    const { namespace, name, uid, version, owner, isSelected } = state;
    this.key = keyText(state);
    this.namespace = namespace;
    this.name = name;
    this.uid = uid;
    this.resourceVersion = String(version);
    this.labels = isSelected ? { value: owner, in: '' } : { value: owner };
    this.owners = OWNED_BY.get(owner) ?? [];
  }

  get object(): never {
    throw new Error('the overlay needs no parsed object');
  }

  get encoded(): never {
    throw new Error('the overlay needs no bytes');
  }
}

const OWNED_BY = new Map(
  OWNERS.map(uid => [uid, [{ apiVersion: 'v1', kind: 'Owner', name: uid, uid, controller: true }]]),
);
