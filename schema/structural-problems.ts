// Everything for which the API server refuses the schema of a definition.
import { type DeclaredSchema, unreadable } from './declared-schema.js';
import { defaultErrors } from './default-errors.js';
import { expressionErrors } from './definition/expression-errors.js';
import { type FieldError, forbidden, invalid } from './field-error.js';
import { child } from './field-path.js';
import { keywordErrors } from './keyword-errors.js';
import type { Json, StructuralSchema } from './structural-schema.js';
import { structuralityErrors } from './structurality.js';

/** Where the schema stands. */
export interface StructuralProblemsOptions {
  /**
   * The path of the schema. Default: `spec.validation.openAPIV3Schema`, which is what the API server says when all versions
   * of a definition have the same schema; else it is `spec.versions[N].schema.openAPIV3Schema`.
   */
  readonly path?: string;
  /** Whether the version has a status subresource, with which fewer keywords may stand at the root. Default: false. */
  readonly status?: boolean;
}

/**
 * What is wrong with the schema of a custom resource: the causes with which the API server answers 422 to the definition.
 * Empty when the schema is structural and can be served; the value is then a `StructuralSchema`. Rules in CEL are compiled,
 * their costs counted, and defaults held against them. Where the API server goes through a map in no order, this goes in the
 * order of the schema.
 */
export function structuralProblems(
  schema: DeclaredSchema,
  options: StructuralProblemsOptions = {},
): readonly FieldError[] {
  const { path = 'spec.validation.openAPIV3Schema', status = false } = options;
  const reason = unreadable(schema);
  const root = [
    ...(status ? statusErrors(schema, path) : []),
    ...(schema.nullable ? [forbidden(child(path, 'nullable'), 'nullable cannot be true at the root')] : []),
  ];
  const structure = structureErrors(schema, path, reason);
  const sound = new Set<DeclaredSchema>();
  const keywords = keywordErrors(schema, path, each => sound.add(each));
  const isStructural = reason === undefined && structure.length === 0;
  const rules = isStructural ? expressionErrors(schema as StructuralSchema, path, sound) : [];
  const errors = [...root, ...structure, ...keywords, ...rules];
  // What makes it unreadable is told with the keyword that does so, but for what has no rule of its own.
  return errors.length === 0 && reason !== undefined ? [invalid(path, '', reason)] : errors;
}

/** Defaults are looked at once the schema is structural. */
function structureErrors(schema: DeclaredSchema, path: string, reason: string | undefined): readonly FieldError[] {
  if (reason !== undefined) return [];
  const errors = structuralityErrors(schema, path);
  return errors.length > 0 ? errors : defaultErrors(schema as StructuralSchema, path);
}

const ALLOWED_WITH_STATUS: Readonly<Record<string, string>> = {
  description: 'Description',
  type: 'Type',
  format: 'Format',
  title: 'Title',
  maximum: 'Maximum',
  exclusiveMaximum: 'ExclusiveMaximum',
  minimum: 'Minimum',
  exclusiveMinimum: 'ExclusiveMinimum',
  maxLength: 'MaxLength',
  minLength: 'MinLength',
  pattern: 'Pattern',
  maxItems: 'MaxItems',
  minItems: 'MinItems',
  uniqueItems: 'UniqueItems',
  multipleOf: 'MultipleOf',
  required: 'Required',
  items: 'Items',
  properties: 'Properties',
  externalDocs: 'ExternalDocs',
  example: 'Example',
  'x-kubernetes-preserve-unknown-fields': 'XPreserveUnknownFields',
  'x-kubernetes-validations': 'XValidations',
};

/** The status is checked with its own schema alone, so nothing at the root may speak of it. */
function statusErrors(schema: DeclaredSchema, path: string): readonly FieldError[] {
  const { type = '' } = schema;
  if (type !== '' && type !== 'object') {
    const rule = 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
    return [invalid(child(path, 'type'), type, rule)];
  }
  const odd = Object.entries(schema).some(
    ([name, value]) => !Object.hasOwn(ALLOWED_WITH_STATUS, name) && value !== false,
  );
  if (!odd) return [];
  const allowed = Object.values(ALLOWED_WITH_STATUS).join(' ');
  const rule = `only [${allowed}] fields are allowed at the root of the schema if the status subresource is enabled`;
  return [invalid(path, schema as Json, rule)];
}
