// The row of a Pod: its STATUS tells the most telling of what its containers say.
import { ageOf } from '../age.js';
import { builtinPrinter } from '../builtin-printer.js';
import { NONE } from '../words.js';

interface Pod {
  readonly metadata: { readonly deletionTimestamp?: string };
  readonly spec: {
    /** Null of a Pod in which nothing is set, as bookmarks have it. */
    readonly containers: readonly object[] | null;
    readonly initContainers?: readonly { readonly name: string; readonly restartPolicy?: string }[];
    readonly nodeName?: string;
    readonly readinessGates?: readonly { readonly conditionType: string }[];
  };
  readonly status?: PodStatus;
}

interface PodStatus {
  readonly phase?: string;
  readonly reason?: string;
  readonly podIPs?: readonly { readonly ip: string }[];
  readonly nominatedNodeName?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly started?: boolean;
  readonly restartCount?: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

interface ContainerState {
  readonly waiting?: { readonly reason?: string };
  readonly running?: object;
  readonly terminated?: Termination;
}

interface Termination {
  readonly exitCode: number;
  readonly signal?: number;
  readonly reason?: string;
  readonly finishedAt?: string;
}

export const podPrinter = builtinPrinter<Pod>(
  'Pod',
  (pod, now) => {
    const { ready, total, status, restarts, restartedAt } = summarize(pod);
    return {
      Ready: `${ready}/${total}`,
      Status: status,
      Restarts:
        restarts === 0 || restartedAt === undefined ? `${restarts}` : `${restarts} (${ageOf(restartedAt, now)} ago)`,
      IP: pod.status?.podIPs?.[0]?.ip || NONE,
      Node: pod.spec.nodeName || NONE,
      'Nominated Node': pod.status?.nominatedNodeName || NONE,
      'Readiness Gates': gatesText(pod),
    };
  },
  ({ status }) => {
    const end = { type: 'Completed', status: 'True' };
    if (status?.phase === 'Succeeded')
      return [{ ...end, reason: 'Succeeded', message: 'The pod has completed successfully.' }];
    return status?.phase === 'Failed' ? [{ ...end, reason: 'Failed', message: 'The pod failed.' }] : [];
  },
);

interface Summary {
  readonly ready: number;
  readonly total: number;
  readonly status: string;
  readonly restarts: number;
  /** The last time of which the containers know. */
  readonly restartedAt: string | undefined;
}

function summarize(pod: Pod): Summary {
  const { initContainers = [], containers } = pod.spec;
  const sidecars = new Set(initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always').map(c => c.name));
  const initStatuses = pod.status?.initContainerStatuses ?? [];
  const initial = initialization(initStatuses, sidecars, initContainers.length);
  const initialized = initial.blockedBy === undefined || hasCondition(pod, 'Initialized');
  const statuses = pod.status?.containerStatuses ?? [];
  // Init containers that ended do not count once the others may run.
  const counted = initialized ? [...initial.seen.filter(({ name }) => sidecars.has(name)), ...statuses] : initial.seen;
  return {
    ready: initial.ready + (initialized ? statuses.filter(isCountedReady).length : 0),
    total: (containers ?? []).length + sidecars.size,
    status: deletionReason(pod) ?? (initialized ? reasonOf(pod, initial.blockedBy) : initial.blockedBy) ?? '',
    restarts: counted.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0),
    restartedAt: latestEnd(counted),
  };
}

/** Up to the first init container that has neither ended well nor, being a sidecar, started. */
function initialization(statuses: readonly ContainerStatus[], sidecars: ReadonlySet<string>, total: number) {
  let ready = 0;
  for (const [index, container] of statuses.entries()) {
    const { terminated, waiting } = container.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(container.name) && container.started === true) {
      if (container.ready === true) ready++;
      continue;
    }
    const told = waiting?.reason === 'PodInitializing' ? undefined : waiting?.reason;
    const why = terminated === undefined ? told || `${index}/${total}` : endText(terminated);
    return { ready, blockedBy: `Init:${why}`, seen: statuses.slice(0, index + 1) };
  }
  return { ready, blockedBy: undefined, seen: statuses };
}

function reasonOf(pod: Pod, initReason: string | undefined): string {
  const statuses = pod.status?.containerStatuses ?? [];
  const gated = pod.status?.conditions?.some(c => c.type === 'PodScheduled' && c.reason === 'SchedulingGated');
  let reason = initReason ?? (gated ? 'SchedulingGated' : pod.status?.reason || pod.status?.phase || '');
  let failure: string | undefined;
  // The first container has the last word.
  for (const { state } of statuses.toReversed()) {
    if (state?.waiting?.reason) {
      reason = state.waiting.reason;
    } else if (state?.terminated !== undefined) {
      reason = endText(state.terminated);
      if (state.terminated.exitCode !== 0) failure = reason;
    }
  }
  if (reason !== 'Completed') return reason;
  const running = statuses.some(isCountedReady);
  if (running && hasCondition(pod, 'Ready')) return 'Running';
  return failure ?? (running ? 'NotReady' : reason);
}

function isCountedReady({ state, ready }: ContainerStatus): boolean {
  return ready === true && state?.running !== undefined && !state.waiting?.reason && state.terminated === undefined;
}

function endText({ reason, signal = 0, exitCode }: Termination): string {
  return reason || (signal === 0 ? `ExitCode:${exitCode}` : `Signal:${signal}`);
}

function deletionReason({ metadata, status }: Pod): string | undefined {
  if (metadata.deletionTimestamp === undefined) return undefined;
  if (status?.reason === 'NodeLost') return 'Unknown';
  return status?.phase === 'Succeeded' || status?.phase === 'Failed' ? undefined : 'Terminating';
}

function latestEnd(containers: readonly ContainerStatus[]): string | undefined {
  const ends = containers.map(({ lastState }) => lastState?.terminated?.finishedAt).filter(end => end !== undefined);
  return ends.sort().at(-1);
}

function gatesText({ spec, status }: Pod): string {
  const { readinessGates: gates = [] } = spec;
  if (gates.length === 0) return NONE;
  const open = gates.filter(gate => {
    const condition = status?.conditions?.find(({ type }) => type === gate.conditionType);
    return condition?.status === 'True';
  });
  return `${open.length}/${gates.length}`;
}

function hasCondition({ status }: Pod, wanted: string): boolean {
  return status?.conditions?.some(condition => condition.type === wanted && condition.status === 'True') ?? false;
}
