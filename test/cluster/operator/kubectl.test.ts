// What people do to a Redis with kubectl itself.
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
  test('applies a Redis, waits until it is Ready, and shows it on one line of a terminal', async ({
    operator: _,
    kubectl,
  }) => {
    await kubectl.output(['apply', '-f', '-'], manifest({ replicas: 3 }));
    expect(await kubectl.output(['wait', '--for=condition=Ready', 'redis/r', '--timeout=40s'])).toBe(
      'redis.myapp.tangx.in/r condition met\n',
    );
    const table = (await kubectl.output(['get', 'rd'])).trimEnd().split('\n');
    expect(table[0]?.split(/ +/)).toEqual(['NAME', 'REPLICAS', 'READY', 'UPDATED', 'IMAGE', 'AGE']);
    expect(table[1]).toMatch(/^r +3 +3 +3 +redis:7-alpine +\d+s$/);
    for (const line of table) expect(line.length).toBeLessThanOrEqual(80);
    expect(await kubectl.output(['explain', 'redis.status.conditions'])).toMatch(/Degraded/);
  });

  test('waits for the whole of a rollout', async ({ operator: _, kubectl, admin, namespace }) => {
    await kubectl.output(['apply', '-f', '-'], manifest({ replicas: 3 }));
    await kubectl.output(['wait', '--for=condition=Ready', 'redis/r', '--timeout=40s']);
    const changed = manifest({ replicas: 3, image: 'redis:8-alpine' });
    const diff = await kubectl.run(['diff', '-f', '-'], changed);
    expect([diff.code, diff.stdout]).toEqual([1, expect.stringMatching(/^\+ +image: redis:8-alpine$/m)]);
    await kubectl.output(['apply', '-f', '-'], changed);
    await kubectl.output(['wait', '--for=condition=Ready', 'redis/r', '--timeout=40s']);
    const { items } = await admin.list(Pod, { namespace });
    expect(items.map(({ spec }) => spec?.containers[0]?.image)).toEqual(
      Array.from({ length: 3 }, () => 'redis:8-alpine'),
    );
    const told = await kubectl.output(['describe', 'redis', 'r']);
    expect(told).toMatch(/Normal +RollingOut .* replacing the Pod r-2, for image redis:8-alpine and port 6379/);
    expect(told).not.toContain('Recreated');
    const revisions = await kubectl.output(['get', 'pods', '-L', 'myapp.tangx.in/revision', '--no-headers']);
    expect(
      new Set(
        revisions
          .trimEnd()
          .split('\n')
          .map(line => line.split(/ +/).at(-1)),
      ).size,
    ).toBe(1);
  });

  test('scales, also with a precondition that does not hold', async ({
    operator: _,
    kubectl,
    observer,
    admin,
    namespace,
  }) => {
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 1 } });
    await observer.settled(namespace, 'r', 1);
    const refused = await kubectl.run(['scale', '--current-replicas=7', '--replicas=2', 'redis/r']);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('Expected replicas to be 7, was 1')]);
    await kubectl.output(['scale', '--replicas=3', 'redis/r']);
    await observer.settled(namespace, 'r', 3);
  });

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
    test.for(['background', 'foreground'])(
      'with --cascade=%s: its Pods go first, the highest number before the others',
      async (cascade, { operator: _, kubectl, observer, admin, namespace }) => {
        await observer.ready(await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 3 } }));
        await kubectl.output(['delete', 'redis', 'r', `--cascade=${cascade}`, '--timeout=40s']);
        await observer.gone(namespace, 'r');
        expect((await admin.list(Pod, { namespace })).items).toEqual([]);
        // With `foreground` the garbage collector deletes Pods as well, in no order.
        if (cascade === 'background') expect(observer.deletedPods).toEqual(['r-2', 'r-1', 'r-0']);
        else expect(observer.deletedPods.toSorted()).toEqual(['r-0', 'r-1', 'r-2']);
      },
    );

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

    test('with its namespace', async ({ controlPlane, kubectl, observer, admin, namespace }) => {
      // A role of the namespace would go with it, and the operator could release nothing.
      const operator = startOperator(controlPlane.adminKubeconfig, [namespace]);
      await observer.ready(await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } }));
      await kubectl.output(['delete', 'namespace', namespace, '--timeout=50s']);
      await observer.gone(namespace, 'r');
      expect(observer.pods(namespace)).toEqual([]);
      expect(operator.log.of('error')).toEqual([]);
      await operator.stop();
    });
  });
});
