// What a controller and its queue tell, under the names of controller-runtime and client-go.
import { counterFamily, gaugeFamily } from './families.js';
import { exponentialBuckets } from './histogram.js';
import type { MetricFamily } from './metric.js';
import type { MetricsRegistry } from './metrics-registry.js';
import { PriorityLabels } from './priority-labels.js';

/** A controller, as far as it is measured. Durations are milliseconds. */
export interface MeasuredController {
  readonly name: string;
  readonly maxConcurrentReconciles: number;
  readonly metrics: {
    readonly reconciles: Readonly<Record<string, number>>;
    readonly terminalErrors: number;
    readonly panics: number;
    readonly timeouts: number;
    readonly active: number;
  };
  readonly queueMetrics: {
    readonly adds: number;
    readonly retries: number;
    readonly depth: ReadonlyMap<number, number>;
    readonly unfinishedWork: number;
    readonly longestRunning: number;
  };
}

/** To be told of durations, in milliseconds, as they are known. */
export interface ControllerObservations {
  reconciled(outcome: string, milliseconds: number): void;
  queueDuration(milliseconds: number): void;
  workDuration(milliseconds: number): void;
}

const RECONCILE_BUCKETS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2,
  2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
];
/** Of queues and of webhooks: from 10 ns to 1000 s. */
export const WIDE_BUCKETS: readonly number[] = exponentialBuckets(10e-9, 10, 12);

const reconciles = counterFamily('controller_runtime_reconcile_total', 'Reconciles, by how they ended.');
const errors = counterFamily('controller_runtime_reconcile_errors_total', 'Reconciles that failed.');
const terminalErrors = counterFamily(
  'controller_runtime_terminal_reconcile_errors_total',
  'Reconciles that failed with a TerminalError, which are not tried again.',
);
const panics = counterFamily(
  'controller_runtime_reconcile_panics_total',
  'Reconciles that failed by what looks like a mistake in the program.',
);
const timeouts = counterFamily(
  'controller_runtime_reconcile_timeouts_total',
  'Reconciles that took longer than reconciliationTimeout.',
);
const workers = gaugeFamily(
  'controller_runtime_max_concurrent_reconciles',
  'How many reconciles there may be at once.',
);
const active = gaugeFamily('controller_runtime_active_workers', 'How many reconciles are under way.');
const depth = gaugeFamily('workqueue_depth', 'How many keys are ready and wait for a worker, by priority.');
const adds = counterFamily('workqueue_adds_total', 'How often a key became ready.');
const retries = counterFamily('workqueue_retries_total', 'How often a key was added with a delay.');
const unfinished = gaugeFamily(
  'workqueue_unfinished_work_seconds',
  'How long the keys that are worked on have been so, all together; it grows where a worker does not end.',
);
const longest = gaugeFamily(
  'workqueue_longest_running_processor_seconds',
  'How long the key has been worked on that has been so for longest.',
);

/** Results that a controller can have, those that never occur here included: they are there from the start, as 0. */
const RESULTS = ['success', 'error', 'requeue', 'requeue_after'];

/** Histograms of a controller's durations: for its `observer`. */
export function controllerObservations(registry: MetricsRegistry, name: string): ControllerObservations {
  const labels = { name, controller: name };
  const ofQueue = { labels: ['name', 'controller'], buckets: WIDE_BUCKETS } as const;
  const reconcileTime = registry
    .histogram({
      name: 'controller_runtime_reconcile_time_seconds',
      help: 'How long reconciles took.',
      labels: ['controller'],
      buckets: RECONCILE_BUCKETS,
    })
    .with({ controller: name });
  const queueDuration = registry
    .histogram({
      name: 'workqueue_queue_duration_seconds',
      help: 'How long keys waited for a worker, from the moment when they were ready.',
      ...ofQueue,
    })
    .with(labels);
  const workDuration = registry
    .histogram({ name: 'workqueue_work_duration_seconds', help: 'How long keys were worked on.', ...ofQueue })
    .with(labels);
  return {
    reconciled: (_outcome, milliseconds) => reconcileTime.observe(milliseconds / 1000),
    queueDuration: milliseconds => queueDuration.observe(milliseconds / 1000),
    workDuration: milliseconds => workDuration.observe(milliseconds / 1000),
  };
}

/** What the controller counts itself. */
export function collectController(registry: MetricsRegistry, controller: MeasuredController): void {
  const priorities = new PriorityLabels();
  registry.collect(() => controllerFamilies(controller, priorities));
}

function controllerFamilies(
  { name, maxConcurrentReconciles, metrics, queueMetrics }: MeasuredController,
  priorities: PriorityLabels,
): readonly MetricFamily[] {
  const one = (value: number) => [[{ controller: name }, value]] as const;
  const queue = { name, controller: name };
  const ofQueue = (value: number) => [[queue, value]] as const;
  return [
    reconciles(RESULTS.map(result => [{ controller: name, result }, metrics.reconciles[result] ?? 0])),
    errors(one(metrics.reconciles.error ?? 0)),
    terminalErrors(one(metrics.terminalErrors)),
    panics(one(metrics.panics)),
    timeouts(one(metrics.timeouts)),
    workers(one(maxConcurrentReconciles)),
    active(one(metrics.active)),
    depth(priorities.of(queueMetrics.depth).map(([priority, count]) => [{ ...queue, priority }, count])),
    adds(ofQueue(queueMetrics.adds)),
    retries(ofQueue(queueMetrics.retries)),
    unfinished(ofQueue(queueMetrics.unfinishedWork / 1000)),
    longest(ofQueue(queueMetrics.longestRunning / 1000)),
  ];
}
