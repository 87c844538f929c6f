// What people do to a Redis with kubectl itself, where more has to be looked at than a terminal shows: see `gestures/`.
import { Pod } from 'kubewright/kinds';
import { describe, expect } from 'vitest';
import { Redis } from '../../../api/v1/redis.js';
import { Kubelet } from './kubelet.js';
import { startOperator } from './running-operator.js';
import { test as base, manifest, noKubectl } from './with-kubectl.js';

/** Beside what tests with kubectl have: a kubelet that says of Pods that they are ready. */
const test = base.extend('kubelet', { auto: true }, async ({ admin, namespace }, { onCleanup }) => {
  const kubelet = new Kubelet(admin, namespace);
  onCleanup(() => kubelet.stop());
  return kubelet;
});

const MINUTE = { timeout: 60_000 };

describe.skipIf(noKubectl)('kubectl', MINUTE, () => {
  test('applies the image for a pipeline, and leaves the replicas to who scales', async ({
    operator: _,
    kubectl,
    observer,
    namespace,
  }) => {
    const asPipeline = (spec: object, ...args: readonly string[]) =>
      kubectl.run(['apply', '--server-side', '--field-manager=pipeline', ...args, '-f', '-'], manifest(spec));
    expect((await asPipeline({ image: 'redis:7' })).code).toBe(0);
    await observer.settled(namespace, 'r', 1);
    // As an autoscaler does.
    await kubectl.output(['scale', '--replicas=3', 'redis/r']);
    await observer.settled(namespace, 'r', 3);
    expect((await asPipeline({ image: 'redis:8' })).code).toBe(0);
    const rolled = await observer.until('all Pods have the image', () => {
      const redis = observer.redis(namespace, 'r');
      return redis?.spec.image === 'redis:8' && redis.status?.updatedReplicas === 3 && redis;
    });
    expect(rolled.spec).toEqual({ replicas: 3, port: 6379, image: 'redis:8' });
    // The API server notes no manager for what the scale of a custom resource has set: who writes replicas has them.
    expect((await asPipeline({ image: 'redis:8', replicas: 1 })).code).toBe(0);
    await observer.settled(namespace, 'r', 1);
  });

  describe('deletes a Redis', () => {
    test('with --cascade=orphan, which leaves the Pods to nobody; another Redis of the name does not take them', async ({
      operator: _,
      kubectl,
      observer,
      admin,
      namespace,
    }) => {
      await observer.ready(await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } }));
      const before = observer.pods(namespace).map(({ metadata }) => metadata.uid);
      // The finalizers of the Pods hold the Redis for as long as it has any.
      await kubectl.output(['delete', 'redis', 'r', '--cascade=orphan', '--timeout=40s']);
      await observer.until('the Redis is gone', () => observer.redis(namespace, 'r') === undefined);
      const { items } = await admin.list(Pod, { namespace });
      expect(items.map(({ metadata }) => metadata.uid)).toEqual(before);
      expect(items.map(({ metadata }) => metadata.ownerReferences)).toEqual([undefined, undefined]);

      await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } });
      await observer.event(namespace, 'PodNameTaken');
      expect((await admin.list(Pod, { namespace })).items.map(({ metadata }) => metadata.uid)).toEqual(before);
    });

    test.for(['background', 'foreground', 'orphan'])(
      'with --cascade=%s while the operator is away: it goes when one is back',
      async (cascade, { operatorKubeconfig, kubectl, observer, admin, namespace }) => {
        const first = startOperator(operatorKubeconfig, [namespace]);
        await observer.ready(await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } }));
        await first.stop();
        await kubectl.output(['delete', 'redis', 'r', `--cascade=${cascade}`, '--wait=false']);
        const second = startOperator(operatorKubeconfig, [namespace]);
        await observer.until('the Redis is gone', () => observer.redis(namespace, 'r') === undefined);
        const left = cascade === 'orphan' ? ['r-0', 'r-1'] : [];
        await observer.until('the Pods are', () => observer.pods(namespace).length === left.length);
        expect(observer.pods(namespace).map(({ metadata }) => metadata.name)).toEqual(left);
        await second.stop();
      },
    );
  });
});
