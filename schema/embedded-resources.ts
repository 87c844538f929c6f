// Checks the type and metadata of objects that are embedded in others.
import { type FieldError, invalid, required } from './field-error.js';
import { child, index, key } from './field-path.js';
import { isList, isObject, own } from './json.js';
import { dns1035LabelProblems } from './names.js';
import { embeddedMetadataErrors } from './object-meta-errors.js';
import type { Json, JsonObject, StructuralSchema } from './structural-schema.js';

/** What is wrong with the `apiVersion`, `kind` and `metadata` of every embedded resource in a value. */
export function embeddedResourceErrors(value: Json, schema: StructuralSchema, path = ''): readonly FieldError[] {
  if (isObject(value)) {
    const { properties, additionalProperties } = schema;
    const further = typeof additionalProperties === 'object' ? additionalProperties : undefined;
    return [
      ...(schema['x-kubernetes-embedded-resource'] ? resourceErrors(value, path) : []),
      ...Object.entries(value).flatMap(([name, field]) => {
        const property = own(properties, name);
        if (property !== undefined) return embeddedResourceErrors(field, property, child(path, name));
        return further === undefined ? [] : embeddedResourceErrors(field, further, key(path, name));
      }),
    ];
  }
  const { items } = schema;
  if (!isList(value) || items === undefined) return [];
  return value.flatMap((item, at) => embeddedResourceErrors(item, items, index(path, at)));
}

function resourceErrors(object: JsonObject, path: string): readonly FieldError[] {
  const missing = ['apiVersion', 'kind'].filter(name => !Object.hasOwn(object, name));
  return [
    ...missing.map(name => required(child(path, name))),
    ...Object.entries(object).flatMap(([name, value]) => {
      const at = child(path, name);
      if (name === 'apiVersion') return apiVersionErrors(value, at);
      if (name === 'kind') return kindErrors(value, at);
      return name === 'metadata' ? embeddedMetadataErrors(value, at) : [];
    }),
  ];
}

function apiVersionErrors(value: Json, path: string): readonly FieldError[] {
  if (typeof value !== 'string') return [invalid(path, value, 'must be a string')];
  if (value === '') return [invalid(path, value, 'must not be empty')];
  if (value.split('/').length <= 2) return [];
  return [invalid(path, value, `unexpected GroupVersion string: ${value}`)];
}

function kindErrors(value: Json, path: string): readonly FieldError[] {
  if (typeof value !== 'string') return [invalid(path, value, 'must be a string')];
  if (value === '') return [invalid(path, value, 'must not be empty')];
  const problems = dns1035LabelProblems(value.toLowerCase());
  if (problems.length === 0) return [];
  return [invalid(path, value, `may have mixed case, but should otherwise match: ${problems.join(',')}`)];
}
