// Operators that do wrong are found, and the shortest way to see it is told as commands of kubectl.
import { done, type ReconcileContext, requeueAfter, type Snapshot } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Redis } from '../../api/v1/redis.js';
import { RedisReconciler } from '../../controllers/redis/redis-reconciler.js';
import { runBatch } from './batch.js';
import type { Sequence } from './commands.js';
import { startEmbeddedPlane } from './embedded-plane.js';
import type { Plane } from './plane.js';
import { failureText, kubectlLines } from './report.js';
import { ordinalOf } from './seen.js';
import type { Failure } from './sequence-run.js';
import { shrinkAlone } from './shrink-alone.js';
import { STYLES, type Style } from './style.js';

const REST = 20;
let plane: Plane;

beforeAll(async () => {
  plane = await startEmbeddedPlane();
});
afterAll(() => plane.stop());

test('one that deletes the lowest Pods first', { timeout: 300_000 }, async () => {
  const style = broken(reconciler => ({
    reconcile: async (redis: Snapshot<Redis>, context: ReconcileContext) => {
      const surplus = context.owned(Pod).filter(pod => ordinalOf(pod) >= redis.spec.replicas);
      const [lowest] = surplus.toSorted((a, b) => ordinalOf(a) - ordinalOf(b));
      if (lowest === undefined || surplus.length === 1) return await reconciler.reconcile(redis, context);
      await context.client.delete(Pod, lowest.metadata).catch(() => {});
      return requeueAfter(1);
    },
  }));
  const { problem, sequence, text } = await found(style);
  expect(problem).toBe('the Pod r-0 was deleted before higher ones: r-1');
  expect(sequence.slice(1)).toEqual([CREATE(2), READY, 'kubectl scale redis/r --replicas=0', READY]);
  expect(text).toContain('| kubectl create -f -\n  kubectl wait');
  expect(text).toContain('\n  !! the Pod r-0 was deleted before higher ones: r-1');
});

test('one that lets a Redis go before its Pods', { timeout: 300_000 }, async () => {
  const style = broken(() => ({
    finalize: async ({ metadata }: Snapshot<Redis>, { client }: ReconcileContext) => {
      await client.patch(Redis, metadata, { metadata: { finalizers: null } }).catch(() => {});
      return done;
    },
  }));
  const { problem, sequence } = await found(style);
  expect(problem).toBe('the Redis r went before its Pods: r-0');
  // It takes no more than the deletion of all that is done in the end.
  expect(sequence.slice(1)).toEqual([CREATE(1), READY, 'kubectl delete redis --all --wait=false']);
});

const READY = 'kubectl wait --for=condition=Ready redis/r';
const CREATE = (replicas: number) =>
  `echo '{"apiVersion":"myapp.tangx.in/v1","kind":"Redis","metadata":{"name":"r"},"spec":{"replicas":${replicas},"image":"redis:7"}}' | kubectl create -f -`;

/** What people do all day. */
const STORY: Sequence = {
  graceful: false,
  commands: [
    { do: 'create', redis: 'r', replicas: 4, image: 'redis:7' },
    { do: 'settle' },
    { do: 'restartOperator' },
    { do: 'deletePod', pod: 'r-1', force: false },
    { do: 'settle' },
    { do: 'scale', redis: 'r', replicas: 1 },
    { do: 'settle' },
    { do: 'delete', redis: 'r', cascade: 'background', wait: true },
  ],
};

/** The reference operator, some of whose methods are other ones. */
function broken(methods: (reconciler: RedisReconciler) => object): Style {
  const reconciler = (now: () => Date) => Object.assign(new RedisReconciler(now), methods(new RedisReconciler(now)));
  return { ...STYLES.steps, reconciler };
}

/** What fails of it, shrunk. */
async function found(style: Style) {
  const { failures } = await runBatch([STORY], { plane, style, patience: 5_000, rest: REST });
  const [first] = failures;
  expect(first, 'something is found').toBeDefined();
  const shrunk = await shrinkAlone(first as Failure, {
    ...{ open: async () => plane, close: async () => {}, style },
    ...{ patience: 2_000, rest: REST, attempts: 1, most: 60 },
  });
  expect(shrunk, 'it fails alone too').toBeDefined();
  const { problem, sequence, at } = shrunk as Failure;
  return { problem, sequence: kubectlLines(sequence, at), text: failureText(shrunk as Failure) };
}
