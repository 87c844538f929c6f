// One run: a random load, faults meanwhile, and in the end the question whether all is as wished.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Namespace } from 'kubewright/kinds';
import { grantOperatorRole } from '../cluster/operator/running-operator.js';
import { EtcdWrites } from './etcd.js';
import { type FaultKind, faults } from './faults.js';
import { FaultyProxy } from './faulty-proxy.js';
import { Life } from './life.js';
import { Load } from './load.js';
import { MarkedOperator } from './marked-operator.js';
import { Marks } from './marks.js';
import { Seeded } from './seeded.js';
import { converged, list, problems } from './verdict.js';
import type { World } from './world.js';

export interface RunOptions {
  readonly kind: FaultKind;
  /** How many faults happen. */
  readonly count: number;
  /** Determines the load and the faults, as far as time lets it. */
  readonly seed: number;
}

/** What has happened in a run in which nothing was wrong. */
export interface Outcome extends RunOptions {
  readonly seconds: number;
  /** What was done by people. */
  readonly steps: number;
  /** Pods that somebody held back with a finalizer. */
  readonly holds: number;
  readonly reconciles: number;
  /** Reconciles that their process did not live to end. */
  readonly interrupted: number;
  /** How many objects were reconciled at the same time, at most. */
  readonly mostAtOnce: number;
  /** Requests of the operator. */
  readonly requests: number;
  readonly life: Life['counts'];
  readonly proxy: FaultyProxy['counts'];
}

/** @throws Error that says what was wrong, with the seed and all that has happened */
export async function run(world: World, options: RunOptions): Promise<Outcome> {
  const { kind, count, seed } = options;
  const started = performance.now();
  const namespace = `faults-${kind}-${randomBytes(4).toString('hex')}`;
  const { folder } = world.controlPlane;
  const logFile = `${folder}/${namespace}.log`;
  const history: string[] = [];
  const note = (what: string): void => {
    history.push(`${((performance.now() - started) / 1000).toFixed(2)} ${what}`);
  };
  await world.admin.create(Namespace, { metadata: { name: namespace } });
  const rights = await grantOperatorRole(world.controlPlane, world.admin, [namespace]);
  const { proxy, kubeconfig } = await FaultyProxy.start(rights, `${folder}/${namespace}.yaml`, new Seeded(seed + 2));
  const marks = new Marks();
  const life = new Life(namespace);
  const writes = await EtcdWrites.follow(world.etcd.url, life.take);
  const operator = new MarkedOperator({
    program: world.program.file,
    // The other faults happen without anything between.
    kubeconfig: kind === 'proxy' ? kubeconfig : rights,
    namespace,
    logFile,
    marks,
  });
  const load = new Load(world.admin, namespace, new Seeded(seed + 1), note);
  const victims = { world, operator, marks, proxy, random: new Seeded(seed), note };
  const settled = (what: string): Promise<void> => {
    note(what);
    return Promise.race([operator.failed, converged(world.raw, namespace, load.wishes)]);
  };
  const violations = (): readonly string[] => [...marks.violations, ...life.violations];
  try {
    operator.start();
    for (let round = 0; round < count; round += 1) {
      await load.until(Promise.race([operator.failed, faults[kind](victims)]));
    }
    await load.releasePods();
    await settled('all faults are over');
    await load.deleteAll();
    await settled('all is to go');
    const status = await operator.stop();
    if (status !== 0) throw new Error(`asked to stop, the operator has ended with ${status}`);
    await writes.caughtUp();
    const left = problems(await list(world.raw, namespace), new Map());
    if (left.length > 0) throw new Error(`after the stop:\n${left.join('\n')}`);
    if (violations().length > 0) throw new Error('what must never be has been');
    // Without these nothing would have been seen, or not all of it.
    if (marks.reconciles === 0) throw new Error('nothing was reconciled');
    const { redisCreated, redisDeleted, podsCreated, podsDeleted } = life.counts;
    if (redisCreated === 0 || redisCreated !== redisDeleted || podsCreated !== podsDeleted) {
      throw new Error(`written to etcd was something else: ${JSON.stringify(life.counts)}`);
    }
    return {
      ...options,
      seconds: (performance.now() - started) / 1000,
      steps: load.steps,
      holds: load.holds,
      reconciles: marks.reconciles,
      interrupted: marks.interrupted,
      mostAtOnce: marks.mostAtOnce,
      requests: marks.allRequests,
      life: life.counts,
      proxy: proxy.counts,
    };
  } catch (error) {
    const parts = [
      `${kind}, ${count} times, with seed ${seed}: ${error instanceof Error ? error.message : error}`,
      ...violations(),
      'what has happened, the newest last:',
      ...history.slice(-LINES_TOLD),
      'the last words of the operator:',
      ...readFileSync(logFile, 'utf8').split('\n').slice(-WORDS_TOLD),
    ];
    throw new Error(parts.join('\n'), { cause: error });
  } finally {
    proxy.rate = 0;
    await operator.close();
    await proxy.close();
    await writes.stop();
    // The run may have failed because the server is away.
    await world.admin.delete(Namespace, { name: namespace }).catch(() => {});
  }
}

const LINES_TOLD = 300;
const WORDS_TOLD = 30;
