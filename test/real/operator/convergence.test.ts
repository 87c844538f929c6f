// Whatever happens to a Redis, its Pods and its operator: in the end there are exactly the wished Pods, and finalizers for them.
import fc from 'fast-check';
import { isAlreadyExists, isNotFound } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { expect } from 'vitest';
import { Redis } from '../../../api/v1/redis.js';
import { OperatorProcess } from '../../../hack/demo/operator-process.js';
import { test } from './fixture.js';

/** One thing that happens. */
type Step =
  | { readonly do: 'scale'; readonly to: number }
  | { readonly do: 'deletePod'; readonly ordinal: number }
  | { readonly do: 'foreignPod'; readonly ordinal: number }
  | { readonly do: 'restart' | 'crash' | 'stop' | 'settle' };

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('scale' as const), to: fc.integer({ min: 0, max: 6 }) }) },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('deletePod' as const), ordinal: fc.integer({ min: 0, max: 5 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('foreignPod' as const), ordinal: fc.integer({ min: 0, max: 5 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom('restart' as const, 'crash' as const, 'stop' as const, 'settle' as const),
      }),
    },
  ),
  { minLength: 6, maxLength: 12 },
);
const SEED = 20_261_122;
const sequences = fc.sample(steps, { seed: SEED, numRuns: 6 });

test.for(sequences.map(sequence => [sequence.map(told).join(', '), sequence] as const))(
  'converges after: %s',
  { timeout: 180_000 },
  async ([, sequence], { admin, observer, operatorKubeconfig, namespace, controlPlane, onTestFinished }) => {
    const logFile = `${controlPlane.location.folder}/logs/operator-${namespace}.log`;
    const start = (): OperatorProcess => new OperatorProcess(operatorKubeconfig, logFile, ['--namespace', namespace]);
    let operator: OperatorProcess | undefined = start();
    onTestFinished(() => operator?.kill());
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } });
    let wished = 2;
    const foreign = new Map<string, string>();

    for (const step of sequence) {
      if (step.do === 'scale') {
        wished = step.to;
        await admin.scale(Redis).set({ namespace, name: 'r' }, wished);
      } else if (step.do === 'deletePod') {
        const name = `r-${step.ordinal}`;
        if (!foreign.has(name)) await admin.delete(Pod, { namespace, name }).catch(unless(isNotFound));
      } else if (step.do === 'foreignPod') {
        const name = `r-${step.ordinal}`;
        await admin
          .create(Pod, { metadata: { namespace, name }, spec: { containers: [{ name: 'main', image: 'busybox' }] } })
          .then(pod => foreign.set(name, pod.metadata.uid), unless(isAlreadyExists));
      } else if (step.do === 'settle') {
        operator ??= start();
        await observer.until('the operator has seen the Redis as it is', () => {
          const redis = observer.redis(namespace, 'r');
          return redis?.status?.observedGeneration === redis?.metadata.generation;
        });
      } else {
        await (step.do === 'crash' ? operator?.kill() : operator?.stop());
        operator = step.do === 'stop' ? undefined : start();
      }
    }

    operator ??= start();
    for (const [name, uid] of foreign) {
      expect(
        (await admin.get(Pod, { namespace, name })).metadata.uid,
        `${name}, a Pod of somebody else, is still there`,
      ).toBe(uid);
      await admin.delete(Pod, { namespace, name });
    }
    await observer.settled(namespace, 'r', wished);
    expect(observer.pods(namespace).length, 'no Pod is left over').toBe(wished);

    await admin.delete(Redis, { namespace, name: 'r' });
    await observer.gone(namespace, 'r');
    await operator.stop();
  },
);

function told(step: Step): string {
  if (step.do === 'scale') return `scale to ${step.to}`;
  if (step.do === 'deletePod') return `delete r-${step.ordinal}`;
  return step.do === 'foreignPod' ? `somebody else makes r-${step.ordinal}` : step.do;
}

/** Rethrows what is not of this kind. */
function unless(expected: (error: unknown) => boolean): (error: unknown) => void {
  return error => {
    if (!expected(error)) throw error;
  };
}
