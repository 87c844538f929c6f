// From a schema to the text of a TypeScript type.
import type { Schema } from './served-api.js';

/** A type as it is written, and what the file has to import for it. */
export interface TypeText {
  readonly text: string;
  /** The full names of the generated models in it. */
  readonly models: readonly string[];
  /** The types of `decorators/` in it. */
  readonly imports: readonly HandWritten[];
}

/** The types of `decorators/` that generated ones refer to, and the file of each. */
export const HAND_WRITTEN = {
  ClusterObjectMeta: 'object-meta',
  Condition: 'condition',
  Defaulted: 'defaulted',
  Double: 'scalars',
  Int32: 'scalars',
  Int64: 'scalars',
  IntOrString: 'scalars',
  ManagedFieldsEntry: 'object-meta',
  MicroTime: 'scalars',
  ObjectMeta: 'object-meta',
  OwnerReference: 'object-meta',
  Quantity: 'scalars',
  Time: 'scalars',
} as const;
export type HandWritten = keyof typeof HAND_WRITTEN;

/** A type of `decorators/`. */
export function writtenByHand(name: HandWritten): TypeText {
  return { text: name, models: [], imports: [name] };
}

/**
 * The type of a schema's values. An enumeration is a string: a newer server may answer with a value that this version does
 * not know, and API conventions ask clients to expect that.
 */
export function typeText(schema: Schema): TypeText {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (reference !== undefined) {
    return ofModel(reference.slice(reference.lastIndexOf('/') + 1));
  }
  switch (schema.type) {
    case 'array':
      return wrap(schema.items ?? {}, text => `${text}[]`);
    case 'object':
      return wrap(schema.additionalProperties ?? {}, text => `Record<string, ${text}>`);
    case 'boolean':
      return plain('boolean');
    case 'integer':
      return writtenByHand(schema.format === 'int32' ? 'Int32' : 'Int64');
    case 'number':
      return writtenByHand('Double');
    case 'string':
      return plain('string');
    case undefined:
      return plain('unknown');
    default:
      throw new Error(`a schema of an unknown type: ${JSON.stringify(schema)}`);
  }
}

const plain = (text: string): TypeText => ({ text, models: [], imports: [] });

function wrap(inner: Schema, write: (text: string) => string): TypeText {
  const type = typeText(inner);
  return { ...type, text: write(type.text) };
}

const API_MACHINERY = 'io.k8s.apimachinery.pkg';
const API_EXTENSIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';
const JSON_SCHEMA = `${API_EXTENSIONS}.JSONSchemaProps`;

/** Models whose schema does not say what they are in JSON, and those that are written by hand. */
const SPECIAL: Readonly<Record<string, TypeText>> = {
  ...Object.fromEntries(
    (['Condition', 'ManagedFieldsEntry', 'MicroTime', 'ObjectMeta', 'OwnerReference', 'Time'] as const).map(name => [
      `${API_MACHINERY}.apis.meta.v1.${name}`,
      writtenByHand(name),
    ]),
  ),
  [`${API_MACHINERY}.api.resource.Quantity`]: writtenByHand('Quantity'),
  [`${API_MACHINERY}.util.intstr.IntOrString`]: writtenByHand('IntOrString'),
  [`${API_MACHINERY}.apis.meta.v1.FieldsV1`]: plain('unknown'),
  [`${API_MACHINERY}.runtime.RawExtension`]: plain('unknown'),
  [`${API_EXTENSIONS}.JSON`]: plain('unknown'),
  [`${API_EXTENSIONS}.CustomResourceSubresourceStatus`]: plain('Record<string, unknown>'),
  [`${API_EXTENSIONS}.JSONSchemaPropsOrArray`]: jsonSchemaOr('JSONSchemaProps[]'),
  [`${API_EXTENSIONS}.JSONSchemaPropsOrBool`]: jsonSchemaOr('boolean'),
  [`${API_EXTENSIONS}.JSONSchemaPropsOrStringArray`]: jsonSchemaOr('string[]'),
};

function jsonSchemaOr(other: string): TypeText {
  return { text: `(JSONSchemaProps | ${other})`, models: [JSON_SCHEMA], imports: [] };
}

function ofModel(name: string): TypeText {
  return SPECIAL[name] ?? { text: name.slice(name.lastIndexOf('.') + 1), models: [name], imports: [] };
}
