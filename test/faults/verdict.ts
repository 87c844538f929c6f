// Whether all is as wished, by what the API server lists; asked for without the client and the cache of the runtime.
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Target } from '../conformance/target.js';

/** How many Pods each Redis should have; one that is not named should not be. */
export type Wishes = ReadonlyMap<string, number>;

interface Listed {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion?: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
    readonly ownerReferences?: readonly unknown[];
  };
}

/** A Redis as it is listed. */
export interface ListedRedis extends Listed {
  readonly spec: { readonly replicas: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly conditions?: readonly { readonly type: string; readonly reason: string }[];
  };
}

/** What is there. */
export interface Present {
  readonly redis: readonly ListedRedis[];
  readonly pods: readonly Listed[];
}

/** Lists it, from etcd: no cache of the API server is asked. */
export async function list(raw: Target, namespace: string): Promise<Present> {
  const items = async <T>(path: string): Promise<T[]> => {
    const answer = await raw.fetch(path);
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { readonly items: T[] }).items;
  };
  return {
    redis: await items(`/apis/myapp.tangx.in/v1/namespaces/${namespace}/redis`),
    pods: await items(`/api/v1/namespaces/${namespace}/pods`),
  };
}

/**
 * Lists until all is as wished and stays the same for a while, down to the versions: what comes and goes is at rest at no
 * moment. The limit only ends a wait that would be for ever. @throws Error that says what is not
 */
export async function converged(raw: Target, namespace: string, wishes: Wishes): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  let before: readonly string[] = [];
  let still = 0;
  for (;;) {
    const present = await list(raw, namespace);
    const left = problems(present, wishes);
    const versions = versionsOf(present);
    still = left.length === 0 && isDeepStrictEqual(versions, before) ? still + 1 : 0;
    if (still === LOOKS) return;
    if (performance.now() > end) {
      throw new Error(left.length > 0 ? `waited in vain; still:\n${left.join('\n')}` : 'waited in vain: no rest');
    }
    before = versions;
    await delay(LOOK_MS);
  }
}

const LIMIT_MS = 150_000;
const LOOK_MS = 200;
/** One second in which nothing is written. */
const LOOKS = 5;

function versionsOf({ redis, pods }: Present): readonly string[] {
  return [...redis, ...pods].map(({ metadata }) => `${metadata.uid} ${metadata.resourceVersion}`);
}

/** What is not as wished, in words; empty: all is. */
export function problems({ redis, pods }: Present, wishes: Wishes): string[] {
  const known = new Set<Listed>();
  const found = [...wishes].flatMap(([name, size]) => {
    const one = redis.find(({ metadata }) => metadata.name === name);
    if (one === undefined) return [`the Redis ${name} is not there`];
    known.add(one);
    const own = Array.from({ length: size }, (_, ordinal) => `${name}-${ordinal}`).map(pod => {
      const there = pods.find(({ metadata }) => metadata.name === pod);
      if (there !== undefined) known.add(there);
      return there === undefined ? [`the Pod ${pod} is not there`] : podProblems(there, one);
    });
    return [...redisProblems(one, size), ...own.flat()];
  });
  const surplus = [...redis, ...pods].filter(object => !known.has(object));
  return [...found, ...surplus.map(({ metadata }) => `${metadata.name} should not be there: ${told(metadata)}`)];
}

function redisProblems({ metadata, spec, status }: ListedRedis, size: number): string[] {
  const { name, generation } = metadata;
  const held = Array.from({ length: size }, (_, ordinal) => `myapp.tangx.in/${name}-${ordinal}`);
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  // There is no node, so no Pod is ever ready.
  const reason = size === 0 ? 'PodsReady' : 'PodsNotReady';
  return differences(`the Redis ${name}`, [
    ['spec.replicas', spec.replicas, size],
    ['metadata.deletionTimestamp', metadata.deletionTimestamp, undefined],
    ['metadata.finalizers', metadata.finalizers ?? [], held],
    ['status.observedGeneration', status?.observedGeneration, generation],
    ['status.replicas', status?.replicas, size],
    ['status.readyReplicas', status?.readyReplicas, 0],
    ['the reason of Ready', ready?.reason, reason],
  ]);
}

function podProblems({ metadata }: Listed, owner: ListedRedis): string[] {
  const { name, uid } = owner.metadata;
  const reference = { apiVersion: 'myapp.tangx.in/v1', blockOwnerDeletion: true, controller: true, kind: 'Redis' };
  return differences(`the Pod ${metadata.name}`, [
    ['metadata.ownerReferences', metadata.ownerReferences, [{ ...reference, name, uid }]],
    ['metadata.deletionTimestamp', metadata.deletionTimestamp, undefined],
    ['metadata.finalizers', metadata.finalizers, undefined],
  ]);
}

function differences(what: string, facts: readonly (readonly [string, unknown, unknown])[]): string[] {
  return facts
    .filter(([, is, should]) => !isDeepStrictEqual(is, should))
    .map(([fact, is, should]) => `${what}: ${fact} is ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
}

function told({ deletionTimestamp, finalizers, ownerReferences }: Listed['metadata']): string {
  return JSON.stringify({ deletionTimestamp, finalizers, ownerReferences });
}
