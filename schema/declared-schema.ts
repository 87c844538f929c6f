// A schema as somebody wrote it into a definition: it may say what a structural schema must not.
import type { Json, StructuralSchema } from './structural-schema.js';

type Changed =
  | 'additionalProperties'
  | 'allOf'
  | 'anyOf'
  | 'items'
  | 'not'
  | 'oneOf'
  | 'properties'
  | 'type'
  | 'x-kubernetes-list-type'
  | 'x-kubernetes-map-type'
  | 'x-kubernetes-validations';

/** Every keyword of `JSONSchemaProps`, with any text where structural schemas have words of a list. */
export interface DeclaredSchema extends Omit<StructuralSchema, Changed> {
  readonly type?: string;
  readonly items?: DeclaredSchema | readonly DeclaredSchema[];
  readonly properties?: DeclaredSchemas;
  readonly additionalProperties?: DeclaredSchema | boolean;
  readonly allOf?: readonly DeclaredSchema[];
  readonly anyOf?: readonly DeclaredSchema[];
  readonly oneOf?: readonly DeclaredSchema[];
  readonly not?: DeclaredSchema;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-validations'?: readonly DeclaredRule[];
  readonly $ref?: string;
  readonly $schema?: string;
  readonly id?: string;
  readonly additionalItems?: DeclaredSchema | boolean;
  readonly definitions?: DeclaredSchemas;
  readonly dependencies?: { readonly [name: string]: Json };
  readonly patternProperties?: DeclaredSchemas;
}

export type DeclaredSchemas = { readonly [name: string]: DeclaredSchema };

/** A rule in CEL, as somebody wrote it. */
export interface DeclaredRule {
  readonly rule?: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/** The schema of the items, when it is one schema. */
export function itemsOf({ items }: DeclaredSchema): DeclaredSchema | undefined {
  return isSchemaList(items) ? undefined : items;
}

/** The schema of further properties, when it is a schema. */
export function furtherOf({ additionalProperties }: DeclaredSchema): DeclaredSchema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

function isSchemaList(items: DeclaredSchema['items']): items is readonly DeclaredSchema[] {
  return Array.isArray(items);
}

/** Whether a default is said; `null` says none. */
export function hasDefault(schema: DeclaredSchema): boolean {
  return schema.default !== undefined && schema.default !== null;
}

/** Why a schema cannot be read as a structural one at all; the first reason that is found. */
export function unreadable(schema: DeclaredSchema): string | undefined {
  const own = unsupported(schema);
  if (own !== undefined) return own;
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
  }
  if (isSchemaList(schema.items)) return "OpenAPIV3Schema 'items' must be a schema, but is an array";
  return below(schema)
    .map(unreadable)
    .find(reason => reason !== undefined);
}

function unsupported(schema: DeclaredSchema): string | undefined {
  const names: readonly [name: string, said: boolean][] = [
    ['id', (schema.id ?? '') !== ''],
    ['schema', (schema.$schema ?? '') !== ''],
    ['$ref', (schema.$ref ?? '') !== ''],
    ['patternProperties', Object.keys(schema.patternProperties ?? {}).length > 0],
    ['dependencies', Object.keys(schema.dependencies ?? {}).length > 0],
    ['additionalItems', schema.additionalItems !== undefined],
    ['definitions', Object.keys(schema.definitions ?? {}).length > 0],
  ];
  const found = names.find(([, said]) => said);
  return found === undefined ? undefined : `OpenAPIV3Schema '${found[0]}' is not supported`;
}

function below(schema: DeclaredSchema): readonly DeclaredSchema[] {
  const { not, allOf = [], anyOf = [], oneOf = [], properties = {} } = schema;
  const all = [not, ...allOf, ...anyOf, ...oneOf, itemsOf(schema), ...Object.values(properties), furtherOf(schema)];
  return all.filter(each => each !== undefined);
}
