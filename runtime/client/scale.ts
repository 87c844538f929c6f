// Reads `autoscaling/v1` Scale objects.
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Scale, ScaleObject } from './subresources.js';

export function scaleOf({ metadata, spec, status }: Snapshot<ScaleObject>): Scale {
  const selector = status?.selector;
  return {
    replicas: spec?.replicas ?? 0,
    statusReplicas: status?.replicas ?? 0,
    ...(selector !== undefined && { selector }),
    resourceVersion: metadata?.resourceVersion ?? '',
  };
}
