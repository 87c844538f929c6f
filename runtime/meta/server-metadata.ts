// Which metadata is not the writer's.
import type { ObjectMeta } from '../../decorators/object-meta.js';

/** The fields of `metadata` that the API server sets, whatever is written. */
export const SERVER_METADATA = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
] as const satisfies readonly (keyof ObjectMeta)[];
