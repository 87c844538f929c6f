// What can happen to Redis, their Pods and their operator, as data; and the same as commands of kubectl.
import { type World, wishedOf } from './world.js';

/** What becomes of the Pods of a Redis that is deleted. */
export type Cascade = 'background' | 'foreground' | 'orphan';

/** One thing that somebody does. */
export type Command =
  | { readonly do: 'create'; readonly redis: string; readonly replicas: number; readonly image: string }
  | { readonly do: 'scale'; readonly redis: string; readonly replicas: number }
  | { readonly do: 'setImage'; readonly redis: string; readonly image: string }
  | { readonly do: 'setPort'; readonly redis: string; readonly port: number }
  | { readonly do: 'annotate'; readonly redis: string }
  | { readonly do: 'delete'; readonly redis: string; readonly cascade: Cascade; readonly wait: boolean }
  | { readonly do: 'deletePod'; readonly pod: string; readonly force: boolean }
  | { readonly do: 'failPod' | 'holdPod' | 'disownPod' | 'makeForeign' | 'deleteForeign'; readonly pod: string }
  | { readonly do: 'releasePods' | 'settle' }
  | SharedCommand;

/** What happens to all that share a control plane and an operator. */
export interface SharedCommand {
  readonly do: 'restartOperator' | 'crashOperator' | 'restartServer';
}

/** What happens to one namespace. */
export interface Sequence {
  /** Whether Pods run on a node that takes its time to end them; else they go at once. */
  readonly graceful: boolean;
  readonly commands: readonly Command[];
}

const SHARED: ReadonlySet<string> = new Set(['restartOperator', 'crashOperator', 'restartServer']);

export function isShared(command: Command): command is SharedCommand {
  return SHARED.has(command.do);
}

/** The finalizer with which somebody holds a Pod. */
export const HOLD = 'example.com/hold';

/** The lines that a person would paste to do this in a namespace that is as `world` says. */
export function asKubectl(command: Command, world: World): readonly string[] {
  switch (command.do) {
    case 'create': {
      const { redis: name, replicas, image } = command;
      const object = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: { name }, spec: { replicas, image } };
      return [`echo '${JSON.stringify(object)}' | kubectl create -f -`];
    }
    case 'scale':
      return [`kubectl scale redis/${command.redis} --replicas=${command.replicas}`];
    case 'setImage':
      return [patch('redis', command.redis, { spec: { image: command.image } })];
    case 'setPort':
      return [patch('redis', command.redis, { spec: { port: command.port } })];
    case 'annotate':
      return [`kubectl annotate redis/${command.redis} --overwrite "written=$(date +%s%N)"`];
    case 'delete':
      return [`kubectl delete redis/${command.redis} --cascade=${command.cascade} --wait=${command.wait}`];
    case 'deletePod':
      return [`kubectl delete pod/${command.pod} --wait=false${command.force ? ' --force --grace-period=0' : ''}`];
    case 'failPod':
      return [patch('pod', command.pod, { status: { phase: 'Failed', reason: 'Evicted' } }, ' --subresource=status')];
    case 'holdPod':
      return [patch('pod', command.pod, { metadata: { finalizers: [HOLD] } })];
    case 'disownPod':
      return [patch('pod', command.pod, { metadata: { ownerReferences: null } })];
    case 'makeForeign':
      return [`kubectl run ${command.pod} --image=busybox`];
    case 'deleteForeign':
      return [`kubectl delete pod/${command.pod} --wait=false --force --grace-period=0`];
    case 'releasePods':
      return [...world.held].map(pod => patch('pod', pod, { metadata: { finalizers: null } }));
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

function patch(kind: string, name: string, change: object, flags = ''): string {
  return `kubectl patch ${kind}/${name}${flags} --type=merge -p '${JSON.stringify(change)}'`;
}

function waits(world: World): readonly string[] {
  return [...world.redis].map(([name, redis]) => {
    if (redis.phase === 'going') return `kubectl wait --for=delete redis/${name}`;
    if (!wishedOf(world, name).isReachable) return `# wait until nothing of redis/${name} changes any more`;
    return `kubectl wait --for=condition=Ready redis/${name}`;
  });
}
