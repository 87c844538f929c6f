// Where an object is not what it was.
import { equal, isList, isObject, own } from '../../schema/json.js';
import type { Json, StructuralSchema } from '../../schema/structural-schema.js';

/** The first field that differs; undefined on a side where it is missing. */
export interface Difference {
  /** Such as `spec.tls.days` or `spec.items[0]`. */
  readonly path: string;
  /** The same as `loses` names it, with all of its like: `.spec.items[*]`, `.spec.map.*`. */
  readonly loss: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/**
 * Compares as clients do: an empty list or map says the same as none, while an empty object with fields of its own may mean
 * something, such as TLS with all its defaults.
 */
export function firstDifference(
  before: Json | undefined,
  after: Json | undefined,
  schema: StructuralSchema | undefined,
  path = '',
  loss = '',
): Difference | undefined {
  const [a, b] = [withoutNothing(before, schema), withoutNothing(after, schema)];
  if (a === undefined || b === undefined) return a === b ? undefined : { path, loss, before, after };
  if (equal(a, b)) return undefined;
  if (isObject(a) && isObject(b)) {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const like = isNamed(schema, name) ? name : '*';
      const [field, lost] = [ofField(schema, name), `${loss}.${like}`];
      const found = firstDifference(own<Json>(a, name), own<Json>(b, name), field, at(path, name), lost);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isList(a) && isList(b) && a.length === b.length) {
    for (const [index, item] of a.entries()) {
      const found = firstDifference(item, b[index], schema?.items, `${path}[${index}]`, `${loss}[*]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return { path, loss, before, after };
}

/** Keys of maps are not: there may be others, with dots in them too. */
function isNamed(schema: StructuralSchema | undefined, name: string): boolean {
  return schema?.additionalProperties === undefined || own(schema.properties, name) !== undefined;
}

function withoutNothing(value: Json | undefined, schema: StructuralSchema | undefined): Json | undefined {
  if (isList(value)) return value.length === 0 ? undefined : value;
  const isMap = schema?.additionalProperties !== undefined;
  return isMap && isObject(value) && Object.keys(value).length === 0 ? undefined : value;
}

/** The schema of a field; undefined where none describes it. */
export function ofField(schema: StructuralSchema | undefined, name: string): StructuralSchema | undefined {
  const { properties, additionalProperties } = schema ?? {};
  return own(properties, name) ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
}

function at(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
