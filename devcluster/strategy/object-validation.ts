// Everything that may be wrong with an object that is about to be stored.

import type { ApiObject } from '../object/api-object.js';
import type { FieldError } from '../object/field-error.js';
import type { ResourceType } from '../registry/resource-type.js';
import {
  metadataErrors,
  metadataUpdateErrors,
  subdomainNameErrors,
  unqualifiedFinalizerErrors,
} from './object-meta-validation.js';
import { isWhole } from './preparation.js';
import { scaleErrors } from './scale-errors.js';
import { schemaErrors } from './schema-rules.js';

/** In the order in which the API server tells it. */
export function objectErrors(
  type: ResourceType,
  object: ApiObject,
  old: ApiObject | undefined,
  subresource: string,
): readonly FieldError[] {
  const { rules, custom } = type;
  const ofMetadata =
    old === undefined
      ? metadataErrors(object.metadata, rules?.nameErrors ?? subdomainNameErrors)
      : metadataUpdateErrors(object.metadata, old.metadata);
  return [
    ...ofMetadata,
    ...(custom || old !== undefined ? [] : unqualifiedFinalizerErrors(object)),
    ...schemaErrors(type, object, old, subresource),
    ...scaleErrors(type, object, subresource),
    ...(isWhole(subresource) ? (rules?.validate?.(object, old) ?? []) : []),
    ...(subresource === 'status' ? (rules?.validateStatus?.(object) ?? []) : []),
  ];
}
