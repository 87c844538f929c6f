// The row of a HorizontalPodAutoscaler: each metric as CURRENT/TARGET.
import { builtinPrinter } from '../builtin-printer.js';
import { firstFew, NONE, UNKNOWN, UNSET } from '../words.js';

interface HorizontalPodAutoscaler {
  readonly spec: {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly metrics?: readonly Metric[];
    /** Of v1. */
    readonly targetCPUUtilizationPercentage?: number;
  };
  readonly status?: {
    readonly currentReplicas?: number;
    readonly currentMetrics?: readonly Metric[] | null;
    /** Of v1. */
    readonly currentCPUUtilizationPercentage?: number;
  };
}

/** A metric of the spec has a target, one of the status a current value. */
interface Metric {
  readonly type: string;
  readonly resource?: MetricSource;
  readonly containerResource?: MetricSource;
  readonly pods?: MetricSource;
  readonly object?: MetricSource;
  readonly external?: MetricSource;
}

interface MetricSource {
  /** Of resources. */
  readonly name?: string;
  readonly target?: MetricValue;
  readonly current?: MetricValue;
}

interface MetricValue {
  readonly value?: string;
  readonly averageValue?: string;
  readonly averageUtilization?: number;
}

export const horizontalPodAutoscalerPrinter = builtinPrinter<HorizontalPodAutoscaler>(
  'autoscaling/HorizontalPodAutoscaler',
  autoscaler => ({
    Reference: `${autoscaler.spec.scaleTargetRef.kind}/${autoscaler.spec.scaleTargetRef.name}`,
    Targets: targetsOf(autoscaler),
    MinPods: String(autoscaler.spec.minReplicas ?? UNSET),
    MaxPods: autoscaler.spec.maxReplicas,
    Replicas: autoscaler.status?.currentReplicas ?? 0,
  }),
);

function targetsOf(autoscaler: HorizontalPodAutoscaler): string {
  const { metrics, currents } = metricsOf(autoscaler);
  if (metrics.length === 0) return NONE;
  const texts = metrics.map((metric, index) => metricText(metric, currents[index]));
  return firstFew(texts, 2, texts.length, ', ');
}

/** Those of v1 in the form of v2. */
function metricsOf({ spec, status }: HorizontalPodAutoscaler) {
  const cpu = (source: MetricSource): Metric => ({ type: 'Resource', resource: { name: 'cpu', ...source } });
  const { targetCPUUtilizationPercentage: target } = spec;
  const current = status?.currentCPUUtilizationPercentage;
  const metrics = spec.metrics ?? (target === undefined ? [] : [cpu({ target: { averageUtilization: target } })]);
  const currents =
    status?.currentMetrics ?? (current === undefined ? [] : [cpu({ current: { averageUtilization: current } })]);
  return { metrics, currents };
}

function metricText({ type, resource, containerResource, pods, object, external }: Metric, current?: Metric): string {
  switch (type) {
    case 'Resource':
      return resourceText(resource, current?.resource);
    case 'ContainerResource':
      return resourceText(containerResource, current?.containerResource);
    case 'Pods':
      return `${current?.pods?.current?.averageValue ?? UNKNOWN}/${pods?.target?.averageValue ?? '0'}`;
    case 'Object':
      return valueText(object, current?.object);
    case 'External':
      return valueText(external, current?.external);
    default:
      return '<unknown type>';
  }
}

function resourceText(wanted: MetricSource | undefined, source: MetricSource | undefined): string {
  const { averageValue, averageUtilization } = wanted?.target ?? {};
  if (averageValue !== undefined) return `${wanted?.name}: ${source?.current?.averageValue ?? UNKNOWN}/${averageValue}`;
  return `${wanted?.name}: ${percentage(source?.current?.averageUtilization, UNKNOWN)}/${percentage(averageUtilization, '<auto>')}`;
}

function valueText(wanted: MetricSource | undefined, source: MetricSource | undefined): string {
  const { averageValue, value = '0' } = wanted?.target ?? {};
  if (averageValue !== undefined) return `${source?.current?.averageValue ?? UNKNOWN}/${averageValue} (avg)`;
  return `${source === undefined ? UNKNOWN : (source.current?.value ?? '0')}/${value}`;
}

function percentage(value: number | undefined, otherwise: string): string {
  return value === undefined ? otherwise : `${value}%`;
}
