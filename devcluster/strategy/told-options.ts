// What webhooks are told of the options of a delete.
import type { ApiObject } from '../object/api-object.js';
import type { JsonObject } from '../object/json.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { DeleteOptions } from './delete-options.js';

/** With what the kind has filled in. */
export function toldOptions({ rules }: ResourceType, object: ApiObject, options: DeleteOptions): JsonObject {
  const grace = rules?.gracePeriod?.(object, options.gracePeriodSeconds);
  const { preconditions } = options;
  const own = rules?.releasable === undefined ? preconditions : { uid: object.metadata.uid, ...preconditions };
  const told = {
    gracePeriodSeconds: grace ?? options.gracePeriodSeconds,
    preconditions: own,
    orphanDependents: options.orphanDependents,
    propagationPolicy: options.propagationPolicy,
    dryRun: options.dryRun,
  };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as JsonObject;
}
