// What a Pod says of itself.
import type { Snapshot } from 'kubewright';
import type { Pod } from 'kubewright/kinds';

/** Whether the Pod takes requests, by its own condition. */
export function isReady(pod: Snapshot<Pod>): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

/** Whether the Pod will never run again: it was evicted or its node was lost, or its containers have ended for good. */
export function isFinished(pod: Snapshot<Pod>): boolean {
  return pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
}

/** Whether the Pod was asked to go, and has not gone yet. */
export function isTerminating(pod: Snapshot<Pod>): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** Whether the Pod can be counted on: one that is asked to go takes requests for a moment only. */
export function isAvailable(pod: Snapshot<Pod>): boolean {
  return isReady(pod) && !isTerminating(pod);
}

/** What keeps a Pod from starting, in words; undefined where nothing does, or where it is too early to tell. */
export function startProblem({ status }: Snapshot<Pod>): string | undefined {
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const waiting = containers.map(({ state }) => state?.waiting).find(each => !ON_THE_WAY.has(each?.reason));
  if (waiting !== undefined) return said(waiting);
  const unscheduled = status?.conditions?.find(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable',
  );
  return unscheduled === undefined ? undefined : said(unscheduled);
}

/** Why a container waits that is about to start. */
const ON_THE_WAY: ReadonlySet<string | undefined> = new Set([undefined, 'ContainerCreating', 'PodInitializing']);

function said({ reason, message }: { readonly reason?: string; readonly message?: string }): string {
  return message === undefined || message === '' ? `${reason}` : `${reason}: ${message}`;
}
