// What is measured. Each part runs the operators one after the other on the same API server, and tells their figures.
import { setTimeout as delay } from 'node:timers/promises';
import { Pod } from 'kubewright/kinds';
import { Redis } from '../../api/v1/redis.js';
import { podObject } from '../devcluster/pod-object.js';
import { quantile } from '../devcluster/statistics.js';
import type { Figure } from './figures.js';
import { type Load, NAMESPACE } from './load.js';
import { Operator, type OperatorName, type Usage } from './operator.js';

export interface PartOptions {
  readonly load: Load;
  readonly kubeconfig: string;
  readonly operators: readonly OperatorName[];
  readonly sizes: { readonly redis: number; readonly pods: number; readonly waiting: number };
}

type Figures = AsyncGenerator<Figure, void, undefined>;

const PODS = 3;

/** Many Redis are created, lose a Pod each, shrink, and are deleted. */
export async function* work({ load, kubeconfig, operators, sizes }: PartOptions): Figures {
  for (const name of operators) {
    const operator = Operator.start(name, kubeconfig);
    try {
      await quiet(operator);
      yield* phases(load, operator, sizes.redis, '');
      const { megabytes, peakMegabytes } = await operator.usage();
      yield { operator: name, name: 'RSS at the end, MB', value: megabytes };
      yield { operator: name, name: 'RSS at its highest, MB', value: peakMegabytes };
    } finally {
      await operator.stop();
    }
  }
}

async function* phases(load: Load, operator: Operator, count: number, prefix: string): Figures {
  const names = Array.from({ length: count }, (_, i) => `redis-${i}`);
  const total = { wall: 0, cpu: 0, requests: 0 };
  const phase = async function* (title: string, run: () => Promise<void>): Figures {
    const before = await operator.usage();
    const start = performance.now();
    await run();
    const wall = (performance.now() - start) / 1000;
    // What comes after the state that is waited for belongs to this phase too: Events, and reconciles that find nothing to do.
    await silence(operator);
    const after = await operator.usage();
    const cpu = after.cpuSeconds - before.cpuSeconds;
    const requests = requestsOf(after) - requestsOf(before);
    yield { operator: operator.name, name: `${prefix}${title}: wall, s`, value: wall };
    yield { operator: operator.name, name: `${prefix}${title}: CPU, s`, value: cpu };
    yield { operator: operator.name, name: `${prefix}${title}: requests`, value: requests };
    for (const [sort, sent] of Object.entries(after.requests)) {
      const value = sent - (before.requests[sort] ?? 0);
      const isDetail = true;
      if (value > 0 && !isWatch(sort))
        yield { operator: operator.name, name: `${prefix}${title}: ${sort}`, value, isDetail };
    }
    total.wall += wall;
    total.cpu += cpu;
    total.requests += requests;
  };
  yield* phase('created', async () => {
    await load.each(names, name => create(load, name, PODS));
    await load.until(() => load.haveAll(count, PODS));
  });
  yield* phase('a Pod of each deleted', async () => {
    const lost = load.podsEndingIn('-1');
    await load.each(names, name => load.client.delete(Pod, { namespace: NAMESPACE, name: `${name}-1` }));
    await load.until(() => load.haveAll(count, PODS) && !load.hasAnyPodOf(lost));
  });
  yield* phase(`scaled ${PODS} to 1`, async () => {
    await load.each(names, name => load.client.scale(Redis).set({ namespace: NAMESPACE, name }, 1));
    await load.until(() => load.haveAll(count, 1));
  });
  yield* phase('deleted', async () => {
    await load.each(names, name => load.client.delete(Redis, { namespace: NAMESPACE, name }));
    await load.until(() => load.isEmpty);
  });
  yield { operator: operator.name, name: `${prefix}all: wall, s`, value: total.wall };
  yield { operator: operator.name, name: `${prefix}all: CPU, s`, value: total.cpu };
  yield { operator: operator.name, name: `${prefix}all: requests`, value: total.requests };
}

/**
 * From a change of a spec to the status that says that it was seen, with 100 changes a second. The Redis have no Pods: what
 * one operator would replace, and the others would not, is not part of the answer.
 */
export async function* reactions({ load, kubeconfig, operators, sizes }: PartOptions): Figures {
  const count = Math.min(sizes.redis, 500);
  const names = Array.from({ length: count }, (_, i) => `redis-${i}`);
  for (const name of operators) {
    const operator = Operator.start(name, kubeconfig);
    try {
      await quiet(operator);
      await load.each(names, each => create(load, each, 0));
      await load.until(() => load.haveAll(count, 0));
      const times = await reactionTimes(load, names);
      yield { operator: name, name: 'spec changed until observed, p50, ms', value: quantile(times, 0.5) };
      yield { operator: name, name: 'spec changed until observed, p99, ms', value: quantile(times, 0.99) };
      await load.each(names, each => load.client.delete(Redis, { namespace: NAMESPACE, name: each }));
      await load.until(() => load.isEmpty);
    } finally {
      await operator.stop();
    }
  }
}

const CHANGES = 2000;
const CHANGES_A_SECOND = 100;

