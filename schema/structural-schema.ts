// A structural OpenAPI v3 schema, as a CustomResourceDefinition holds it (`JSONSchemaProps` of apiextensions.k8s.io/v1).

/** Anything that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Its own properties alone count: `__proto__` is a name like any other. */
export type JsonObject = { readonly [key: string]: Json };

export type SchemaType = 'array' | 'boolean' | 'integer' | 'number' | 'object' | 'string';

/** The keywords bear the names that they have in the CRD. */
export interface StructuralSchema {
  readonly type?: SchemaType;
  /** Formats that the API server does not know are kept, and not checked. */
  readonly format?: string;
  readonly title?: string;
  readonly description?: string;
  readonly externalDocs?: ExternalDocumentation;
  readonly example?: Json;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly nullable?: boolean;
  readonly minimum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly maximum?: number;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  /** In code points, as all lengths of texts. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** An RE2 regular expression, found anywhere in the text. */
  readonly pattern?: string;
  readonly items?: StructuralSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** The API server refuses `true`; `x-kubernetes-list-type: set` is what it offers instead. */
  readonly uniqueItems?: boolean;
  readonly properties?: { readonly [name: string]: StructuralSchema };
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** The schema of every field that `properties` does not name; `true` lets any value in, and prunes what objects hold. */
  readonly additionalProperties?: StructuralSchema | boolean;
  /** Value validations only, as in the three below: no type (but for int-or-string), default or description. */
  readonly allOf?: readonly StructuralSchema[];
  readonly anyOf?: readonly StructuralSchema[];
  readonly oneOf?: readonly StructuralSchema[];
  readonly not?: StructuralSchema;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular';
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
}

/** Where more is said about a field. */
export type ExternalDocumentation = {
  readonly url?: string;
  readonly description?: string;
};

/** A rule in CEL. Nothing here evaluates it. */
export type ValidationRule = {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: 'FieldValueInvalid' | 'FieldValueForbidden' | 'FieldValueRequired' | 'FieldValueDuplicate';
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
};
