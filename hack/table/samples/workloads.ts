// What makes Pods.
import { HELD, NAMESPACE, type Sample, type SampleTable } from '../sample-table.js';

const START = '2020-03-01T10:00:00Z';
const END = '2020-03-01T10:03:21Z';

const labels = { app: 'a', tier: 'b' };
const expressions = [
  { key: 'tier', operator: 'In', values: ['z', 'b'] },
  { key: 'app', operator: 'Exists' },
  { key: 'gone', operator: 'DoesNotExist' },
  { key: 'old', operator: 'NotIn', values: ['y'] },
];
const containers = [
  { name: 'one', image: 'image:1' },
  { name: 'two', image: 'image:2' },
];
const template = { metadata: { labels }, spec: { containers } };

const workload = (name: string, spec: object, status?: object, metadata: object = {}): Sample => ({
  metadata: { name, namespace: NAMESPACE, ...metadata },
  spec,
  ...(status !== undefined && { status }),
});
const replicated = { replicas: 3, selector: { matchLabels: labels }, template };
const selective = { replicas: 0, selector: { matchLabels: { app: 'a' }, matchExpressions: expressions }, template };

const apps = (kind: string, resource: string, samples: readonly Sample[]): SampleTable => ({
  apiVersion: 'apps/v1',
  kind,
  resource,
  namespaced: true,
  samples,
});

const replicaStatus = { observedGeneration: 1, replicas: 3, readyReplicas: 2, availableReplicas: 1 };

const once = { template: { spec: { containers, restartPolicy: 'Never' } } };
const condition = (type: string) => ({ type, status: 'True', lastTransitionTime: END });

const jobTemplate = { spec: once };

export const workloadTables: readonly SampleTable[] = [
  apps('Deployment', 'deployments', [
    workload('new', replicated),
    workload('ready', replicated, { ...replicaStatus, updatedReplicas: 3, unavailableReplicas: 2 }),
    workload('expressions', selective),
  ]),
  apps('ReplicaSet', 'replicasets', [
    workload('new', replicated),
    workload('ready', replicated, replicaStatus),
    workload('expressions', selective),
  ]),
  apps('StatefulSet', 'statefulsets', [
    workload('new', { ...replicated, serviceName: 'a' }),
    workload('ready', { ...replicated, serviceName: 'a' }, { ...replicaStatus, currentReplicas: 3 }),
  ]),
  apps('DaemonSet', 'daemonsets', [
    workload('new', { selector: { matchLabels: labels }, template }),
    workload(
      'ready',
      {
        selector: { matchLabels: labels },
        template: { ...template, spec: { containers, nodeSelector: { 'kubernetes.io/os': 'linux', disk: 'ssd' } } },
      },
      {
        observedGeneration: 1,
        currentNumberScheduled: 4,
        desiredNumberScheduled: 5,
        numberMisscheduled: 0,
        numberReady: 3,
        updatedNumberScheduled: 2,
        numberAvailable: 1,
      },
    ),
  ]),
  {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    resource: 'replicationcontrollers',
    namespaced: true,
    samples: [
      workload('new', { replicas: 2, selector: labels, template }),
      workload('ready', { replicas: 2, selector: labels, template }, { replicas: 2, readyReplicas: 1 }),
    ],
  },
  {
    apiVersion: 'batch/v1',
    kind: 'Job',
    resource: 'jobs',
    namespaced: true,
    samples: [
      workload('new', once),
      workload('parallel', { ...once, parallelism: 4 }),
      workload('work-queue', { ...once, parallelism: 0 }),
      workload('running', { ...once, completions: 5 }, { startTime: START, active: 1, succeeded: 2, ready: 0 }),
      workload('suspended', { ...once, suspend: true }, { conditions: [condition('Suspended')] }),
      workload('complete', once, {
        startTime: START,
        completionTime: END,
        succeeded: 1,
        conditions: [condition('SuccessCriteriaMet'), condition('Complete')],
      }),
      workload('succeeding', once, { startTime: START, conditions: [condition('SuccessCriteriaMet')] }),
      workload('failing', once, { startTime: START, conditions: [condition('FailureTarget')] }),
      workload('failed', once, {
        startTime: START,
        failed: 1,
        conditions: [condition('FailureTarget'), condition('Failed')],
      }),
      workload('terminating', once, undefined, HELD),
    ],
    deleted: ['terminating'],
  },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    resource: 'cronjobs',
    namespaced: true,
    samples: [
      workload('new', { schedule: '*/5 * * * *', jobTemplate }),
      workload(
        'active',
        { schedule: '@hourly', timeZone: 'Europe/Berlin', suspend: true, jobTemplate },
        {
          lastScheduleTime: START,
          active: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'a', namespace: NAMESPACE, uid: 'a' }],
        },
      ),
    ],
  },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    resource: 'poddisruptionbudgets',
    namespaced: true,
    samples: [
      workload('min', { minAvailable: 1, selector: { matchLabels: labels } }),
      workload(
        'max',
        { maxUnavailable: '30%', selector: { matchLabels: labels } },
        { disruptionsAllowed: 2, currentHealthy: 3, desiredHealthy: 1, expectedPods: 3, observedGeneration: 1 },
      ),
    ],
  },
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    resource: 'horizontalpodautoscalers',
    namespaced: true,
    samples: autoscalers(),
  },
];

function autoscalers(): Sample[] {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'ready' };
  const spec = (...metrics: object[]) => ({ scaleTargetRef, maxReplicas: 10, metrics });
  const cpu = (target: object) => ({ type: 'Resource', resource: { name: 'cpu', target } });
  const utilization = cpu({ type: 'Utilization', averageUtilization: 80 });
  const status = (...currentMetrics: object[]) => ({
    currentReplicas: 4,
    desiredReplicas: 5,
    conditions: [],
    currentMetrics,
  });
  const metric = { name: 'queue-length' };
  const average = { type: 'AverageValue', averageValue: '2500m' };
  const value = { type: 'Value', value: '1Ki' };
  const current = { averageValue: '1500m', value: '3' };
  const described = { kind: 'Service', name: 'a', apiVersion: 'v1' };
  return [
    workload('default', { scaleTargetRef, minReplicas: 2, maxReplicas: 10 }),
    workload(
      'utilization',
      spec(utilization),
      status({
        type: 'Resource',
        resource: { name: 'cpu', current: { averageUtilization: 63, averageValue: '630m' } },
      }),
    ),
    workload('average', spec(cpu(average)), status({ type: 'Resource', resource: { name: 'cpu', current } })),
    workload(
      'container',
      spec({
        type: 'ContainerResource',
        containerResource: {
          name: 'memory',
          container: 'one',
          target: { type: 'Utilization', averageUtilization: 50 },
        },
      }),
    ),
    workload(
      'pods',
      spec({ type: 'Pods', pods: { metric, target: average } }),
      status({ type: 'Pods', pods: { metric, current } }),
    ),
    workload(
      'object',
      spec(
        { type: 'Object', object: { metric, describedObject: described, target: value } },
        { type: 'Object', object: { metric, describedObject: described, target: average } },
      ),
      status({ type: 'Object', object: { metric, describedObject: described, current } }),
    ),
    workload(
      'external',
      spec(
        { type: 'External', external: { metric, target: value } },
        { type: 'External', external: { metric, target: average } },
      ),
      status({ type: 'External', external: { metric, current } }, { type: 'External', external: { metric, current } }),
    ),
    workload(
      'many',
      spec(
        utilization,
        { type: 'Pods', pods: { metric, target: average } },
        { type: 'External', external: { metric, target: value } },
      ),
    ),
  ];
}
