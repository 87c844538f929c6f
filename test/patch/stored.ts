// What a strategy would store of an object, as far as comparing needs it.
import type { FieldSchema } from '../../devcluster/fields/field-type.js';
import { isJsonObject, type JsonObject } from '../../devcluster/object/json.js';
import { isJsonList } from '../../devcluster/object/json-value.js';
import type { Json } from '../../schema/structural-schema.js';

/** Without what the server sets; with defaults and without nulls for custom resources, without empty parts for others. */
export function stored(object: JsonObject, schema: FieldSchema, custom: boolean): JsonObject {
  const { metadata = {}, ...rest } = object;
  const { managedFields: _, generation: __, namespace: ___, deletionTimestamp: ____, ...meta } = metadata as JsonObject;
  // What a Service is allotted when it is stored.
  const { ipFamilies, ipFamilyPolicy, ...spec } = (rest.spec ?? {}) as JsonObject;
  const body = {
    ...rest,
    ...(rest.spec !== undefined && { spec: isJsonObject(rest.spec) ? spec : rest.spec }),
    apiVersion: '',
  };
  const plain = custom ? completed(body, schema) : withoutEmpty(body);
  return { ...(plain as JsonObject), metadata: withoutEmpty(meta) ?? {} };
}

/** A custom resource with its defaults, and without nulls where none are allowed. */
export function completed(value: Json, schema: FieldSchema | undefined): Json {
  if (isJsonList(value)) return value.map(item => completed(item, schema?.items));
  if (!isJsonObject(value)) return value;
  const properties = schema?.properties ?? {};
  const others = typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  const entries = new Map<string, Json>();
  for (const [key, child] of Object.entries(value)) {
    const own = Object.hasOwn(properties, key) ? properties[key] : others;
    if (child !== null || own === undefined || own.nullable === true) entries.set(key, completed(child, own));
  }
  for (const [key, own] of Object.entries(properties)) {
    if (!entries.has(key) && own.default !== undefined) entries.set(key, own.default);
  }
  return Object.fromEntries(entries);
}

/** The nulls where the schema allows none and has no default. */
export function nullsIn(value: Json, schema: FieldSchema | undefined, path = ''): { path: string; type: string }[] {
  if (isJsonList(value)) return value.flatMap((item, index) => nullsIn(item, schema?.items, `${path}[${index}]`));
  if (isJsonObject(value)) {
    const others = typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
    return Object.entries(value).flatMap(([key, child]) =>
      nullsIn(child, schema?.properties?.[key] ?? others, path === '' ? key : `${path}.${key}`),
    );
  }
  const refused = value === null && schema !== undefined && schema.nullable !== true && schema.default === undefined;
  return refused ? [{ path, type: schema.type ?? '' }] : [];
}

/** The second value where the first says the same and less: the server adds defaults. The first one if it does not. */
export function coveredBy(value: Json, whole: Json): Json {
  return covers(withoutEmpty(value), withoutEmpty(whole)) ? whole : value;
}

function covers(part: Json | undefined, whole: Json | undefined): boolean {
  if (part === undefined) return true;
  if (isJsonList(part)) {
    return isJsonList(whole) && part.length === whole.length && part.every((item, i) => covers(item, whole[i]));
  }
  if (!isJsonObject(part)) return part === whole;
  return isJsonObject(whole) && Object.entries(part).every(([key, child]) => covers(child, whole[key]));
}

function withoutEmpty(value: Json): Json | undefined {
  if (isJsonList(value)) return value.length === 0 ? undefined : value.map(item => withoutEmpty(item) ?? {});
  if (!isJsonObject(value)) return value ?? undefined;
  const entries = Object.entries(value).flatMap(([key, child]) => {
    const kept = withoutEmpty(child);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
