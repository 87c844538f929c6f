// What the Redis operator costs on a real control plane: its time, CPU, memory and requests for 1,000 Redis of 3 Pods.
// Run by hand: node --import tsx --conditions=source bench/redis-operator.ts [number of Redis]
import { createClient, createLogger, type Snapshot } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { Redis } from '../api/v1/redis.js';
import { startControlPlane } from '../hack/control-plane/control-plane.js';
import { Cache } from '../runtime/cache/cache.js';
import { MeasuredOperator, type Usage } from './measured-operator.js';

const COUNT = Number(process.argv[2] ?? 1000);
const PODS = 3;
/** What the load asks for at the same time. */
const CALLERS = 16;
const NAMESPACE = 'default';
const names = Array.from({ length: COUNT }, (_, i) => `redis-${i}`);

const controlPlane = await startControlPlane({ crds: ['config/crd/bases'] });
const load = await createClient('load', { kubeconfig: controlPlane.adminKubeconfig });
const stopping = new AbortController();
const cache = new Cache({ client: load, log: createLogger({ level: 'warn' }) });
const changes = new Set<() => void>();
const look = (): void => {
  for (const check of changes) check();
};
const handler = { onAdd: look, onUpdate: look, onDelete: look };
cache.informer(Redis).addHandler(handler);
cache.informer(Pod).addHandler(handler);
const following = cache.run(stopping.signal);
await cache.ready(AbortSignal.timeout(60_000));
const operator = await MeasuredOperator.start(controlPlane.adminKubeconfig);

try {
  await phase(`${COUNT} x ${PODS} created`, async () => {
    await each(name => load.create(Redis, { metadata: { namespace: NAMESPACE, name }, spec: { replicas: PODS } }));
    await until(() => haveAll(PODS));
  });
  const lost = new Set(cache.list(Pod).flatMap(({ metadata }) => (metadata.name.endsWith('-1') ? [metadata.uid] : [])));
  await phase(`one Pod of each deleted`, async () => {
    await each(name => load.delete(Pod, { namespace: NAMESPACE, name: `${name}-1` }));
    await until(() => haveAll(PODS) && !cache.list(Pod).some(({ metadata }) => lost.has(metadata.uid)));
  });
  await phase(`scaled ${PODS} -> 1`, async () => {
    await each(name => load.scale(Redis).set({ namespace: NAMESPACE, name }, 1));
    await until(() => haveAll(1));
  });
  await phase('deleted', async () => {
    await each(name => load.delete(Redis, { namespace: NAMESPACE, name }));
    await until(() => cache.list(Redis).length === 0 && cache.list(Pod).length === 0);
  });
} finally {
  await operator.stop();
  stopping.abort();
  await following;
  await load.close();
  await controlPlane.stop();
}

/** Runs a phase to its end, and prints what the operator used for it. */
async function phase(title: string, run: () => Promise<void>): Promise<void> {
  const before = await operator.usage();
  const start = performance.now();
  await run();
  const wall = (performance.now() - start) / 1000;
  const after = await operator.usage();
  const cpu = after.cpuSeconds - before.cpuSeconds;
  console.log(
    `${title.padEnd(24)} ${wall.toFixed(1).padStart(6)} s wall ${cpu.toFixed(1).padStart(6)} s CPU ` +
      `${after.megabytes.toFixed(0).padStart(5)} MB  ${newRequests(before, after)}`,
  );
}

function newRequests(before: Usage, after: Usage): string {
  return Object.entries(after.requests)
    .map(([request, count]) => [request, count - (before.requests[request] ?? 0)] as const)
    .filter(([, count]) => count > 0)
    .sort()
    .map(([request, count]) => `${request} ${count}`)
    .join(', ');
}

/** Every Redis has so many Pods, is held for so many, and says so. */
function haveAll(size: number): boolean {
  return cache.list(Pod).length === COUNT * size && cache.list(Redis).every(redis => isSettled(redis, size));
}

function isSettled({ metadata, status }: Snapshot<Redis>, size: number): boolean {
  return (
    metadata.finalizers?.length === size &&
    status?.replicas === size &&
    status.observedGeneration === metadata.generation
  );
}

async function until(reached: () => boolean): Promise<void> {
  // Looks ten times a second, so that the looking does not take the machine from those who work.
  let isDue = false;
  await new Promise<void>(resolve => {
    const check = (): void => {
      if (isDue) return;
      isDue = true;
      setTimeout(() => {
        isDue = false;
        if (reached()) resolve();
      }, 100);
    };
    changes.add(check);
    check();
  });
  changes.clear();
}

async function each(call: (name: string) => Promise<unknown>): Promise<void> {
  const rest = names.values();
  const caller = async (): Promise<void> => {
    for (const name of rest) await call(name);
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}
