// The decorators of fields that hold more than their type says.
import { refuseStandardDecorators } from './metadata.js';
import type { DetachedRule, Field, ObjectSite } from './misuse.js';
import { readFromSource } from './read-from-source.js';

/**
 * The API server keeps the fields that the type does not name, which it drops otherwise; below a field that the type does
 * name it drops them again. Also at a class. A field of type `unknown` needs it, and then takes any JSON.
 * Schema: `x-kubernetes-preserve-unknown-fields: true`. Written without a call.
 */
export function PreserveUnknownFields<const Site extends readonly any[]>(
  ...site: ObjectSite<'PreserveUnknownFields', Site>
): void {
  refuseStandardDecorators(site[1]);
}

/**
 * A whole Kubernetes object: the API server checks its apiVersion, kind and metadata. Mostly with `@PreserveUnknownFields`,
 * as the object has more fields than those. Schema: `x-kubernetes-embedded-resource: true`. Written without a call.
 */
export function EmbeddedResource<const Site extends readonly any[]>(
  ...site: ObjectSite<'EmbeddedResource', Site>
): void {
  refuseStandardDecorators(site[1]);
}

/**
 * The type of the field is for the program alone, and the schema has only what the decorators beside it say: a `@Type`, or
 * `@PreserveUnknownFields`, and rules. For types that no schema can say, such as one that contains itself.
 * Written without a call.
 */
export function Schemaless<T, K extends keyof T>(_target: T, key: K): void {
  refuseStandardDecorators(key);
}

/** The type that the schema gives to a `@Schemaless` field. Schema: `type`. All other fields have it from their type. */
export function Type<T = DetachedRule, K extends keyof T = keyof T>(
  type: 'boolean' | 'integer' | 'number' | 'object' | 'string',
): Field<T, K> {
  return readFromSource(type);
}
