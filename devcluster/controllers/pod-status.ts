// What a kubelet says of Pods that do well.
import type { ApiObject } from '../object/api-object.js';

export interface PodSpec {
  readonly nodeName?: string;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly schedulingGates?: readonly object[];
  readonly readinessGates?: readonly { readonly conditionType: string }[];
  readonly terminationGracePeriodSeconds?: number;
}

interface Container {
  readonly name: string;
  readonly image?: string;
  readonly restartPolicy?: string;
}

interface PodStatus {
  readonly phase?: string;
  readonly conditions?: readonly PodCondition[];
  readonly startTime?: string;
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly [field: string]: unknown;
}

interface PodCondition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly [field: string]: unknown;
}

interface ContainerStatus {
  readonly name: string;
  readonly state: { readonly running?: { readonly startedAt: string }; readonly terminated?: object };
  readonly [field: string]: unknown;
}

export function podSpecOf(pod: ApiObject): PodSpec {
  return pod.spec as PodSpec;
}

export function podStatusOf(pod: ApiObject): PodStatus {
  return (pod.status ?? {}) as PodStatus;
}

/** Where a Pod runs. */
export interface PodPlace {
  readonly hostIP: string;
  readonly podIP: string;
}

/** All containers run, and are ready; init containers have ended well. @param now as RFC 3339 says it */
export function runningStatus(pod: ApiObject, { hostIP, podIP }: PodPlace, now: string): PodStatus {
  const { containers, initContainers = [] } = podSpecOf(pod);
  const running = (container: Container) => containerStatus(container, { running: { startedAt: now } }, true);
  const ended = { terminated: { exitCode: 0, reason: 'Completed', startedAt: now, finishedAt: now } };
  const status = podStatusOf(pod);
  return withConditions(
    pod,
    {
      ...status,
      phase: 'Running',
      hostIP,
      hostIPs: [{ ip: hostIP }],
      podIP,
      podIPs: [{ ip: podIP }],
      startTime: status.startTime ?? now,
      ...(initContainers.length > 0 && {
        initContainerStatuses: initContainers.map(container =>
          container.restartPolicy === 'Always'
            ? running(container)
            : { ...containerStatus(container, ended, true), started: false },
        ),
      }),
      containerStatuses: containers.map(running),
    },
    now,
  );
}

/** The same status with conditions that fit it: readiness gates that others open or shut count. */
export function withConditions(pod: ApiObject, status: PodStatus, now: string): PodStatus {
  const present = status.conditions ?? [];
  const closed = (podSpecOf(pod).readinessGates ?? []).filter(
    ({ conditionType }) => !present.some(({ type, status }) => type === conditionType && status === 'True'),
  );
  const ended = status.phase === 'Succeeded' || status.phase === 'Failed';
  const finished = { status: 'False', reason: 'PodCompleted' };
  const gated = {
    status: 'False',
    reason: 'ReadinessGatesNotReady',
    message: closed
      .map(({ conditionType }) => `corresponding condition of pod readiness gate "${conditionType}" does not exist.`)
      .join(', '),
  };
  const good = { status: 'True' };
  const told = [
    { type: 'PodReadyToStartContainers', ...(ended ? { status: 'False' } : good) },
    { type: 'Initialized', ...(ended ? { status: 'True', reason: 'PodCompleted' } : good) },
    { type: 'Ready', ...(ended ? finished : closed.length > 0 ? gated : good) },
    { type: 'ContainersReady', ...(ended ? finished : good) },
    { type: 'PodScheduled', ...good },
  ];
  const conditions = told.map((condition): PodCondition => {
    const before = present.find(({ type }) => type === condition.type);
    const lastTransitionTime = before?.status === condition.status ? (before.lastTransitionTime ?? now) : now;
    return { ...condition, lastTransitionTime };
  });
  const others = present.filter(({ type }) => !told.some(condition => condition.type === type));
  return { ...status, conditions: [...others, ...conditions] };
}

/** Whether the condition Ready is what the readiness gates make it. */
export function isReadyAsTold(pod: ApiObject): boolean {
  const status = podStatusOf(pod);
  const ready = (conditions: readonly PodCondition[] = []) => conditions.find(({ type }) => type === 'Ready')?.status;
  return ready(withConditions(pod, status, '').conditions) === ready(status.conditions);
}

/** All containers have ended well, as after a SIGTERM that they obey. */
export function endedStatus(pod: ApiObject, now: string): PodStatus {
  const status = podStatusOf(pod);
  const end = (container: ContainerStatus): ContainerStatus =>
    container.state.running === undefined
      ? container
      : {
          ...container,
          ready: false,
          started: false,
          state: {
            terminated: {
              exitCode: 0,
              reason: 'Completed',
              startedAt: container.state.running.startedAt,
              finishedAt: now,
              containerID: container.containerID,
            },
          },
        };
  const { containerStatuses = [], initContainerStatuses } = status;
  return withConditions(
    pod,
    {
      ...status,
      phase: 'Succeeded',
      ...(initContainerStatuses !== undefined && { initContainerStatuses: initContainerStatuses.map(end) }),
      containerStatuses: containerStatuses.map(end),
    },
    now,
  );
}

function containerStatus(
  { name, image = '' }: Container,
  state: ContainerStatus['state'],
  ready: boolean,
): ContainerStatus {
  return {
    name,
    state,
    lastState: {},
    ready,
    started: true,
    restartCount: 0,
    image,
    imageID: `kubewright://${image}`,
    containerID: `kubewright://${name}`,
  };
}
