// What a schema is to CEL: its type, and how large its values can be.
import { own } from '../../json.js';
import type { StructuralSchema } from '../../structural-schema.js';
import { BOOL, type CelType, DOUBLE, DYN, INT, listOf, mapOf, STRING } from '../cel-type.js';
import { elementsOfItems, elementsOfProperties, sizeOfDynamic, sizeOfText } from './declared-size.js';
import { escapeName } from './escape-name.js';

/** A type with the bounds on which estimates of costs are counted. */
export interface DeclaredType {
  readonly type: CelType;
  /** At most so many items, entries, or bytes of a text; 0 where nothing can be counted. */
  readonly maxElements: number;
  /** The fewest bytes that a value takes as JSON. */
  readonly minSerializedSize: number;
  /** Of lists, and of the values of maps. */
  readonly element?: DeclaredType;
  /** Of maps. */
  readonly key?: DeclaredType;
  /** Of objects, by the name in CEL. */
  readonly fields?: ReadonlyMap<string, DeclaredField>;
}

export interface DeclaredField {
  /** The name in the schema. */
  readonly property: string;
  readonly required: boolean;
  readonly declared: DeclaredType;
}

const NAMED: DeclaredType = { type: STRING, maxElements: 0, minSerializedSize: 2 };

/**
 * The type of a schema's values; undefined if rules cannot see them, as those of a schema without a type. `name` becomes the
 * name of an object, and the start of the names of all objects in it. The root of a resource, and an embedded one,
 * always has `apiVersion`, `kind`, `metadata.name` and `metadata.generateName`, and no other metadata but what the schema lists.
 */
export function declaredType(schema: StructuralSchema, name: string, isResource: boolean): DeclaredType | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return { type: DYN, maxElements: sizeOfDynamic(schema), minSerializedSize: 1 };
  }
  switch (schema.type) {
    case 'array':
      return listType(schema, name);
    case 'object':
      return schema.additionalProperties !== undefined && typeof schema.additionalProperties === 'object'
        ? mapType(schema, schema.additionalProperties, name)
        : objectType(isResource ? withMetadata(schema) : schema, name);
    case 'string': {
      const text = sizeOfText(schema);
      return { type: text.type, maxElements: text.maxElements, minSerializedSize: text.minSerializedSize };
    }
    case 'boolean':
      return { type: BOOL, maxElements: 0, minSerializedSize: 4 };
    case 'number':
      return { type: DOUBLE, maxElements: 0, minSerializedSize: 1 };
    case 'integer':
      return { type: INT, maxElements: 0, minSerializedSize: 1 };
    default:
      return undefined;
  }
}

function listType(schema: StructuralSchema, name: string): DeclaredType | undefined {
  if (schema.items === undefined) return undefined;
  const element = declaredType(schema.items, `${name}.@idx`, isEmbedded(schema.items));
  if (element === undefined) return undefined;
  const maxElements = elementsOfItems(schema.maxItems, element.minSerializedSize);
  return { type: listOf(element.type), maxElements, minSerializedSize: 2, element };
}

function mapType(schema: StructuralSchema, values: StructuralSchema, name: string): DeclaredType | undefined {
  const element = declaredType(values, `${name}.@elem`, isEmbedded(values));
  if (element === undefined) return undefined;
  const maxElements = elementsOfProperties(schema.maxProperties, element.minSerializedSize);
  return { type: mapOf(STRING, element.type), maxElements, minSerializedSize: 2, element, key: NAMED };
}

function objectType(schema: StructuralSchema, name: string): DeclaredType {
  const fields = new Map<string, DeclaredField>();
  const required = new Set(schema.required);
  let minSerializedSize = 2;
  for (const [property, inner] of Object.entries(schema.properties ?? {})) {
    const escaped = escapeName(property);
    const declared = declaredType(inner, `${name}.${escaped ?? property}`, isEmbedded(inner));
    if (declared === undefined) continue;
    if (escaped !== undefined) fields.set(escaped, { property, required: required.has(property), declared });
    // What has a default is filled in by the server.
    if (required.has(property) && (inner.default ?? null) === null) {
      minSerializedSize += new TextEncoder().encode(property).length + declared.minSerializedSize + 4;
    }
  }
  const types = new Map(
    [...fields].map(([escaped, field]) => [
      escaped,
      { property: field.property, type: field.declared.type, required: field.required },
    ]),
  );
  return { type: { kind: 'object', name, fields: () => types }, maxElements: 0, minSerializedSize, fields };
}

function isEmbedded(schema: StructuralSchema): boolean {
  return schema['x-kubernetes-embedded-resource'] === true;
}

/** Unless the schema declares all of them as they are, these take the place of what it declares. */
export function withMetadata(schema: StructuralSchema): StructuralSchema {
  const { properties } = schema;
  const metadata = own(properties, 'metadata');
  const declared =
    own(properties, 'kind')?.type === 'string' &&
    own(properties, 'apiVersion')?.type === 'string' &&
    metadata?.type === 'object' &&
    own(metadata.properties, 'name')?.type === 'string' &&
    own(metadata.properties, 'generateName')?.type === 'string';
  if (declared) return schema;
  const text: StructuralSchema = { type: 'string' };
  return {
    ...schema,
    properties: {
      ...properties,
      kind: text,
      apiVersion: text,
      metadata: { type: 'object', properties: { name: text, generateName: text } },
    },
  };
}
