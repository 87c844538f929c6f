// Values that a schema allows.
import { celErrors } from '../../schema/cel/evaluate/rule-errors.js';
import { equal, isObject } from '../../schema/json.js';
import type { Json, JsonObject, StructuralSchema } from '../../schema/structural-schema.js';
import { validate } from '../../schema/validate.js';
import { pick } from './pattern-sample.js';
import { randomNumber } from './random-number.js';
import { randomText } from './random-text.js';

/** What chance has to go by. */
export interface Chance {
  readonly random: () => number;
  /** Values to choose from, by the path of the field: `.spec.items[*].name`. */
  readonly values: { readonly [path: string]: readonly unknown[] };
}

/** A value for the schema at this path; undefined where none was found. */
export function randomValue(schema: StructuralSchema, path: string, chance: Chance): Json | undefined {
  const given = Object.hasOwn(chance.values, path) ? chance.values[path] : undefined;
  if (given !== undefined && given.length > 0) return structuredClone(pick(given, chance.random)) as Json;
  if (!isSelective(schema)) return anyValue(schema, path, chance);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const value = anyValue(schema, path, chance);
    if (value !== undefined && fits(value, schema)) return value;
  }
  return undefined;
}

/** For each part that has rules of its own, so that a whole with many of them comes about. */
const ATTEMPTS = 60;

/** Whether what the fields and items allow may still not be allowed as a whole. */
function isSelective(schema: StructuralSchema): boolean {
  const { anyOf, oneOf, allOf, not, minProperties, maxProperties, nullable } = schema;
  if ((schema['x-kubernetes-validations'] ?? []).length > 0 || nullable === true) return true;
  return [anyOf, oneOf, allOf, not, minProperties, maxProperties].some(each => each !== undefined);
}

function fits(value: Json, schema: StructuralSchema): boolean {
  return validate(value, schema).length === 0 && celErrors(value, schema, { isResource: false }).length === 0;
}

function anyValue(whole: StructuralSchema, path: string, chance: Chance): Json | undefined {
  const { random } = chance;
  if (whole.nullable && random() < 0.1) return null;
  const schema = narrowed(whole, random);
  if (schema.enum !== undefined) return pick(schema.enum, random);
  if (schema['x-kubernetes-int-or-string']) {
    return random() < 0.5 ? randomNumber({ ...schema, type: 'integer' }, random) : randomText(schema, random);
  }
  switch (schema.type) {
    case 'object':
      return anyObject(schema, path, chance);
    case 'array':
      return anyList(schema, path, chance);
    case 'string':
      return randomText(schema, random);
    case 'boolean':
      return random() < 0.5;
    case 'integer':
    case 'number':
      return randomNumber(schema, random);
    default:
      return pick(ANYTHING, random);
  }
}

/** What stands in fields that take any JSON. */
const ANYTHING: readonly Json[] = ['text', 0, 1.5, true, {}, { a: { b: [1, null] } }, ['a', {}], []];

/** The schema with what some of its alternatives ask for. */
function narrowed(schema: StructuralSchema, random: () => number): StructuralSchema {
  const { anyOf = [], oneOf = [], allOf = [] } = schema;
  const chosen = [...allOf, ...[anyOf, oneOf].flatMap(each => (each.length > 0 ? [pick(each, random)] : []))];
  let all = schema;
  for (const each of chosen) {
    const properties = { ...all.properties };
    for (const [name, property] of Object.entries(each.properties ?? {})) {
      properties[name] = { ...properties[name], ...property };
    }
    const required = [...(all.required ?? []), ...(each.required ?? [])];
    all = { ...all, ...each, required, ...(Object.keys(properties).length > 0 && { properties }) };
  }
  return all;
}

function anyObject(schema: StructuralSchema, path: string, chance: Chance): JsonObject | undefined {
  const { random } = chance;
  const { properties = {}, required = [], additionalProperties } = schema;
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const fields = new Map<string, Json>(isEmbedded ? Object.entries(EMBEDDED) : []);
  // Some objects have nearly all fields, and some hardly any.
  const share = random();
  for (const [name, property] of Object.entries(properties)) {
    if (fields.has(name) || (!required.includes(name) && random() > share)) continue;
    const value = randomValue(property, `${path}.${name}`, chance);
    if (value !== undefined) fields.set(name, value);
    else if (required.includes(name)) return undefined;
  }
  if (typeof additionalProperties === 'object') {
    for (const name of KEYS.filter(() => random() < 0.4)) {
      const value = randomValue(additionalProperties, `${path}.*`, chance);
      if (value !== undefined) fields.set(name, value);
    }
  } else if (schema['x-kubernetes-preserve-unknown-fields'] && random() < 0.5 && properties[UNKNOWN] === undefined) {
    fields.set(UNKNOWN, pick(ANYTHING, random));
  }
  return Object.fromEntries(fields);
}

const EMBEDDED: JsonObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
const KEYS = ['a', 'key-2', 'example.com/key'];
/** A field that no schema names, where such are kept. */
const UNKNOWN = 'unknownField';

function anyList(schema: StructuralSchema, path: string, chance: Chance): readonly Json[] | undefined {
  const { items = {}, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  const wished = Math.min(maxItems, minItems + Math.floor(chance.random() * 3));
  const list: Json[] = [];
  for (let attempt = 0; list.length < wished && attempt < wished * 10; attempt++) {
    const item = randomValue(items, `${path}[*]`, chance);
    if (item !== undefined && !list.some(other => isSame(item, other, schema))) list.push(item);
  }
  return list.length < minItems ? undefined : list;
}

/** Whether two items cannot stand in the same list. */
function isSame(a: Json, b: Json, schema: StructuralSchema): boolean {
  const type = schema['x-kubernetes-list-type'];
  if (type === 'set') return equal(a, b);
  if (type !== 'map' || !isObject(a) || !isObject(b)) return false;
  // A key that is left out may have a default, which is the same for both.
  return (schema['x-kubernetes-list-map-keys'] ?? []).every(key => equal(a[key] ?? null, b[key] ?? null));
}
