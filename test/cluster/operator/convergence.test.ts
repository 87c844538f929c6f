// Whatever happens to a Redis, its Pods and its operator: in the end there are exactly the wished Pods, and finalizers for them.
import fc from 'fast-check';
import { isNotFound } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { expect } from 'vitest';
import { Redis } from '../../../api/v1/redis.js';
import { OperatorProcess } from '../../../hack/demo/operator-process.js';
import { target } from '../target.js';
import { unless } from '../unless.js';
import { DisturbedRedis, type Step, steps, told } from './disturbances.js';
import { test as base } from './fixture.js';
import type { Observer } from './observer.js';

// More, or others: SEED=1 RUNS=50 vitest run --project embedded test/cluster/operator/convergence.test.ts
const SEED = Number(process.env.SEED ?? 20_261_122);
// An embedded control plane is quick to ask, and starts no processes of its own.
const RUNS = Number(process.env.RUNS ?? (target === 'embedded' ? 18 : 6));
// On the real one Pods stay Pending and go at once; both are there in the sum.
const test = base.override('simulatePods', true);
const histories = fc.sample(steps, { seed: SEED, numRuns: RUNS });

test.for(histories.map((history, at) => [`${SEED}/${at}: ${told(history)}`, history] as [string, Step[]]))(
  'converges after %s',
  { timeout: 180_000 },
  async ([, history], { admin, observer, operatorKubeconfig, namespace, controlPlane, onTestFinished }) => {
    const logFile = `${controlPlane.folder}/operator-${namespace}.log`;
    const started: OperatorProcess[] = [];
    const redis = new DisturbedRedis(namespace, admin, observer, () => {
      const operator = new OperatorProcess(operatorKubeconfig, logFile, ['--namespace', namespace]);
      started.push(operator);
      return operator;
    });
    onTestFinished(async () => {
      for (const operator of started) await operator.kill();
    });
    void redis.operator;
    await redis.create();
    for (const step of history) await redis.happen(step);

    const { operator } = redis;
    await redis.letPodsGo();
    await redis.dropForeignFinalizer();
    for (const [name, uid] of redis.foreign) {
      const pod = await admin.get(Pod, { namespace, name }).catch(unless(isNotFound));
      expect(pod?.metadata.uid, `${name}, a Pod of somebody else, is still there`).toBe(uid);
      await admin.delete(Pod, { namespace, name });
    }
    await converged(observer, namespace, redis);

    await admin.delete(Redis, { namespace, name: 'r' });
    await observer.gone(namespace, 'r');
    await operator.stop();
  },
);

/** The Redis `r` has exactly these Pods, of this image, is held for them and by nobody else, and nothing else is there. */
async function converged(
  observer: Observer,
  namespace: string,
  { wished: size, image }: { readonly wished: number; readonly image: string },
): Promise<void> {
  const names = Array.from({ length: size }, (_, ordinal) => `r-${ordinal}`);
  await observer.until(`exactly ${size} Pods`, () => {
    const redis = observer.redis(namespace, 'r');
    const pods = observer.pods(namespace);
    if (redis === undefined || pods.length !== size || observer.podsOf(redis).length !== size) return false;
    const finalizers = redis.metadata.finalizers ?? [];
    return (
      pods.every(({ metadata }) => names.includes(metadata.name) && metadata.deletionTimestamp === undefined) &&
      pods.every(({ status }) => status?.phase !== 'Failed') &&
      // Where Pods stay Pending, a rollout stops at the first one.
      (target === 'real' || pods.every(({ spec }) => spec?.containers[0]?.image === image)) &&
      finalizers.length === size &&
      names.every(name => finalizers.includes(`myapp.tangx.in/${name}`)) &&
      redis.status?.observedGeneration === redis.metadata.generation &&
      redis.status?.replicas === size
    );
  });
}
