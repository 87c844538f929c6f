// The Redis operator, behaviour by behaviour, through kubectl and a real API server.
import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import type { New } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { describe, expect } from 'vitest';
import { Redis } from '../../../api/v1/redis.js';
import type { Kubectl } from '../../../hack/control-plane/kubectl.js';
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

  test('is not Ready before its Pods are', async ({ operator: _, observer, admin, namespace, kubectl }) => {
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } });
    const pending = await observer.settled(namespace, 'r', 2);
    expect(pending.status?.conditions).toMatchObject([
      { type: 'Ready', status: 'False', reason: 'PodsNotReady', message: '0 of 2 Pods are ready' },
    ]);
    expect(pending.status?.readyReplicas).toBe(0);

    for (const name of ['r-0', 'r-1']) {
      await admin.status(Pod).patch({ namespace, name }, { conditions: [{ type: 'Ready', status: 'True' }] });
    }
    await kubectl.output(['wait', '--for=condition=Ready', 'redis/r', '-n', namespace, '--timeout=30s']);
    const columns = await kubectl.output(['get', 'rd', '-n', namespace]);
    expect(columns).toMatch(/^NAME +REPLICAS +READY +IMAGE +AGE\nr +2 +2 +redis:7-alpine +\S+\n$/);
  });

  test('gets a Pod back that was deleted by hand, under its name and without a second finalizer', async ({
    operator: _,
    observer,
    admin,
    namespace,
    kubectl,
  }) => {
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } });
    const before = await observer.settled(namespace, 'r', 2);
    for (let round = 0; round < 2; round += 1) {
      const lost = observer.podsOf(before).find(pod => pod.metadata.name === 'r-1')?.metadata.uid;
      await kubectl.output(['delete', 'pod', 'r-1', '-n', namespace]);
      await observer.until('another r-1', () =>
        observer.podsOf(before).some(pod => pod.metadata.name === 'r-1' && pod.metadata.uid !== lost),
      );
    }
    const after = await observer.settled(namespace, 'r', 2);
    expect(after.metadata.finalizers).toEqual(before.metadata.finalizers);
    await observer.event(namespace, 'Recreated', 2);
    expect(await kubectl.output(['describe', 'redis', 'r', '-n', namespace])).toMatch(
      /Normal +Recreated +\S+ \(x2 over \S+\) +redis-operator +the Pod r-1 was missing and has been created/,
    );
  });

  test('grows and shrinks with kubectl scale, the highest numbers going first', async ({
    operator: _,
    observer,
    admin,
    namespace,
    kubectl,
  }) => {
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: {} });
    await observer.settled(namespace, 'r', 1);
    await kubectl.output(['scale', '--replicas=5', 'redis/r', '-n', namespace]);
    await observer.settled(namespace, 'r', 5);
    await kubectl.output(['scale', '--replicas=2', 'redis/r', '-n', namespace]);
    await observer.settled(namespace, 'r', 2);
    expect(observer.deletedPods).toEqual(['r-4', 'r-3', 'r-2']);
    const scale = JSON.parse(
      await kubectl.output(['get', '--raw', `/apis/myapp.tangx.in/v1/namespaces/${namespace}/redis/r/scale`]),
    );
    expect(scale).toMatchObject({
      spec: { replicas: 2 },
      status: { replicas: 2, selector: 'app.kubernetes.io/instance=r,app.kubernetes.io/name=redis' },
    });
  });

  test('goes after its Pods when it is deleted, the highest numbers going first', async ({
    operator: _,
    observer,
    admin,
    namespace,
    kubectl,
  }) => {
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 3 } });
    await observer.settled(namespace, 'r', 3);
    await kubectl.output(['delete', 'redis', 'r', '-n', namespace, '--timeout=30s']);
    await observer.gone(namespace, 'r');
    expect(observer.deletedPods).toEqual(['r-2', 'r-1', 'r-0']);
    expect((await observer.event(namespace, 'Deleting')).message).toBe('deleting 3 Pods');
  });

  test('stays while it is deleted and no operator runs, and goes when one is back', async ({
    operatorKubeconfig,
    observer,
    admin,
    namespace,
    kubectl,
  }) => {
    const first = startOperator(operatorKubeconfig, [namespace]);
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } });
    await observer.settled(namespace, 'r', 2);
    await first.stop();

    await kubectl.output(['delete', 'redis', 'r', '-n', namespace, '--wait=false']);
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

  test('with a port below 1234 is refused by the API server', async ({ kubectl, namespace }) => {
    const input = JSON.stringify({
      apiVersion: 'myapp.tangx.in/v1',
      kind: 'Redis',
      metadata: { name: 'r', namespace },
      spec: { port: 333 },
    });
    const result = await kubectl.run(['apply', '-f', '-'], { input });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('spec.port in body should be greater than or equal to 1234');
  });

  test('can be scaled by a HorizontalPodAutoscaler', async ({ operator: _, observer, admin, namespace, kubectl }) => {
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 1 } });
    await observer.settled(namespace, 'r', 1);
    await kubectl.output(['autoscale', 'redis', 'r', '--min=3', '--max=10', '-n', namespace]);
    // Below the minimum the autoscaler acts without any metric.
    await observer.settled(namespace, 'r', 3);
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
    expect(redis.status?.conditions).toMatchObject([{ type: 'Ready', status: 'False', reason: 'NameTooLong' }]);
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
    kubectl,
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
    expect(redis.status).toMatchObject({ replicas: 2, conditions: [{ type: 'Ready', status: 'False' }] });

    await kubectl.output(['scale', '--replicas=1', 'redis/r', '-n', namespace]);
    await observer.settled(namespace, 'r', 1);
    await kubectl.output(['delete', 'redis', 'r', '-n', namespace, '--timeout=30s']);
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
    kubectl,
    namespace,
    onTestFinished,
  }) => {
    const other = `${namespace}-other`;
    const namespaces = [namespace, other];
    await kubectl.output(['create', 'namespace', other]);
    onTestFinished(async () => {
      await kubectl.output(['delete', 'namespace', other, '--wait=false']);
    });
    const observer = new Observer(admin, namespaces);
    onTestFinished(() => observer.stop());
    await observer.start();
    const operator = startOperator(await grantOperatorRole(controlPlane, namespaces), namespaces);
    onTestFinished(() => operator.stop());

    for (const at of namespaces)
      await admin.create(Redis, { metadata: { namespace: at, name: 'r' }, spec: { replicas: 2 } });
    await Promise.all(namespaces.map(at => observer.settled(at, 'r', 2)));
    await kubectl.output(['scale', '--replicas=3', 'redis/r', '-n', other]);
    await observer.settled(other, 'r', 3);
    await kubectl.output(['delete', 'redis', 'r', '-n', other, '--timeout=30s']);
    await observer.gone(other, 'r');
    await observer.settled(namespace, 'r', 2);
    expect(observer.deletedPods).toEqual(['r-2', 'r-1', 'r-0']);
  });

  test('may do exactly what the generated role says', async ({
    controlPlane,
    operatorKubeconfig,
    namespace,
    kubectl,
  }) => {
    const nobody = await controlPlane.userKubeconfig('somebody-without-any-role');
    const everybodys = await permissionsOf(kubectl.as(nobody), namespace);
    const all = await permissionsOf(kubectl.as(operatorKubeconfig), namespace);
    const operators = all.filter(permission => !everybodys.includes(permission));
    const role = load(await readFile('config/rbac/role.yaml', 'utf8')) as { rules: Rule[] };
    expect(operators).toEqual(permissions(role.rules));
  });
});

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What `kubectl auth can-i --list` shows, as the API server answers it. */
async function permissionsOf(kubectl: Kubectl, namespace: string): Promise<string[]> {
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
  const input = JSON.stringify(review);
  // Without validation: a user of so few rights cannot read the definitions to validate against.
  const answer = await kubectl.output(['create', '-f', '-', '-o', 'json', '--validate=false'], { input });
  return permissions(JSON.parse(answer).status.resourceRules);
}

/** Each permission of the rules as `verb resource.group`, sorted. */
function permissions(rules: readonly Rule[]): string[] {
  const all = rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap(group => resources.flatMap(resource => verbs.map(verb => `${verb} ${resource}.${group}`))),
  );
  return [...new Set(all)].sort();
}

function foreignPod(namespace: string, name: string, labels: Record<string, string>): New<Pod> {
  return { metadata: { namespace, name, labels }, spec: { containers: [{ name: 'main', image: 'busybox' }] } };
}
