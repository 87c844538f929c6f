// Whole objects of a version, and parts of them.
import { isList, isObject } from '../../schema/json.js';
import type { Json, JsonObject, StructuralSchema } from '../../schema/structural-schema.js';
import { ofField } from './difference.js';
import { pick } from './pattern-sample.js';
import { type Chance, randomValue } from './random-value.js';
import { asRead, errorsOf, type Trip } from './trip.js';

const ATTEMPTS = 200;

/**
 * A valid object of the version from which the trip begins, as it is read: with its defaults.
 * @throws Error when none is found
 */
export function randomObject(
  { versions: { group, kind }, from: { name: version, schema } }: Trip,
  { chance, defined: { scope } }: { readonly chance: Chance; readonly defined: { readonly scope: string } },
): JsonObject {
  const { apiVersion: _, kind: __, metadata: ___, ...properties } = schema.properties ?? {};
  const body = {
    ...schema,
    properties,
    required: schema.required?.filter(name => Object.hasOwn(properties, name)) ?? [],
  };
  let why = 'some field that is required has no value that its schema allows';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // The rules of the whole are asked for the whole.
    const { 'x-kubernetes-validations': _rules, ...open } = body;
    const value = randomValue(open, '', chance) as JsonObject | undefined;
    if (value === undefined) continue;
    const object = { apiVersion: `${group}/${version}`, kind, metadata: metadata(scope, chance), ...value };
    const read = asRead(object, schema);
    if (read !== undefined) return read;
    why = errorsOf(object, schema) ?? why;
  }
  throw new Error(
    `no valid object of ${version} of ${kind}.${group} was found in ${ATTEMPTS} tries: ${why}; give values for such fields: values: { '.spec.a': [...] }`,
  );
}

function metadata(scope: string, { random, values }: Chance): JsonObject {
  const names = values['.metadata.name'] as readonly string[] | undefined;
  return {
    name: names === undefined ? 'a' : pick(names, random),
    ...(scope === 'Namespaced' && { namespace: 'default' }),
    uid: '00000000-0000-4000-8000-000000000001',
    resourceVersion: '1',
    ...(random() < 0.5 && { labels: { 'example.com/label': 'kept' } }),
    ...(random() < 0.5 && { annotations: { 'example.com/annotation': 'kept' } }),
  };
}

/**
 * What is left of an object when some of its fields are not there, required or not. What is applied as a whole stays whole:
 * lists but those of type map, and atomic objects; items of lists stay, with their keys.
 */
export function randomPart(object: JsonObject, schema: StructuralSchema, random: () => number): JsonObject {
  const share = random();
  const { apiVersion, kind, metadata: head, ...body } = object;
  return {
    apiVersion,
    kind,
    metadata: head,
    ...(part(body, schema, () => random() < share) as JsonObject),
  } as JsonObject;
}

function part(
  value: Json,
  schema: StructuralSchema | undefined,
  stays: () => boolean,
  keys: readonly string[] = [],
): Json {
  if (isList(value)) {
    if (schema?.['x-kubernetes-list-type'] !== 'map') return value;
    return value.map(item => part(item, schema.items, stays, schema['x-kubernetes-list-map-keys']));
  }
  if (!isObject(value) || schema?.['x-kubernetes-map-type'] === 'atomic') return value;
  const fields = Object.entries(value).filter(([name]) => keys.includes(name) || stays());
  return Object.fromEntries(fields.map(([name, field]) => [name, part(field, ofField(schema, name), stays)]));
}
