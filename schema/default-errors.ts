// Checks that the defaults of a schema are values that it would let in.
import { celErrors } from './cel/evaluate/rule-errors.js';
import { embeddedResourceErrors } from './embedded-resources.js';
import { type FieldError, fieldErrorsText, invalid } from './field-error.js';
import { child, key } from './field-path.js';
import { equal } from './json.js';
import { prune } from './prune.js';
import type { Json, StructuralSchema } from './structural-schema.js';
import { keywordFindings } from './validate.js';

/** What the defaults in metadata are seen in: the resource that they would be part of. */
interface Surroundings {
  readonly resource: StructuralSchema;
  readonly inMeta: boolean;
  /** The resource with a value at this place. */
  readonly with: (value: Json) => Json;
}

const TYPE_META = { apiVersion: 'validation/v1', kind: 'Validation' };
const META_FIELDS = ['apiVersion', 'kind', 'metadata'];

/** What is wrong with the defaults in the schema of a whole object. Those in maps are not looked at, as by the server. */
export function defaultErrors(schema: StructuralSchema, path: string): readonly FieldError[] {
  return errorsIn({ ...schema, 'x-kubernetes-embedded-resource': true }, path, undefined);
}

function errorsIn(schema: StructuralSchema, path: string, outside: Surroundings | undefined): readonly FieldError[] {
  const isResource = schema['x-kubernetes-embedded-resource'] === true || outside === undefined;
  const here: Surroundings = isResource
    ? { resource: schema, inMeta: false, with: value => ({ ...TYPE_META, ...(value as object) }) as Json }
    : outside;
  const { items, properties = {} } = schema;
  return [
    ...ownErrors(schema, child(path, 'default'), here),
    ...(items === undefined
      ? []
      : errorsIn(items, child(path, 'items'), { ...here, with: value => here.with([value]) })),
    ...Object.entries(properties).flatMap(([name, property]) => {
      const inMeta = here.inMeta || (isResource && META_FIELDS.includes(name));
      const inside = { ...here, inMeta, with: (value: Json) => here.with({ [name]: value }) };
      return errorsIn(property, key(child(path, 'properties'), name), inside);
    }),
  ];
}

function ownErrors(schema: StructuralSchema, path: string, here: Surroundings): readonly FieldError[] {
  const value = schema.default;
  if (value === undefined || value === null) return [];
  if (here.inMeta) {
    const resource = { ...here.resource, 'x-kubernetes-embedded-resource': true };
    const errors = embeddedResourceErrors(here.with(value), resource);
    if (errors.length > 0) return [invalid(path, value, `must result in valid metadata: ${fieldErrorsText(errors)}`)];
    return keywordFindings(value, schema, { under: path });
  }
  const embedded = schema['x-kubernetes-embedded-resource'] === true;
  const pruned = prune(value, schema, { resource: embedded }).value;
  const unknown = equal(pruned, value) ? [] : [invalid(path, value, 'must not have unknown fields')];
  const errors = embeddedResourceErrors(value, schema, path);
  if (errors.length > 0) return [...unknown, ...errors];
  const broken = keywordFindings(value, schema, { under: path });
  return [...unknown, ...(broken.length > 0 ? broken : ruleErrorsOfDefault(value, schema, path))];
}

/** A default has to hold against itself, as what has not changed does, and as a value that comes anew. */
export function ruleErrorsOfDefault(value: Json, schema: StructuralSchema, path: string): readonly FieldError[] {
  const options = { isResource: false, ratcheting: false, under: path };
  const unchanged = celErrors(value, schema, { ...options, old: value });
  return unchanged.length > 0 ? unchanged : celErrors(value, schema, options);
}
