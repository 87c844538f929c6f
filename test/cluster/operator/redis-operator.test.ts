// The Redis operator, behaviour by behaviour.
import { isConditionTrue, isInvalid, type New } from 'kubewright';
import { Namespace, Pod } from 'kubewright/kinds';
import { describe, expect } from 'vitest';
import { Redis } from '../../../api/v1/redis.js';
import { test } from './fixture.js';
import { Observer } from './observer.js';
import { grantOperatorRole, startOperator } from './running-operator.js';

describe('a Redis', () => {
  test('gets its Pods, each owned by it, and a finalizer for each in Pod order', async ({
    operator,
    observer,
    admin,
    namespace,
  }) => {
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 3 } });
    const redis = await observer.settled(namespace, 'r', 3);

    expect(redis.metadata.finalizers).toEqual(['myapp.tangx.in/r-0', 'myapp.tangx.in/r-1', 'myapp.tangx.in/r-2']);
    expect(observer.podsOf(redis).map(pod => pod.metadata.ownerReferences)).toEqual(
      [0, 1, 2].map(() => [
        {
          apiVersion: 'myapp.tangx.in/v1',
          kind: 'Redis',
          name: 'r',
          uid: redis.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ]),
    );
    expect(operator.log.of('error')).toEqual([]);
  });

  test('is not Ready before its Pods are', async ({ operator: _, observer, admin, namespace, raw }) => {
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } });
    const pending = await observer.settled(namespace, 'r', 2);
    expect(pending.status?.conditions).toMatchObject([
      { type: 'Ready', status: 'False', reason: 'PodsNotReady', message: '0 of 2 Pods are ready' },
      { type: 'Progressing', status: 'True', reason: 'PodsNotReady', message: '0 of 2 Pods are ready' },
      { type: 'Degraded', status: 'False', reason: 'AsExpected' },
    ]);
    expect(pending.status?.readyReplicas).toBe(0);

    for (const name of ['r-0', 'r-1']) {
      await admin.status(Pod).patch({ namespace, name }, { conditions: [{ type: 'Ready', status: 'True' }] });
    }
    await observer.until('the Redis is Ready', () =>
      isConditionTrue(observer.redis(namespace, 'r')?.status?.conditions, 'Ready'),
    );
    const headers = { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' };
    const table = await raw.fetch(`/apis/myapp.tangx.in/v1/namespaces/${namespace}/redis`, { headers });
    expect(await table.json()).toMatchObject({
      columnDefinitions: ['Name', 'Replicas', 'Ready', 'Updated', 'Image', 'Age'].map(name => ({ name })),
      rows: [{ cells: ['r', 2, 2, 2, 'redis:7-alpine', expect.stringMatching(/^\d+s$/)] }],
    });
  });

  test('gets a Pod back that was deleted by hand, under its name and without a second finalizer', async ({
    operator: _,
    observer,
    admin,
    namespace,
  }) => {
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } });
    const before = await observer.settled(namespace, 'r', 2);
    for (let round = 0; round < 2; round += 1) {
      const lost = observer.podsOf(before).find(pod => pod.metadata.name === 'r-1')?.metadata.uid;
      await admin.delete(Pod, { namespace, name: 'r-1' });
      await observer.until('another r-1', () =>
        observer.podsOf(before).some(pod => pod.metadata.name === 'r-1' && pod.metadata.uid !== lost),
      );
    }
    const after = await observer.settled(namespace, 'r', 2);
    expect(after.metadata.finalizers).toEqual(before.metadata.finalizers);
    expect(await observer.event(namespace, 'Recreated', 2)).toMatchObject({
      type: 'Normal',
      message: 'the Pod r-1 was missing and has been created',
      source: { component: 'redis-operator' },
      involvedObject: { kind: 'Redis', namespace, name: 'r', uid: after.metadata.uid },
    });
  });

  test('grows and shrinks with its scale, the highest numbers going first', async ({
    operator: _,
    observer,
    admin,
    namespace,
  }) => {
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: {} });
    await observer.settled(namespace, 'r', 1);
    const key = { namespace, name: 'r' };
    await admin.scale(Redis).set(key, 5);
    await observer.settled(namespace, 'r', 5);
    await admin.scale(Redis).set(key, 2);
    await observer.settled(namespace, 'r', 2);
    expect(observer.deletedPods).toEqual(['r-4', 'r-3', 'r-2']);
    expect(await admin.scale(Redis).get(key)).toMatchObject({
      replicas: 2,
      statusReplicas: 2,
      selector: 'app.kubernetes.io/instance=r,app.kubernetes.io/name=redis',
    });
  });

  test('goes after its Pods when it is deleted, the highest numbers going first', async ({
    operator: _,
    observer,
    admin,
    namespace,
  }) => {
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 3 } });
    await observer.settled(namespace, 'r', 3);
    await admin.delete(Redis, { namespace, name: 'r' });
    await observer.gone(namespace, 'r');
    expect(observer.deletedPods).toEqual(['r-2', 'r-1', 'r-0']);
    expect((await observer.event(namespace, 'Deleting')).message).toBe('deleting 3 Pods');
  });

  test('stays while it is deleted and no operator runs, and goes when one is back', async ({
    operatorKubeconfig,
    observer,
    admin,
    namespace,
  }) => {
    const first = startOperator(operatorKubeconfig, [namespace]);
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } });
    await observer.settled(namespace, 'r', 2);
    await first.stop();

    await admin.delete(Redis, { namespace, name: 'r' });
    await observer.until(
      'the Redis is being deleted',
      () => observer.redis(namespace, 'r')?.metadata.deletionTimestamp,
    );
    const held = await admin.get(Redis, { namespace, name: 'r' });
    expect(held.metadata.finalizers).toHaveLength(2);
    expect(observer.podsOf(held)).toHaveLength(2);

    const second = startOperator(operatorKubeconfig, [namespace]);
    await observer.gone(namespace, 'r');
    await second.stop();
  });

  test('never leaves its Pods behind, not even when its finalizers are taken away: the garbage collector has them', async ({
    operatorKubeconfig,
    observer,
    admin,
    namespace,
  }) => {
    const operator = startOperator(operatorKubeconfig, [namespace]);
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } });
    const redis = await observer.settled(namespace, 'r', 2);
    await operator.stop();
    await admin.patch(Redis, redis.metadata, { metadata: { finalizers: null } });
    await admin.delete(Redis, redis.metadata);
    await observer.gone(namespace, 'r');
  });

  test('with a port below 1234 is refused by the API server', async ({ admin, namespace }) => {
    const redis = { metadata: { name: 'r', namespace }, spec: { port: 333 } };
    const error: unknown = await admin.create(Redis, redis).catch((reason: unknown) => reason);
    expect(isInvalid(error)).toBe(true);
    expect(String(error)).toContain('spec.port in body should be greater than or equal to 1234');
  });

  test('whose name leaves no room for a Pod name says so, and gets no Pods', async ({
    operator: _,
    observer,
    admin,
    namespace,
  }) => {
    const name = 'r'.repeat(62);
    await admin.create(Redis, { metadata: { namespace, name }, spec: {} });
    const redis = await observer.until('a condition', () => {
      const found = observer.redis(namespace, name);
      return found?.status?.conditions !== undefined && found;
    });
    expect(redis.status?.conditions).toMatchObject([
      { type: 'Ready', status: 'False', reason: 'NameTooLong' },
      { type: 'Progressing', status: 'False', reason: 'Stalled' },
      { type: 'Degraded', status: 'True', reason: 'NameTooLong' },
    ]);
    expect(observer.pods(namespace)).toEqual([]);
    await observer.event(namespace, 'NameTooLong');
  });
});

