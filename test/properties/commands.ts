// What can happen to Redis, their Pods and their operator, as data; and the same as commands of kubectl.
import { isGone, isPossible, partsOf, type World, wishedOf } from './world.js';

/** What becomes of the Pods of a Redis that is deleted. */
export type Cascade = 'background' | 'foreground' | 'orphan';

/** One thing that somebody does. */
export type Command =
  | Creation
  | { readonly do: 'scale'; readonly redis: string; readonly replicas: number }
  | { readonly do: 'setImage'; readonly redis: string; readonly image: string }
  | { readonly do: 'setPort'; readonly redis: string; readonly port: number }
  | { readonly do: 'annotate'; readonly redis: string }
  | { readonly do: 'delete'; readonly redis: string; readonly cascade: Cascade; readonly wait: boolean }
  | { readonly do: 'deletePod'; readonly pod: string; readonly force: boolean }
  | { readonly do: 'failPod' | 'sickenPod' | 'holdPod' | 'disownPod' | 'annotatePod'; readonly pod: string }
  | { readonly do: 'makeForeign' | 'deleteForeign'; readonly pod: string }
  | { readonly do: 'releasePods' | 'healPods' | 'settle' }
  | SharedCommand;

export interface Creation {
  readonly do: 'create';
  readonly redis: string;
  readonly replicas: number;
  readonly image: string;
  /** Whether it is made with a finalizer by which somebody holds it; default: false. */
  readonly isHeld?: boolean;
}

/** What happens to all that share a control plane and an operator. */
export interface SharedCommand {
  readonly do: 'restartOperator' | 'crashOperator' | 'restartServer';
}

/** What happens to one namespace. */
export interface Sequence {
  /** Whether Pods run on a node that takes its time to end them; else they go at once. */
  readonly graceful: boolean;
  readonly commands: readonly Command[];
  /** Whether the namespace is deleted in the end, not what is in it; default: false. */
  readonly endsNamespace?: boolean;
}

/** What is done after all other commands: what still is in the way goes, and is looked at before. */
export function endingOf(world: World): readonly (Command & { readonly do: 'settle' | 'releasePods' | 'healPods' })[] {
  const removals = (['releasePods', 'healPods'] as const).map(name => ({ do: name }));
  const possible = removals.filter(command => isPossible(world, command));
  return possible.length === 0 ? [{ do: 'settle' }] : [{ do: 'settle' }, ...possible, { do: 'settle' }];
}

const SHARED: ReadonlySet<string> = new Set(['restartOperator', 'crashOperator', 'restartServer']);

export function isShared(command: Command): command is SharedCommand {
  return SHARED.has(command.do);
}

/** The finalizer with which somebody holds a Pod or a Redis. */
export const HOLD = 'example.com/hold';

/** The reason of a Pod that somebody has made unready. */
export const SICK = 'ProbeFails';

/** The annotation that people write. */
export const WRITTEN = 'written';

/** How often somebody annotates a Pod, while other things happen. */
export const ANNOTATIONS = 20;

/** Pods of others look like those of this Redis. */
export function labelsLike(pod: string): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/instance': partsOf(pod).redis, 'app.kubernetes.io/name': 'redis' };
}

/** What takes the finalizer of somebody from a Redis; it comes before those of the operator. */
export const RELEASE = [
  { op: 'test', path: '/metadata/finalizers/0', value: HOLD },
  { op: 'remove', path: '/metadata/finalizers/0' },
] as const;

/** The lines that a person would paste to do this in a namespace that is as `world` says. */
export function asKubectl(command: Command, world: World): readonly string[] {
  switch (command.do) {
    case 'create': {
      const { redis: name, replicas, image, isHeld } = command;
      const metadata = { name, ...(isHeld && { finalizers: [HOLD] }) };
      const object = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata, spec: { replicas, image } };
      return [`echo '${JSON.stringify(object)}' | kubectl create -f -`];
    }
    case 'scale':
      return [`kubectl scale redis/${command.redis} --replicas=${command.replicas}`];
    case 'setImage':
      return [patch('redis', command.redis, { spec: { image: command.image } })];
    case 'setPort':
      return [patch('redis', command.redis, { spec: { port: command.port } })];
    case 'annotate':
      return [`kubectl annotate redis/${command.redis} --overwrite "${WRITTEN}=$(date +%s%N)"`];
    case 'delete':
      return [`kubectl delete redis/${command.redis} --cascade=${command.cascade} --wait=${command.wait}`];
    case 'deletePod':
      return [`kubectl delete pod/${command.pod} --wait=false${command.force ? ' --force --grace-period=0' : ''}`];
    case 'failPod':
      return [patch('pod', command.pod, { status: { phase: 'Failed', reason: 'Evicted' } }, ' --subresource=status')];
    case 'sickenPod':
      return [readyPatch(command.pod, { status: 'False', reason: SICK })];
    case 'healPods':
      return [...world.sick].map(pod => readyPatch(pod, { status: 'True', reason: null }));
    case 'holdPod':
      return [patch('pod', command.pod, { metadata: { finalizers: [HOLD] } })];
    case 'disownPod':
      return [patch('pod', command.pod, { metadata: { ownerReferences: null } })];
    case 'makeForeign':
      return [`kubectl run ${command.pod} --image=busybox --labels=${labelsText(labelsLike(command.pod))}`];
    case 'deleteForeign':
      return [`kubectl delete pod/${command.pod} --wait=false --force --grace-period=0`];
    case 'releasePods':
      return [
        ...[...world.held].map(pod => patch('pod', pod, { metadata: { finalizers: null } })),
        ...[...world.redis]
          .filter(([, { isHeld }]) => isHeld)
          .map(([name]) => `kubectl patch redis/${name} --type=json -p '${JSON.stringify(RELEASE)}'`),
      ];
    case 'annotatePod': {
      const { pod } = command;
      return [`for i in $(seq ${ANNOTATIONS}); do kubectl annotate pod/${pod} --overwrite "${WRITTEN}=$i"; done &`];
    }
    case 'settle':
      return waits(world);
    case 'restartOperator':
      return ['# stop the operator with SIGTERM, and start it again'];
    case 'crashOperator':
      return ['# kill the operator with SIGKILL, and start it again'];
    case 'restartServer':
      return ['# kill the API server, and start it again'];
  }
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join();
}

function patch(kind: string, name: string, change: object, flags = ''): string {
  return `kubectl patch ${kind}/${name}${flags} --type=merge -p '${JSON.stringify(change)}'`;
}

function readyPatch(pod: string, condition: object): string {
  const change = { status: { conditions: [{ type: 'Ready', ...condition }] } };
  return `kubectl patch pod/${pod} --subresource=status -p '${JSON.stringify(change)}'`;
}

function waits(world: World): readonly string[] {
  return [...world.redis.keys()].map(name => {
    if (isGone(world, name)) return `kubectl wait --for=delete redis/${name}`;
    if (!wishedOf(world, name).isSteady) return `# wait until nothing of redis/${name} changes any more`;
    return `kubectl wait --for=condition=Ready redis/${name}`;
  });
}
