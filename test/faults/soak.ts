// One operator that works for long: what it has in memory must not grow.
import { randomBytes } from 'node:crypto';
import { isConflict, isNotFound } from 'kubewright';
import { Namespace, Pod } from 'kubewright/kinds';
import { Redis } from '../../api/v1/redis.js';
import { grantOperatorRole } from '../cluster/operator/running-operator.js';
import { unless } from '../cluster/unless.js';
import { MarkedOperator, type Memory } from './marked-operator.js';
import { Marks } from './marks.js';
import { Seeded } from './seeded.js';
import { converged } from './verdict.js';
import type { World } from './world.js';

/** What the operator had in memory after so many reconciles. */
export interface Sample extends Memory {
  readonly reconciles: number;
}

export interface Soak {
  readonly seed: number;
  readonly seconds: number;
  readonly reconciles: number;
  readonly requests: number;
  readonly violations: readonly string[];
  readonly samples: readonly Sample[];
}

const REDIS = 20;
const PODS = 3;
const ACTORS = 8;

/**
 * Edits Redis, deletes Pods and scales, without a pause, until there were so many reconciles; takes samples on the way.
 * @throws Error when the operator does not get it all as wished in the end
 */
export async function soak(
  world: World,
  { reconciles, samples, seed }: { readonly reconciles: number; readonly samples: number; readonly seed: number },
): Promise<Soak> {
  const started = performance.now();
  const namespace = `faults-soak-${randomBytes(4).toString('hex')}`;
  await world.admin.create(Namespace, { metadata: { name: namespace } });
  const kubeconfig = await grantOperatorRole(world.controlPlane, world.admin, [namespace]);
  const marks = new Marks();
  const logFile = `${world.controlPlane.folder}/${namespace}.log`;
  const operator = new MarkedOperator({ program: world.program.file, kubeconfig, namespace, logFile, marks });
  const ending = new AbortController();
  try {
    operator.start();
    const names = Array.from({ length: REDIS }, (_, at) => `s${at}`);
    const wishes = new Map(names.map(name => [name, PODS]));
    for (const name of names) {
      await world.admin.create(Redis, { metadata: { namespace, name }, spec: { replicas: PODS } });
    }
    const actors = Array.from({ length: ACTORS }, (_, at) =>
      // Each has Redis of its own, so that it knows how many Pods they should have.
      act(
        world,
        namespace,
        names.filter((_name, of) => of % ACTORS === at),
        wishes,
        new Seeded(seed + at),
        ending.signal,
      ),
    );
    const acting = Promise.all(actors);
    acting.catch(() => {});
    const taken: Sample[] = [];
    for (let at = 0; at < samples; at += 1) {
      const more = marks.more(
        Math.max(0, Math.ceil((reconciles * (at + 1)) / samples) - marks.reconciles),
        'reconciles',
      );
      await Promise.race([operator.failed, more, acting]);
      taken.push({ reconciles: marks.reconciles, ...(await operator.memory()) });
    }
    ending.abort();
    await acting;
    await Promise.race([operator.failed, converged(world.raw, namespace, wishes)]);
    const status = await operator.stop();
    if (status !== 0) throw new Error(`asked to stop, the operator has ended with ${status}`);
    const seconds = (performance.now() - started) / 1000;
    const { violations, allRequests: requests } = marks;
    return { seed, seconds, reconciles: marks.reconciles, requests, violations, samples: taken };
  } finally {
    ending.abort();
    await operator.close();
    await world.admin.delete(Namespace, { name: namespace });
  }
}

async function act(
  { admin }: World,
  namespace: string,
  names: readonly string[],
  wishes: Map<string, number>,
  random: Seeded,
  ending: AbortSignal,
): Promise<void> {
  while (!ending.aborted) {
    const name = random.oneOf(names);
    const key = { namespace, name };
    const what = random.next();
    if (what < 0.05) {
      const pod = `${name}-${random.whole(0, PODS - 1)}`;
      await admin.delete(Pod, { namespace, name: pod }).catch(unless(isNotFound));
    } else if (what < 0.08) {
      const size = random.whole(0, PODS);
      await admin.scale(Redis).set(key, size).catch(unless(isConflict));
      wishes.set(name, (await admin.get(Redis, key)).spec.replicas);
    } else {
      const annotations = { written: String(random.next()) };
      await admin.patch(Redis, key, { metadata: { annotations } }).catch(unless(isConflict));
    }
  }
}

/**
 * By how many bytes the heap grows from the first to the last sample of the second half, on the straight line that lies
 * closest to them (least squares). The first half is the start: code is compiled, pools and caches fill.
 */
export function growth(samples: readonly Sample[]): number {
  const late = samples.slice(Math.floor(samples.length / 2));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(late.map(({ reconciles }) => reconciles)), mean(late.map(heap))];
  const covariance = mean(late.map(sample => (sample.reconciles - x) * (heap(sample) - y)));
  const variance = mean(late.map(({ reconciles }) => (reconciles - x) ** 2));
  const [first, last] = [late[0], late.at(-1)];
  if (first === undefined || last === undefined || variance === 0) throw new RangeError('too few samples for a line');
  return (covariance / variance) * (last.reconciles - first.reconciles);
}

/** What V8 keeps, and what lies outside of its heap for it. */
function heap({ heapUsed, external }: Sample): number {
  return heapUsed + external;
}
