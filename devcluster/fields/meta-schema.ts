// The schema of `metadata` with what says how it is merged. The real server has it from the published OpenAPI.
import { OBJECT_META_SCHEMA } from '../../schema/object-meta.js';
import type { FieldSchema } from './field-type.js';

const properties = OBJECT_META_SCHEMA.properties ?? {};

export const META_SCHEMA: FieldSchema = {
  ...OBJECT_META_SCHEMA,
  properties: {
    ...properties,
    selfLink: { type: 'string' },
    finalizers: { ...properties.finalizers, 'x-kubernetes-list-type': 'set' },
    ownerReferences: {
      ...properties.ownerReferences,
      items: { ...properties.ownerReferences?.items, 'x-kubernetes-map-type': 'atomic' },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['uid'],
    },
    managedFields: { type: 'array', items: { type: 'object' }, 'x-kubernetes-list-type': 'atomic' },
  },
};
