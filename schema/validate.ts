// Checks a custom resource, or a part of one, as the API server does before it stores it.
import { Correlation } from './correlation.js';
import { embeddedResourceErrors } from './embedded-resources.js';
import type { FieldError } from './field-error.js';
import { invalid } from './field-error.js';
import { child } from './field-path.js';
import type { Findings } from './findings.js';
import { listTypeErrors } from './list-types.js';
import { schemaFindings } from './schema-findings.js';
import type { Json, StructuralSchema } from './structural-schema.js';

/** Where the value stands. */
export interface ValidateOptions {
  /** The path of the value, such as `spec.port`; sentences name it. Default: the value is the whole object. */
  readonly path?: string;
  /**
   * What stands before the path in `field` and not in the sentences. The API server does so with `status` when it checks
   * what is written through the status subresource. Default: nothing.
   */
  readonly under?: string;
}

/**
 * Everything in a value that the schema does not allow: keywords first, then embedded resources, then list types. Defaults
 * are not applied and fields that the schema does not name are let through: apply defaults and prune first. Rules in CEL
 * are for `celErrors`. Where the API server goes through a map in no order, this goes in the order of the schema. Never
 * throws, and takes time in proportion to the value.
 */
export function validate(value: Json, schema: StructuralSchema, options: ValidateOptions = {}): readonly FieldError[] {
  return [
    ...keywordFindings(value, schema, options),
    ...embeddedResourceErrors(value, schema, fullPath(options)),
    ...listTypeErrors(value, schema, fullPath(options)),
  ];
}

/** The first part of it: what the keywords of OpenAPI do not allow. */
export function keywordFindings(
  value: Json,
  schema: StructuralSchema,
  options: ValidateOptions = {},
): readonly FieldError[] {
  return toErrors(schemaFindings(value, schema, options.path ?? ''), options);
}

/**
 * The same for a value that replaces another. What has not changed is let through (ratcheting, on by default since
 * Kubernetes 1.30): fields compared by name, items of list maps by their keys, other lists as a whole. Duplicates are let
 * through if there were any before. Embedded resources are checked always.
 */
export function validateUpdate(
  value: Json,
  old: Json,
  schema: StructuralSchema,
  options: ValidateOptions = {},
): readonly FieldError[] {
  const correlation = new Correlation(value, old, schema);
  return [
    ...toErrors(schemaFindings(value, schema, options.path ?? '', correlation), options),
    ...embeddedResourceErrors(value, schema, fullPath(options)),
    ...(listTypeErrors(old, schema).length > 0 ? [] : listTypeErrors(value, schema, fullPath(options))),
  ];
}

const BLOCKING: readonly string[] = [
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
];

/**
 * The error that says that rules were not checked, because others are of a kind that rules need not expect; undefined when
 * the rules are to be checked, or there are none.
 */
export function rulesNotChecked(errors: readonly FieldError[], schema: StructuralSchema): FieldError | undefined {
  if (!errors.some(({ reason }) => BLOCKING.includes(reason)) || !hasRules(schema)) return undefined;
  const what =
    'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';
  return invalid('', null, what);
}

/** Whether a schema, or one below it, has rules in CEL. */
export function hasRules(schema: StructuralSchema): boolean {
  const { properties = {}, items, additionalProperties } = schema;
  if ((schema['x-kubernetes-validations'] ?? []).length > 0) return true;
  if (items !== undefined && hasRules(items)) return true;
  if (typeof additionalProperties === 'object' && hasRules(additionalProperties)) return true;
  return Object.values(properties).some(hasRules);
}

function toErrors(findings: Findings, options: ValidateOptions): readonly FieldError[] {
  const { under = '' } = options;
  return findings.all.map(({ name = '', toError }) => {
    const field = name.replace(/^\./, '');
    return toError(field === '' ? under : child(under, field));
  });
}

function fullPath({ path = '', under = '' }: ValidateOptions): string {
  return path === '' ? under : child(under, path);
}
