// The defaults of what makes Pods: Deployments, Jobs and the like, and of what scales and guards them.
import { child, type Draft, type DraftValue, fill, items, madeChild, text } from '../draft.js';
import type { Defaults } from './defaults.js';

/** Counts the templates that a DaemonSet has had. */
export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** By message. Source: pkg/apis/apps, batch and autoscaling, defaults.go, of Kubernetes. */
export const WORKLOAD_DEFAULTS: Defaults = {
  'io.k8s.api.apps.v1.DeploymentSpec': spec => {
    fill(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
    rolling(madeChild(spec, 'strategy'), { maxUnavailable: '25%', maxSurge: '25%' });
  },
  'io.k8s.api.apps.v1.ReplicaSetSpec': spec => fill(spec, { replicas: 1 }),
  // Inside of the real server this is a field of the spec, which is in the annotations of whatever comes from there.
  'io.k8s.api.apps.v1.DaemonSet': daemonSet =>
    fill(madeChild(madeChild(daemonSet, 'metadata'), 'annotations'), { [TEMPLATE_GENERATION]: '0' }),
  'io.k8s.api.apps.v1.DaemonSetSpec': spec => {
    fill(spec, { revisionHistoryLimit: 10 });
    rolling(madeChild(spec, 'updateStrategy'), { maxUnavailable: 1, maxSurge: 0 });
  },
  'io.k8s.api.apps.v1.StatefulSetSpec': statefulSet,
  'io.k8s.api.core.v1.ReplicationController': controller => {
    const spec = madeChild(controller, 'spec');
    fill(spec, { replicas: 1 });
    const labels = child(spec, 'template', 'metadata', 'labels');
    if (labels === undefined) return;
    fill(spec, { selector: labels });
    fill(madeChild(controller, 'metadata'), { labels });
  },
  'io.k8s.api.batch.v1.Job': job => {
    const spec = madeChild(job, 'spec');
    if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
    fill(spec, {
      parallelism: 1,
      backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : 2 ** 31 - 1,
      completionMode: 'NonIndexed',
      suspend: false,
      podReplacementPolicy: spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
      manualSelector: false,
    });
    const labels = child(spec, 'template', 'metadata', 'labels');
    if (labels !== undefined) fill(madeChild(job, 'metadata'), { labels });
  },
  'io.k8s.api.batch.v1.CronJobSpec': spec =>
    fill(spec, {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    }),
  'io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern': pattern => fill(pattern, { status: 'True' }),
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler': autoscaler => {
    // Metrics that v1 has no field for are in an annotation, and are metrics all the same.
    const annotations = child(autoscaler, 'metadata', 'annotations') ?? {};
    if (METRICS_ANNOTATION in annotations) return;
    fill(madeChild(autoscaler, 'spec'), { targetCPUUtilizationPercentage: USUAL_UTILIZATION });
  },
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec': spec => fill(spec, { minReplicas: 1 }),
  'io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec': spec => {
    fill(spec, { minReplicas: 1 });
    if (items(spec, 'metrics').length === 0) spec.metrics = [CPU_METRIC];
    const behavior = child(spec, 'behavior');
    if (behavior === undefined) return;
    fill(madeChild(behavior, 'scaleUp'), { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: SCALE_UP });
    fill(madeChild(behavior, 'scaleDown'), { selectPolicy: 'Max', policies: SCALE_DOWN });
  },
};

const METRICS_ANNOTATION = 'autoscaling.alpha.kubernetes.io/metrics';
/** What an autoscaler without metrics aims at, in percent of the requested CPU. */
const USUAL_UTILIZATION = 80;
const CPU_METRIC: Draft = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: USUAL_UTILIZATION } },
};
const SCALE_DOWN: Draft[] = [{ type: 'Percent', value: 100, periodSeconds: 15 }];
const SCALE_UP: Draft[] = [{ type: 'Pods', value: 4, periodSeconds: 15 }, ...SCALE_DOWN];

function rolling(strategy: Draft, limits: Draft): void {
  fill(strategy, { type: 'RollingUpdate' });
  if (strategy.type === 'RollingUpdate') fill(madeChild(strategy, 'rollingUpdate'), limits);
}

function statefulSet(spec: Draft): void {
  fill(spec, { podManagementPolicy: 'OrderedReady', replicas: 1, revisionHistoryLimit: 10 });
  const strategy = madeChild(spec, 'updateStrategy');
  if (text(strategy, 'type') === '') {
    strategy.type = 'RollingUpdate';
    madeChild(strategy, 'rollingUpdate');
  }
  const update = child(strategy, 'rollingUpdate');
  if (strategy.type === 'RollingUpdate' && update !== undefined) fill(update, { partition: 0 });
  fill(madeChild(spec, 'persistentVolumeClaimRetentionPolicy'), { whenDeleted: 'Retain', whenScaled: 'Retain' });
  // Templates are whole objects in Go, with their kind.
  spec.volumeClaimTemplates &&= items(spec, 'volumeClaimTemplates').map(
    (claim): DraftValue => ({ kind: 'PersistentVolumeClaim', apiVersion: 'v1', ...claim }),
  );
}
