// A structural OpenAPI v3 schema, as a CustomResourceDefinition holds it (`JSONSchemaProps` of apiextensions.k8s.io/v1).

/** Anything that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type SchemaType = 'array' | 'boolean' | 'integer' | 'number' | 'object' | 'string';

/** The keywords bear the names that they have in the CRD. */
export interface StructuralSchema {
  readonly type?: SchemaType;
  readonly format?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly nullable?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** An RE2 regular expression. */
  readonly pattern?: string;
  readonly items?: StructuralSchema;
  readonly properties?: { readonly [name: string]: StructuralSchema };
  readonly required?: readonly string[];
  readonly additionalProperties?: StructuralSchema;
  /** Only the form that comes with `x-kubernetes-int-or-string`. */
  readonly anyOf?: readonly { readonly type: SchemaType }[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}
