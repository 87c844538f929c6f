// The schema of `metadata`. A CRD says only `type: object` there, and the API server knows the rest.
import type { StructuralSchema } from './structural-schema.js';

const TEXT: StructuralSchema = { type: 'string' };
const NUMBER: StructuralSchema = { type: 'integer', format: 'int64' };
const TIME: StructuralSchema = { type: 'string', format: 'date-time' };
const TEXTS: StructuralSchema = { type: 'object', additionalProperties: TEXT };

export const OBJECT_META_SCHEMA: StructuralSchema = {
  type: 'object',
  properties: {
    name: TEXT,
    generateName: TEXT,
    namespace: TEXT,
    uid: TEXT,
    resourceVersion: TEXT,
    selfLink: TEXT,
    generation: NUMBER,
    creationTimestamp: TIME,
    deletionTimestamp: TIME,
    deletionGracePeriodSeconds: NUMBER,
    labels: TEXTS,
    annotations: TEXTS,
    finalizers: { type: 'array', items: TEXT },
    ownerReferences: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          apiVersion: TEXT,
          kind: TEXT,
          name: TEXT,
          uid: TEXT,
          controller: { type: 'boolean' },
          blockOwnerDeletion: { type: 'boolean' },
        },
      },
    },
    managedFields: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          manager: TEXT,
          operation: TEXT,
          apiVersion: TEXT,
          time: TIME,
          fieldsType: TEXT,
          fieldsV1: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          subresource: TEXT,
        },
      },
    },
  },
};

/** The schema of a resource with what its `metadata` holds. */
export function withObjectMeta(resource: StructuralSchema): StructuralSchema {
  return { ...resource, properties: { ...resource.properties, metadata: OBJECT_META_SCHEMA } };
}
