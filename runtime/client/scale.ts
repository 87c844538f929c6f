// Reads `autoscaling/v1` Scale objects.
import type { Scale } from './client.js';

/** A Scale as it comes; numbers of 0 are left out. */
export interface ScaleObject {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number; readonly selector?: string };
}

export function scaleOf({ spec, status }: ScaleObject): Scale {
  const selector = status?.selector;
  return {
    replicas: spec?.replicas ?? 0,
    statusReplicas: status?.replicas ?? 0,
    ...(selector !== undefined && { selector }),
  };
}
