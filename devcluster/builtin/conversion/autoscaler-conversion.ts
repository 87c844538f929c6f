// HorizontalPodAutoscalers of v1, which know the CPU alone, and of v2, which have metrics.
import { child, type Draft, type DraftValue, items } from '../draft.js';

/**
 * An autoscaler in the other version. What v1 has no field for it keeps in annotations, as the real server does, so that
 * nothing is lost on the way there and back. Source: pkg/apis/autoscaling/v1/conversion.go of Kubernetes.
 */
export function convertAutoscaler(autoscaler: Draft, apiVersion: string): Draft {
  return { ...(apiVersion === 'autoscaling/v1' ? toV1(autoscaler) : toV2(autoscaler)), apiVersion };
}

/** Field of the spec or status, and the annotation that holds it in v1. */
const METRICS = 'autoscaling.alpha.kubernetes.io/metrics';
const CURRENT_METRICS = 'autoscaling.alpha.kubernetes.io/current-metrics';
const CONDITIONS = 'autoscaling.alpha.kubernetes.io/conditions';
const BEHAVIOR = 'autoscaling.alpha.kubernetes.io/behavior';

function toV1(autoscaler: Draft): Draft {
  const { metrics: _, behavior, ...spec } = child(autoscaler, 'spec') ?? {};
  const { currentMetrics: __, conditions, ...status } = child(autoscaler, 'status') ?? {};
  const all = items(child(autoscaler, 'spec'), 'metrics');
  const cpu = all.find(isCpuUtilization);
  const current = items(child(autoscaler, 'status'), 'currentMetrics');
  const currentCpu = current.find(metric => child(metric, 'resource')?.name === 'cpu');
  const others = all.filter(metric => metric !== cpu);
  const target = child(cpu, 'resource', 'target')?.averageUtilization;
  const used = child(currentCpu, 'resource', 'current')?.averageUtilization;
  return {
    ...autoscaler,
    metadata: annotated(autoscaler, {
      [METRICS]: others.length > 0 ? others : undefined,
      [CURRENT_METRICS]: current.length > 0 ? current : undefined,
      [CONDITIONS]: conditions,
      [BEHAVIOR]: behavior,
    }),
    spec: { ...spec, ...(target !== undefined && { targetCPUUtilizationPercentage: target }) },
    status: { currentReplicas: 0, ...status, ...(used !== undefined && { currentCPUUtilizationPercentage: used }) },
  };
}

function toV2(autoscaler: Draft): Draft {
  const { targetCPUUtilizationPercentage: target, ...spec } = child(autoscaler, 'spec') ?? {};
  const { currentCPUUtilizationPercentage: _, ...status } = child(autoscaler, 'status') ?? {};
  const kept = (name: string) => readAnnotation(autoscaler, name);
  const metrics = (kept(METRICS) ?? []) as DraftValue[];
  const behavior = kept(BEHAVIOR);
  const conditions = kept(CONDITIONS);
  if (target !== undefined) metrics.unshift(cpuMetric(target));
  return {
    ...autoscaler,
    metadata: annotated(autoscaler, {
      [METRICS]: undefined,
      [CURRENT_METRICS]: undefined,
      [CONDITIONS]: undefined,
      [BEHAVIOR]: undefined,
    }),
    spec: { ...spec, ...(metrics.length > 0 && { metrics }), ...(behavior !== undefined && { behavior }) },
    status: {
      ...status,
      currentMetrics: kept(CURRENT_METRICS) ?? null,
      ...(conditions !== undefined && { conditions }),
    },
  };
}

function isCpuUtilization(metric: Draft): boolean {
  const resource = child(metric, 'resource');
  return metric.type === 'Resource' && resource?.name === 'cpu' && child(resource, 'target')?.type === 'Utilization';
}

function cpuMetric(averageUtilization: DraftValue): Draft {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

/** The metadata with these annotations as JSON, and without those that have no value. */
function annotated(object: Draft, values: Readonly<Record<string, DraftValue | undefined>>): Draft {
  const { annotations: _, ...metadata } = child(object, 'metadata') ?? {};
  const annotations: Draft = { ...child(object, 'metadata', 'annotations') };
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete annotations[name];
    else annotations[name] = JSON.stringify(value);
  }
  return Object.keys(annotations).length > 0 ? { ...metadata, annotations } : metadata;
}

function readAnnotation(object: Draft, name: string): DraftValue | undefined {
  const text = child(object, 'metadata', 'annotations')?.[name];
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as DraftValue;
  } catch {
    // Somebody else's annotation of that name.
    return undefined;
  }
}
