// A store for tests that is as plain as can be.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { CachedObject } from '../../runtime/cache/cached-object.js';
import type { ReadableStore, StoreQuery } from '../../runtime/cache/readable-store.js';
import { keyText, type ObjectKey } from '../../runtime/meta/object-key.js';

/** Looks at every object for every question. The one index, of any name, is of the label `value`. */
export class PlainStore<T extends KubernetesObject> implements ReadableStore<T> {
  readonly #byKey = new Map<string, CachedObject<T>>();
  /** In order, until something changes. */
  #sorted: readonly CachedObject<T>[] | undefined;

  get size(): number {
    return this.#byKey.size;
  }

  get(key: ObjectKey): CachedObject<T> | undefined {
    return this.#byKey.get(keyText(key));
  }

  list({ namespace, labels, index }: StoreQuery = {}): readonly CachedObject<T>[] {
    return this.#all(
      object =>
        (namespace === undefined || object.namespace === namespace) &&
        (labels === undefined || labels(object.labels ?? {})) &&
        (index === undefined || valuesOf(object).includes(index.value)),
    );
  }

  ownedBy(uid: string): readonly CachedObject<T>[] {
    return this.#all(({ owners }) => owners.some(owner => owner.uid === uid));
  }

  put(object: CachedObject<T>): void {
    this.#byKey.set(object.key, object);
    this.#sorted = undefined;
  }

  remove(key: ObjectKey): void {
    this.#byKey.delete(keyText(key));
    this.#sorted = undefined;
  }

  #all(matches: (object: CachedObject<T>) => boolean): readonly CachedObject<T>[] {
    this.#sorted ??= [...this.#byKey.values()].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    return this.#sorted.filter(matches);
  }
}

function orderOf({ namespace = '', name }: ObjectKey): string {
  return `${namespace} ${name}`;
}

/** The values that the index has for an object. */
export function valuesOf({ labels }: Pick<CachedObject<KubernetesObject>, 'labels'>): readonly string[] {
  return labels?.value === undefined ? [] : [labels.value];
}
