// Finds for each part of a new value the part of the old one that it comes from.
import { equal, isList, isObject, own } from './json.js';
import type { Json, JsonObject, StructuralSchema } from './structural-schema.js';

/**
 * A value and the one that it replaces. Fields correspond by name and items of list maps by their keys. Items of other
 * lists, and what the schema does not name, correspond to nothing.
 */
export class Correlation {
  readonly #fields = new Map<string, Correlation | undefined>();
  readonly #items = new Map<number, Correlation | undefined>();
  #oldByKeys: ReadonlyMap<string, Json> | undefined;
  #equal: boolean | undefined;

  constructor(
    readonly value: Json,
    readonly old: Json,
    readonly schema: StructuralSchema,
  ) {}

  /** The correlation of a field. */
  field(name: string): Correlation | undefined {
    return cached(this.#fields, name, () => {
      if (!isObject(this.value) || !isObject(this.old)) return undefined;
      const { properties, additionalProperties } = this.schema;
      const further = typeof additionalProperties === 'object' ? additionalProperties : undefined;
      const schema = own(properties, name) ?? further;
      const [value, old] = [own(this.value, name), own(this.old, name)];
      if (schema === undefined || value === undefined || old === undefined) return undefined;
      return new Correlation(value, old, schema);
    });
  }

  /** The correlation of an item. */
  item(at: number): Correlation | undefined {
    return cached(this.#items, at, () => {
      const { items, 'x-kubernetes-list-type': listType } = this.schema;
      if (!isList(this.value) || !isList(this.old) || items === undefined || listType !== 'map') return undefined;
      const value = this.value[at];
      const old = this.#oldItem(value);
      return value === undefined || old === undefined ? undefined : new Correlation(value, old, items);
    });
  }

  /** Whether nothing has changed. List maps may have been reordered; fields without a schema count as changed. */
  get unchanged(): boolean {
    this.#equal ??= this.#compare();
    return this.#equal;
  }

  #compare(): boolean {
    const { value, old } = this;
    if (isList(value) && isList(old)) {
      if (value.length !== old.length) return false;
      if (this.schema['x-kubernetes-list-type'] !== 'map') return equal(value, old);
      return value.every((_, at) => this.item(at)?.unchanged === true);
    }
    if (isObject(value) && isObject(old)) {
      const names = Object.keys(value);
      return names.length === Object.keys(old).length && names.every(name => this.field(name)?.unchanged === true);
    }
    return value === old;
  }

  #oldItem(item: Json | undefined): Json | undefined {
    this.#oldByKeys ??= new Map(
      (isList(this.old) ? this.old : []).toReversed().flatMap(each => {
        const keys = this.#keysOf(each);
        return keys === undefined ? [] : [[keys, each] as const];
      }),
    );
    const keys = this.#keysOf(item);
    return keys === undefined ? undefined : this.#oldByKeys.get(keys);
  }

  /** The keys of an item as one text; undefined when one is missing or no scalar. */
  #keysOf(item: Json | undefined): string | undefined {
    if (!isObject(item)) return undefined;
    const values = (this.schema['x-kubernetes-list-map-keys'] ?? []).map(name => own<Json>(item as JsonObject, name));
    const scalar = values.every(value => value !== undefined && value !== null && typeof value !== 'object');
    return scalar ? JSON.stringify(values) : undefined;
  }
}

function cached<K>(known: Map<K, Correlation | undefined>, key: K, make: () => Correlation | undefined) {
  if (!known.has(key)) known.set(key, make());
  return known.get(key);
}