async function reactionTimes(load: Load, names: readonly string[]): Promise<readonly number[]> {
  const times: number[] = [];
  /** The changes of each Redis that were not seen yet: a later status may answer several at once. */
  const asked = new Map<string, { generation: number; from: number }[]>();
  const observed = new Map<string, { generation: number; at: number }>();
  const settle = (name: string): void => {
    const seen = observed.get(name);
    const rest = (asked.get(name) ?? []).filter(({ generation, from }) => {
      if (seen === undefined || seen.generation < generation) return true;
      times.push(Math.max(seen.at - from, 0));
      return false;
    });
    if (rest.length === 0) asked.delete(name);
    else asked.set(name, rest);
  };
  load.onObserved = (name, generation) => {
    observed.set(name, { generation, at: performance.now() });
    settle(name);
  };
  const calls: Promise<void>[] = [];
  for (let change = 0; change < CHANGES; change += 1) {
    const name = names[change % names.length] as string;
    const call = async (): Promise<void> => {
      const from = performance.now();
      const port = 6379 + Math.floor(change / names.length) + 1;
      const { metadata } = await load.client.patch(Redis, { namespace: NAMESPACE, name }, { spec: { port } });
      asked.set(name, [...(asked.get(name) ?? []), { generation: metadata.generation ?? 0, from }]);
      settle(name);
    };
    const calling = call();
    // What fails is told of when all are waited for.
    calling.catch(() => {});
    calls.push(calling);
    await delay(1000 / CHANGES_A_SECOND);
  }
  await Promise.all(calls);
  await load.until(() => asked.size === 0);
  load.onObserved = undefined;
  return times;
}

/** Many Pods of others under the watch: what it costs to know them, and what little work costs then. */
export async function* foreignPods({ load, kubeconfig, operators, sizes }: PartOptions): Figures {
  const numbers = Array.from({ length: sizes.pods }, (_, number) => number);
  const others = 'others';
  const { Namespace } = await import('kubewright/kinds');
  await load.client.create(Namespace, { metadata: { name: others } });
  await load.each(numbers, number => {
    const pod = podObject(number) as Parameters<typeof load.client.create<Pod>>[1];
    return load.client.create(Pod, { ...pod, metadata: { ...pod.metadata, namespace: others } });
  });
  for (const name of operators) {
    const operator = Operator.start(name, kubeconfig);
    try {
      const start = performance.now();
      await quiet(operator);
      yield {
        operator: name,
        name: `${sizes.pods} Pods: quiet after, s`,
        value: (performance.now() - start) / 1000 - QUIET,
      };
      const { cpuSeconds, megabytes, peakMegabytes } = await operator.usage();
      yield { operator: name, name: `${sizes.pods} Pods: CPU to sync, s`, value: cpuSeconds };
      yield { operator: name, name: `${sizes.pods} Pods: RSS, MB`, value: megabytes };
      yield { operator: name, name: `${sizes.pods} Pods: RSS at its highest, MB`, value: peakMegabytes };
      yield* phases(load, operator, 50, 'then 50 Redis ');
    } finally {
      await operator.stop();
    }
  }
}

/** Many Redis wait for the operator: how soon it has begun, and has been through all of them. */
export async function* coldStart({ load, kubeconfig, operators, sizes }: PartOptions): Figures {
  const names = Array.from({ length: sizes.waiting }, (_, i) => `waiting-${i}`);
  await load.each(names, name => create(load, name, 0));
  await load.until(() => load.redisCount === sizes.waiting);
  for (const name of operators) {
    let first: number | undefined;
    const observed = new Set<string>();
    load.onObserved = redis => {
      first ??= performance.now();
      observed.add(redis);
    };
    const start = performance.now();
    const operator = Operator.start(name, kubeconfig);
    try {
      await load.until(() => observed.size === sizes.waiting);
      const all = performance.now();
      yield {
        operator: name,
        name: `${sizes.waiting} Redis wait: first reconcile after, s`,
        value: ((first ?? all) - start) / 1000,
      };
      yield {
        operator: name,
        name: `${sizes.waiting} Redis wait: all reconciled after, s`,
        value: (all - start) / 1000,
      };
      yield { operator: name, name: `${sizes.waiting} Redis wait: CPU, s`, value: (await operator.usage()).cpuSeconds };
    } finally {
      await operator.stop();
      load.onObserved = undefined;
    }
    // For the next one they are as if nobody had seen them.
    await load.each(names, redis =>
      load.client
        .status(Redis)
        .patch({ namespace: NAMESPACE, name: redis }, { observedGeneration: 0, updatedReplicas: null, conditions: [] }),
    );
  }
}

function create(load: Load, name: string, replicas: number): Promise<unknown> {
  return load.client.create(Redis, { metadata: { namespace: NAMESPACE, name }, spec: { replicas } });
}

const QUIET = 3;

/** Resolves when the operator has used next to no CPU for three seconds. */
async function quiet(operator: Operator): Promise<void> {
  let before = (await operator.usage()).cpuSeconds;
  for (let still = 0; still < QUIET; ) {
    await delay(1000);
    const { cpuSeconds } = await operator.usage();
    still = cpuSeconds - before < 0.05 ? still + 1 : 0;
    before = cpuSeconds;
  }
}

/** Resolves when the operator has sent no request for three seconds. */
async function silence(operator: Operator): Promise<void> {
  let before = requestsOf(await operator.usage());
  for (let still = 0; still < QUIET; ) {
    await delay(1000);
    const sent = requestsOf(await operator.usage());
    still = sent === before ? still + 1 : 0;
    before = sent;
  }
}

function requestsOf({ requests }: Usage): number {
  return Object.entries(requests).reduce((sum, [sort, count]) => (isWatch(sort) ? sum : sum + count), 0);
}

function isWatch(sort: string): boolean {
  return sort.startsWith('WATCH');
}
