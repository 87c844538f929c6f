// What an event and a reconcile cost beside what the reconciler does itself:
// bundled and run by bench/controller.ts.
import {
  type CachedObject,
  type Client,
  causeText,
  createLogger,
  done,
  type KubernetesObject,
  kindOf,
  type ObjectMeta,
  type ReconcileContext,
  type Result,
  type Snapshot,
} from 'kubewright';
import type { InformerHandler } from '../../runtime/cache/informer.js';
import { Controller } from '../../runtime/controller/controller.js';
import type { ControllerParts } from '../../runtime/controller/controller-parts.js';
import { readObject } from '../../runtime/encoded/read-object.js';
import { podObject } from '../devcluster/pod-object.js';

/** Fewer than the comparisons of states that a controller puts off. */
const COUNT = 2_000;
const ROUNDS = 7;
const Pod = kindOf<KubernetesObject & { metadata: ObjectMeta }>()({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  scope: 'Namespaced',
});
type Pod = KubernetesObject & { metadata: ObjectMeta };

const pods = Array.from({ length: COUNT }, (_, i) => [pod(i, 'Pending'), pod(i, 'Running')] as const);
const entries = pods.map(([old, now]) => [cached(old), cached(now)] as const);
const byName = new Map(pods.map(([, now]) => [now.metadata.name, now]));
console.log(`Pods of ${entries[0]?.[0].encoded.length} bytes, of which 5 fields change`);

const times = { event: [] as number[], reconcile: [] as number[], causes: [] as number[] };
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const reads of [false, true]) {
    const { event, reconcile } = await run(reads);
    // The first round warms up.
    if (round === 0) continue;
    times[reads ? 'causes' : 'reconcile'].push(reconcile);
    times.event.push(event);
  }
}
print('event: an update, until its key is queued', times.event);
print('reconcile: from the queue through an empty reconcile', times.reconcile);
print('the same with a reconcile that reads its causes', times.causes);

/** Nanoseconds for each event, and for each reconcile. */
async function run(readsCauses: boolean): Promise<{ event: number; reconcile: number }> {
  const stopping = new AbortController();
  const { promise: allDone, resolve } = Promise.withResolvers<void>();
  let count = 0;
  let texts = 0;
  const reconcile = async (_: Snapshot<Pod>, { causes }: ReconcileContext): Promise<Result> => {
    if (readsCauses) texts += causes.map(causeText).join('; ').length;
    count += 1;
    if (count === COUNT) resolve();
    return done;
  };
  let handler: InformerHandler<KubernetesObject> = {};
  let caughtUp = (): void => {};
  const cache = {
    get: (_: unknown, { name }: { name: string }) => byName.get(name),
    informer: () => ({
      synced: Promise.resolve(),
      hasSynced: true,
      store: { list: (): CachedObject<Pod>[] => [] },
      addHandler: (given: InformerHandler<KubernetesObject>, whenCaughtUp: () => void) => {
        handler = given;
        caughtUp = whenCaughtUp;
        return () => {};
      },
    }),
  } as unknown as ControllerParts<Pod>['cache'];
  const controller = new Controller({
    kind: Pod,
    reconciler: { reconcile },
    client: {} as Client,
    cache,
    events: { about: () => ({ normal() {}, warning() {} }) },
    log: createLogger({ level: 'error' }),
  });
  const running = controller.run(stopping.signal);
  const start = performance.now();
  for (const [old, now] of entries) handler.onUpdate?.(old, now);
  const queued = performance.now();
  // From here on there are workers.
  caughtUp();
  await Promise.race([allDone, running]);
  const end = performance.now();
  stopping.abort();
  await running;
  if (readsCauses && texts < COUNT) throw new Error('no causes were read');
  return { event: ((queued - start) * 1e6) / COUNT, reconcile: ((end - queued) * 1e6) / COUNT };
}

function print(title: string, rounds: number[]): void {
  const median = rounds.sort((a, b) => a - b)[rounds.length >> 1] as number;
  console.log(`${(median / 1000).toFixed(2).padStart(8)} us  ${title}`);
}

function pod(number: number, phase: string): Snapshot<Pod> {
  const { metadata, ...rest } = podObject(number) as Snapshot<Pod>;
  const status = {
    phase,
    conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type, i) => ({
      type,
      status: i < 2 || phase === 'Running' ? 'True' : 'False',
      lastTransitionTime: i < 2 ? '2026-01-01T00:00:00Z' : `2026-01-01T00:00:${phase.length}0Z`,
    })),
  };
  const version = phase === 'Pending' ? '1' : '2';
  const identity = { namespace: 'default', uid: `uid-${number}`, resourceVersion: version };
  return { ...rest, metadata: { ...metadata, ...identity }, status } as Snapshot<Pod>;
}

function cached(object: Snapshot<Pod>): CachedObject<Pod> {
  const { header, encoded } = readObject(Buffer.from(JSON.stringify(object)));
  return { ...header, key: `${header.namespace}/${header.name}`, object, encoded };
}
