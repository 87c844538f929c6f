// What is seen of a namespace, and what it says. None of this is the operator's own code, which may be wrong.
import { isDeepStrictEqual } from 'node:util';
import type { Snapshot } from 'kubewright';
import type { Event, Pod } from 'kubewright/kinds';
import type { Redis } from '../../api/v1/redis.js';
import { HOLD, SICK, WRITTEN } from './commands.js';
import { partsOf } from './world.js';

export type SeenRedis = Snapshot<Redis>;
export type SeenPod = Snapshot<Pod>;

/** The objects of a namespace, by name. */
export interface Seen {
  readonly redis: ReadonlyMap<string, SeenRedis>;
  readonly pods: ReadonlyMap<string, SeenPod>;
}

/** One write to the control plane; `object` is undefined when it was deleted. */
export type Change = { readonly namespace: string; readonly name: string; readonly revision: number } & (
  | { readonly kind: 'Redis'; readonly object: SeenRedis | undefined }
  | { readonly kind: 'Pod'; readonly object: SeenPod | undefined }
  | { readonly kind: 'Event'; readonly object: Snapshot<Event> | undefined }
);

/** What Pods are made of. */
export type Template = Pick<SeenRedis['spec'], 'image' | 'port'>;

const FINALIZER = 'myapp.tangx.in/';
const REVISION = 'myapp.tangx.in/revision';

/** The uid of the Redis that controls the Pod. */
export function ownerOf({ metadata }: SeenPod): string | undefined {
  return metadata.ownerReferences?.find(({ kind, controller }) => kind === 'Redis' && controller === true)?.uid;
}

export function isGoing({ metadata }: SeenPod | SeenRedis): boolean {
  return metadata.deletionTimestamp !== undefined;
}

export function isReady({ status }: SeenPod): boolean {
  return status?.conditions?.some(each => each.type === 'Ready' && each.status === 'True') ?? false;
}

export function isAvailable(pod: SeenPod | undefined): pod is SeenPod {
  return pod !== undefined && isReady(pod) && !isGoing(pod);
}

/** Whether somebody has made it unready. */
export function isSick({ status }: SeenPod): boolean {
  return status?.conditions?.some(({ type, reason }) => type === 'Ready' && reason === SICK) ?? false;
}

/** Whether somebody holds it with a finalizer. */
export function isHeld({ metadata }: SeenPod | SeenRedis): boolean {
  return metadata.finalizers?.includes(HOLD) ?? false;
}

/** Whether it was asked to go and has ended, and somebody holds it back. */
export function isHeldBack(pod: SeenPod): boolean {
  const hasEnded = pod.metadata.deletionGracePeriodSeconds === 0 || !pod.spec?.nodeName;
  return isGoing(pod) && hasEnded && isHeld(pod);
}

export function hasFailed({ status }: SeenPod): boolean {
  return status?.phase === 'Failed';
}

/** Whether the kubelet has said of it what there is to say. */
export function isReported(pod: SeenPod): boolean {
  return pod.status?.containerStatuses !== undefined;
}

export function isMadeOf({ spec }: SeenPod, { image, port }: Template): boolean {
  const made = spec?.containers.map(each => ({
    name: each.name,
    image: each.image,
    args: each.args,
    ports: each.ports,
  }));
  const ports = [{ name: 'redis', containerPort: port, protocol: 'TCP' }];
  return isDeepStrictEqual(made, [{ name: 'redis', image, args: ['--port', String(port)], ports }]);
}

/** What the operator says of each Pod that it makes, but for the name. */
export function labelsOf({ metadata }: SeenPod): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(metadata.labels ?? {}).filter(([name]) => name !== REVISION));
}

export function wishedLabels(redis: string): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/instance': redis,
    'app.kubernetes.io/managed-by': 'redis-operator',
    'app.kubernetes.io/name': 'redis',
  };
}

/** The numbers of the Pods for which finalizers hold the Redis, as they stand. */
export function heldFor({ metadata }: SeenRedis): readonly number[] {
  const ours = metadata.finalizers?.filter(each => each.startsWith(FINALIZER)) ?? [];
  return ours.map(each => partsOf(each.slice(FINALIZER.length)).ordinal);
}

export function finalizersFor(redis: string, size: number): readonly string[] {
  return Array.from({ length: size }, (_, ordinal) => `${FINALIZER}${redis}-${ordinal}`);
}

/** The Pods that this Redis controls, by number. */
export function podsOf({ metadata }: SeenRedis, pods: Iterable<SeenPod>): readonly SeenPod[] {
  return [...pods].filter(pod => ownerOf(pod) === metadata.uid).sort((a, b) => ordinalOf(a) - ordinalOf(b));
}

export function ordinalOf({ metadata }: SeenPod): number {
  return partsOf(metadata.name).ordinal;
}

/** All of a Pod that nobody but its owner should change; what its owner keeps annotating is left out. */
export function contentOf({ metadata, spec }: SeenPod): unknown {
  const { resourceVersion: _, managedFields: __, generation: ___, annotations, ...rest } = metadata;
  const others = Object.entries(annotations ?? {}).filter(([name]) => name !== WRITTEN);
  return { metadata: { ...rest, annotations: Object.fromEntries(others) }, spec };
}

/** Such as `True PodsReady`. */
export function conditionText(redis: SeenRedis, type: string): string {
  const found = redis.status?.conditions?.filter(condition => condition.type === type) ?? [];
  return found.map(({ status, reason }) => `${status} ${reason}`).join(' and ');
}