describe('a Pod of somebody else', () => {
  test('under a name that a Redis needs is neither adopted nor deleted: an Event and a condition tell of it', async ({
    operator: _,
    observer,
    admin,
    namespace,
  }) => {
    const foreign = await admin.create(
      Pod,
      foreignPod(namespace, 'r-1', { 'app.kubernetes.io/instance': 'r', 'app.kubernetes.io/name': 'redis' }),
    );
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 3 } });
    const event = await observer.event(namespace, 'PodNameTaken');
    expect(event).toMatchObject({ type: 'Warning', message: expect.stringContaining('r-1') });
    const redis = await observer.until('a condition', () => {
      const found = observer.redis(namespace, 'r');
      return found?.status?.conditions?.some(({ reason }) => reason === 'PodNameTaken') && found;
    });
    expect(redis.status).toMatchObject({
      replicas: 2,
      conditions: [
        { type: 'Ready', status: 'False', reason: 'PodNameTaken' },
        { type: 'Progressing', status: 'False', reason: 'Stalled' },
        { type: 'Degraded', status: 'True', reason: 'PodNameTaken' },
      ],
    });

    await admin.scale(Redis).set({ namespace, name: 'r' }, 1);
    await observer.settled(namespace, 'r', 1);
    await admin.delete(Redis, { namespace, name: 'r' });
    expect(await admin.get(Pod, { namespace, name: 'r-1' })).toEqual(foreign);
  });

  test('does not stand in the way for longer than it is there', async ({ operator: _, observer, admin, namespace }) => {
    await admin.create(Pod, foreignPod(namespace, 'r-0', {}));
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 1 } });
    await observer.event(namespace, 'PodNameTaken');
    await admin.delete(Pod, { namespace, name: 'r-0' });
    await observer.settled(namespace, 'r', 1);
  });

  test('with the labels of a Redis is not counted', async ({ operator: _, observer, admin, namespace }) => {
    const labels = { 'app.kubernetes.io/instance': 'r', 'app.kubernetes.io/name': 'redis' };
    const foreign = await admin.create(Pod, foreignPod(namespace, 'stranger', labels));
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } });
    const redis = await observer.settled(namespace, 'r', 2);
    expect(redis.status?.replicas).toBe(2);
    await admin.delete(Redis, redis.metadata);
    await observer.gone(namespace, 'r');
    expect(await admin.get(Pod, { namespace, name: 'stranger' })).toEqual(foreign);
  });
});

