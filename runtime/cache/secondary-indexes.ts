// The indexes of a kind that its users have named.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { ObjectHeader } from '../encoded/encoded-object.js';
import type { Logger } from '../log/logger.js';
import type { CachedObject } from './cached-object.js';
import { EntryIndex, type IndexValues } from './entry-index.js';

/**
 * The values under which an object is found: a function of the object, which is parsed for it once for each change, or
 * one of what is known without parsing. It must answer the same for the same object. What it throws is logged, and the
 * object is then found under no value.
 */
export type IndexFunction<T extends KubernetesObject> =
  | ((object: Snapshot<T>) => IndexValues)
  | { readonly header: (header: ObjectHeader) => IndexValues };

/** Indexes by name. */
export type IndexFunctions<T extends KubernetesObject> = Readonly<Record<string, IndexFunction<T>>>;

/** Keeps the values of each object, so that taking it out asks nobody. */
export class SecondaryIndexes<T extends KubernetesObject, E extends CachedObject<T>> {
  readonly #functions: IndexFunctions<T>;
  readonly #log: Logger;
  readonly #indexes = new Map<string, { readonly index: EntryIndex<E>; readonly values: Map<E, IndexValues> }>();

  constructor(functions: IndexFunctions<T>, log: Logger) {
    this.#functions = functions;
    this.#log = log;
    this.clear();
  }

  /** Forgets all objects. */
  clear(): void {
    for (const name of Object.keys(this.#functions)) {
      this.#indexes.set(name, { index: new EntryIndex(), values: new Map() });
    }
  }

  /** @throws RangeError that names the indexes that there are */
  list(name: string, value: string): E[] {
    return this.#known(name).index.list(value);
  }

  /** What the index of this name answers for an object. @throws as `list` */
  valuesOf(name: string, object: CachedObject<T>): readonly string[] {
    this.#known(name);
    const values = this.#ask(name, object);
    return values === undefined ? [] : typeof values === 'string' ? [values] : values;
  }

  replace(old: E | undefined, now: E): void {
    for (const [name, { index, values }] of this.#indexes) {
      const next = this.#ask(name, now);
      index.replace(old, old && values.get(old), now, next);
      if (old !== undefined) values.delete(old);
      if (next !== undefined) values.set(now, next);
    }
  }

  delete(entry: E): void {
    for (const { index, values } of this.#indexes.values()) {
      index.delete(entry, values.get(entry));
      values.delete(entry);
    }
  }

  #known(name: string) {
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    const names = [...this.#indexes.keys()].sort().map(other => JSON.stringify(other));
    const others = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
    throw new RangeError(`no index ${JSON.stringify(name)}: ${others}; name it in the indexes of the kind`);
  }

  #ask(name: string, object: CachedObject<T>): IndexValues {
    const values = this.#functions[name];
    try {
      return distinct(typeof values === 'function' ? values(object.object) : values?.header(object));
    } catch (error) {
      this.#log.error('an index function of the cache failed', { index: name, object: object.key, error });
      return undefined;
    }
  }
}

/** The values as they are kept: strings, each once. */
function distinct(values: IndexValues): IndexValues {
  if (values === undefined || values === null || typeof values === 'string') return values ?? undefined;
  const list = [...new Set(values)];
  for (const value of list) {
    if (typeof value !== 'string') throw new TypeError(`an index value is a string, not ${JSON.stringify(value)}`);
  }
  return list.length > 1 ? list : list[0];
}
