// A custom kind's schema as the API server publishes it: with the fields that every object has.

import { publishedSchemas } from '../../schema/published/published-schemas.js';
import type { StructuralSchema } from '../../schema/structural-schema.js';
import type { ResourceType } from '../registry/resource-type.js';
import { META_SCHEMAS, objectSchema, reference } from './schema-names.js';

/** Of the objects. */
export function customSchema(type: ResourceType): object {
  const { group, version, kind, schema } = type;
  const { properties, ...rest } = schema;
  return {
    ...rest,
    type: 'object',
    properties: { ...published(properties ?? {}), ...objectFields() },
    'x-kubernetes-group-version-kind': [{ group, kind, version }],
  };
}

/** Of the lists of them. */
export function customListSchema(type: ResourceType): object {
  const { group, version, kind, listKind, resource } = type;
  const { apiVersion, kind: kindField } = objectFields();
  return {
    description: `${listKind} is a list of ${kind}`,
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion,
      items: {
        description: `List of ${resource}. More info: ${CONVENTIONS}`,
        type: 'array',
        items: reference(objectSchema(type)),
      },
      kind: kindField,
      metadata: {
        description: `Standard list metadata. More info: ${CONVENTIONS}#types-kinds`,
        allOf: [reference(META_SCHEMAS.listMeta)],
      },
    },
    'x-kubernetes-group-version-kind': [{ group, kind: listKind, version }],
  };
}

const CONVENTIONS = 'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md';

const METADATA = {
  description: `Standard object's metadata. More info: ${CONVENTIONS}#metadata`,
  allOf: [reference(META_SCHEMAS.objectMeta)],
};

/** In the words that built-in kinds have. */
function objectFields(): { readonly apiVersion: object; readonly kind: object; readonly metadata: object } {
  const { apiVersion = {}, kind = {} } = publishedSchemas().get(META_SCHEMAS.deleteOptions)?.properties ?? {};
  return { apiVersion, kind, metadata: METADATA };
}

function published(properties: NonNullable<StructuralSchema['properties']>): Record<string, object> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, withEmbedded(schema)]));
}

/** Objects within objects have the fields of objects too. */
function withEmbedded(schema: StructuralSchema): object {
  const { properties, items, additionalProperties, required, ...rest } = schema;
  const embedded = schema['x-kubernetes-embedded-resource'] === true;
  return {
    ...rest,
    ...(required !== undefined || embedded
      ? { required: [...(required ?? []), ...(embedded ? ['kind', 'apiVersion'] : [])] }
      : {}),
    ...(properties !== undefined || embedded
      ? { properties: { ...published(properties ?? {}), ...(embedded && EMBEDDED_FIELDS) } }
      : {}),
    ...(items !== undefined && { items: withEmbedded(items) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object' ? withEmbedded(additionalProperties) : additionalProperties,
    }),
  };
}

const EMBEDDED_FIELDS = {
  apiVersion: {
    description: `apiVersion defines the versioned schema of this representation of an object. More info: ${CONVENTIONS}#resources`,
    type: 'string',
  },
  kind: {
    description: `kind is a string value representing the type of this object. In CamelCase. More info: ${CONVENTIONS}#types-kinds`,
    type: 'string',
  },
  metadata: METADATA,
};