describe('the operator', () => {
  test('keeps two Redis of one name in two namespaces apart', async ({
    controlPlane,
    admin,
    namespace,
    onTestFinished,
  }) => {
    const other = `${namespace}-other`;
    const namespaces = [namespace, other];
    await admin.create(Namespace, { metadata: { name: other } });
    onTestFinished(async () => void (await admin.delete(Namespace, { name: other })));
    const observer = new Observer(admin, namespaces);
    onTestFinished(() => observer.stop());
    await observer.start();
    const operator = startOperator(await grantOperatorRole(controlPlane, admin, namespaces), namespaces);
    onTestFinished(() => operator.stop());

    for (const at of namespaces)
      await admin.create(Redis, { metadata: { namespace: at, name: 'r' }, spec: { replicas: 2 } });
    await Promise.all(namespaces.map(at => observer.settled(at, 'r', 2)));
    await admin.scale(Redis).set({ namespace: other, name: 'r' }, 3);
    await observer.settled(other, 'r', 3);
    await admin.delete(Redis, { namespace: other, name: 'r' });
    await observer.gone(other, 'r');
    await observer.settled(namespace, 'r', 2);
    expect(observer.deletedPods).toEqual(['r-2', 'r-1', 'r-0']);
  });
});

function foreignPod(namespace: string, name: string, labels: Record<string, string>): New<Pod> {
  return { metadata: { namespace, name, labels }, spec: { containers: [{ name: 'main', image: 'busybox' }] } };
}
