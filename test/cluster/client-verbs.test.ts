// The verbs that not every operator needs, on any control plane.
import { afterEach, describe, expect } from 'vitest';
import { kindOf } from '../../decorators/kind.js';
import { metadataOf } from '../../decorators/metadata-of.js';
import type { ClusterObjectMeta, KubernetesObject } from '../../decorators/object-meta.js';
import type { ApiError } from '../../runtime/client/api-error.js';
import {
  isConflict,
  isInvalid,
  isMethodNotSupported,
  isNoSuchKind,
  isNotFound,
  isTooManyRequests,
  isUnsupportedMediaType,
} from '../../runtime/client/api-reasons.js';
import type { Client, DeleteOptions } from '../../runtime/client/client.js';
import { untypedKind } from '../../runtime/client/untyped.js';
import { CustomResourceDefinition } from '../../runtime/kinds/apiextensions-v1.js';
import { Deployment } from '../../runtime/kinds/apps-v1.js';
import { Job } from '../../runtime/kinds/batch-v1.js';
import { ConfigMap, Node, Pod, ReplicationController, ServiceAccount } from '../../runtime/kinds/core-v1.js';
import { PodDisruptionBudget } from '../../runtime/kinds/policy-v1.js';
import { test } from './fixture.js';
import { target } from './target.js';
import { unless } from './unless.js';

const container = { name: 'a', image: 'example.org/a' };
const refusalOf = (call: Promise<unknown>): Promise<ApiError> =>
  call.then(
    () => Promise.reject(new Error('this was to be refused')),
    (error: ApiError) => error,
  );

async function configMaps(client: Client, namespace: string): Promise<readonly string[]> {
  return (await client.list(ConfigMap, { namespace, labelSelector: 'batch' })).items.map(
    ({ metadata }) => metadata.name,
  );
}

/** The default account comes a moment after the namespace. */
function makePod(client: Client, namespace: string, name: string, labels: Record<string, string> = {}) {
  return client.create(Pod, {
    metadata: { namespace, name, labels },
    spec: { containers: [container], automountServiceAccountToken: false, serviceAccountName: 'runner' },
  });
}

describe('a strategic merge patch', () => {
  test('merges containers by their names', async ({ admin, namespace }) => {
    const labels = { app: 'a' };
    const key = { namespace, name: 'a' };
    await admin.create(Deployment, {
      metadata: key,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    });
    const sidecar = { name: 'b', image: 'example.org/b' };
    const spec = { containers: [sidecar, { name: 'a', env: [{ name: 'X', value: '1' }] }] };
    const patched = await admin.patchStrategic(Deployment, key, { spec: { template: { spec } } });
    const containers = patched.spec?.template.spec?.containers.map(({ name, image, env }) => ({ name, image, env }));
    expect(containers).toEqual([
      { ...sidecar, env: undefined },
      { ...container, env: [{ name: 'X', value: '1' }] },
    ]);
    const without = { template: { spec: { containers: [{ name: 'b', $patch: 'delete' as const }] } } };
    const shrunk = await admin.patchStrategic(Deployment, key, { spec: without });
    expect(shrunk.spec?.template.spec?.containers.map(({ name }) => name)).toEqual(['a']);
  });

  test('of a custom resource is refused, and says what else there is', async ({ admin, namespace }) => {
    const [definition] = (await admin.list(CustomResourceDefinition)).items;
    const { group = '', names, versions = [] } = definition?.spec ?? {};
    const info = { group, version: versions[0]?.name ?? '', kind: names?.kind ?? '', plural: names?.plural ?? '' };
    const kind = kindOf<ConfigMap>()({ ...info, scope: 'Namespaced' });
    const error = await refusalOf(
      admin.patchStrategic(kind, { namespace, name: 'a' }, { metadata: { labels: { a: 'b' } } }),
    );
    expect(isUnsupportedMediaType(error)).toBe(true);
    expect(error.message).toContain('Custom resources take no strategic merge patch: use patch, patchJson or apply');
  });
});

// What the embedded control plane does not model.
if (target === 'real') {
  test('a Job or ReplicationController leaves its Pods behind when nothing is said of them', async ({
    admin,
    namespace,
  }) => {
    const finalizers = async (name: string, options: DeleteOptions) => {
      const template = { spec: { restartPolicy: 'Never', containers: [container] } };
      await admin.create(Job, { metadata: { namespace, name }, spec: { suspend: true, template } });
      const answer = await admin.delete(Job, { namespace, name }, options);
      return 'metadata' in answer ? answer.metadata.finalizers : undefined;
    };
    expect(await finalizers('a', {})).toContain('orphan');
    const key = { namespace, name: 'a' };
    const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [container] } };
    const spec = { replicas: 0, selector: { app: 'a' }, template };
    await admin.create(ReplicationController, { metadata: key, spec });
    expect(await admin.delete(ReplicationController, key)).toHaveProperty('metadata.finalizers', ['orphan']);
    expect((await finalizers('b', { propagationPolicy: 'Background' })) ?? []).not.toContain('orphan');
  });
}

describe('deleteAllOf', () => {
  test('deletes what is selected, and answers it', async ({ admin, namespace }) => {
    for (const [name, batch] of [
      ['a', 'one'],
      ['b', 'one'],
      ['c', 'two'],
    ] as const) {
      await admin.create(ConfigMap, { metadata: { namespace, name, labels: { batch } } });
    }
    const selection = { namespace, labelSelector: 'batch=one' };
    await admin.deleteAllOf(ConfigMap, { ...selection, dryRun: true });
    expect(await configMaps(admin, namespace)).toEqual(['a', 'b', 'c']);
    const answer = await admin.deleteAllOf(ConfigMap, { ...selection, propagationPolicy: 'Background' });
    const deleted = 'items' in answer ? answer.items : [];
    expect(deleted.map(({ kind, metadata }) => [kind, metadata.name]).sort()).toEqual([
      ['ConfigMap', 'a'],
      ['ConfigMap', 'b'],
    ]);
    expect(await configMaps(admin, namespace)).toEqual(['c']);
    await admin.deleteAllOf(ConfigMap, { namespace, fieldSelector: 'metadata.name=c' });
    expect(await configMaps(admin, namespace)).toEqual([]);
  });
});

describe('metadata alone', () => {
  test('is read, listed, watched and patched', async ({ admin, namespace }) => {
    const key = { namespace, name: 'a' };
    const { metadata } = await admin.create(ConfigMap, {
      metadata: { ...key, labels: { batch: 'one' } },
      data: { a: 'b' },
    });
    const kind = metadataOf(ConfigMap);
    const alone = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
    expect(await admin.get(kind, key)).toEqual(alone);
    const selection = { namespace, fieldSelector: 'metadata.name=a' };
    const { items, metadata: list } = await admin.list(kind, selection);
    expect(items).toEqual([alone]);
    const patched = await admin.patch(kind, key, { metadata: { labels: { batch: null } } });
    expect(patched).not.toHaveProperty('data');
    expect(patched.metadata.labels).toBeUndefined();
    for await (const event of admin.watch(kind, { ...selection, resourceVersion: list.resourceVersion })) {
      expect(event).toEqual({ type: 'MODIFIED', object: patched });
      break;
    }
    expect((await admin.get(ConfigMap, key)).data).toEqual({ a: 'b' });
    await admin.delete(kind, key);
    expect(isNotFound(await refusalOf(admin.get(kind, key)))).toBe(true);
  });
});

describe('a scale', () => {
  test('is updated while it is of the version that was read', async ({ admin, namespace }) => {
    const labels = { app: 'a' };
    const key = { namespace, name: 'a' };
    const template = { metadata: { labels }, spec: { containers: [container] } };
    await admin.create(Deployment, { metadata: key, spec: { selector: { matchLabels: labels }, template } });
    // The controllers of a cluster may write the object in between.
    for (;;) {
      const { resourceVersion } = await admin.scale(Deployment).get(key);
      const update = admin.scale(Deployment).update(key, { replicas: 0, resourceVersion });
      if ((await update.catch(unless(isConflict)))?.replicas === 0) break;
    }
    const stale = { replicas: 5, resourceVersion: '1' };
    expect(isConflict(await refusalOf(admin.scale(Deployment).update(key, stale)))).toBe(true);
  });
});

interface Question extends KubernetesObject {
  metadata: Omit<ClusterObjectMeta, 'name' | 'generateName'>;
  spec: { resourceAttributes: { verb: string; resource: string } };
  status?: { allowed?: boolean };
}
const authorization = { group: 'authorization.k8s.io', version: 'v1' } as const;
const SelfSubjectAccessReview = kindOf<Question>()({
  ...authorization,
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
  scope: 'Cluster',
});

test('what has no name is asked by creating it', async ({ admin }) => {
  const spec = { resourceAttributes: { verb: 'delete', resource: 'pods' } };
  const { status } = await admin.create(SelfSubjectAccessReview, { metadata: {}, spec });
  expect(status?.allowed).toBe(true);
});

test('an object without a name is refused by the server', async ({ admin, namespace }) => {
  const error = await refusalOf(admin.create(ConfigMap, { metadata: { namespace } } as never));
  expect(isInvalid(error)).toBe(true);
  expect(error.message).toContain(`create ConfigMap in ${namespace}: `);
  expect(error.message).toContain('name or generateName is required');
});

describe('a JSON patch', () => {
  test.for([
    ['whose path is not there', { op: 'remove', path: '/data/a' }],
    ['whose test fails', { op: 'test', path: '/metadata/name', value: 'b' }],
  ] as const)('%s is refused, and says what may be wrong', async ([, operation], { admin, namespace }) => {
    const key = { namespace, name: 'a' };
    await admin.create(ConfigMap, { metadata: key });
    const error = await refusalOf(admin.patchJson(ConfigMap, key, [operation]));
    expect(isInvalid(error)).toBe(true);
    expect(error.message).toContain('An operation cannot be carried out: its path is not there, or a test fails');
  });
});

describe('subresources', () => {
  test('those that a definition does not declare are told apart from objects that are gone', async ({
    admin,
    namespace,
  }) => {
    const group = `${namespace}.example`;
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    const definition = { name: `lamps.${group}` };
    await admin.create(CustomResourceDefinition, {
      metadata: definition,
      spec: {
        group,
        names: { kind: 'Lamp', plural: 'lamps' },
        scope: 'Namespaced',
        versions: [{ name: 'v1', served: true, storage: true, schema }],
      },
    });
    const Lamp = untypedKind({ group, version: 'v1', kind: 'Lamp', plural: 'lamps', scope: 'Namespaced' });
    const key = { namespace, name: 'a' };
    try {
      await expect
        .poll(() => admin.create(Lamp, { metadata: key }).catch(unless(isNoSuchKind)), { timeout: 30_000 })
        .toBeDefined();
      const lamp = await admin.get(Lamp, key);
      const calls = [
        () => admin.status(Lamp).patch(key, { lit: true }),
        () => admin.status(Lamp).set(lamp, { lit: true }),
        () => admin.scale(Lamp).get(key),
      ];
      for (const call of calls) {
        expect((await refusalOf(call())).message).toMatch(
          /If the object is there, the CRD of Lamp declares no subresource (status|scale)$/,
        );
      }
    } finally {
      await admin.delete(CustomResourceDefinition, definition);
    }
  });

  test('a token is made for a service account', async ({ admin, namespace }) => {
    const key = { namespace, name: 'runner' };
    await admin.create(ServiceAccount, { metadata: key });
    const request = { spec: { audiences: ['somebody'], expirationSeconds: 600 } };
    const { status } = await admin.subresource(ServiceAccount, 'token').create(key, request);
    const payload = JSON.parse(Buffer.from(status?.token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    expect(payload).toMatchObject({ aud: ['somebody'], sub: `system:serviceaccount:${namespace}:runner` });
  });

  test('a verb that one does not have is told apart', async ({ admin, namespace }) => {
    const key = { namespace, name: 'runner' };
    await admin.create(ServiceAccount, { metadata: key });
    expect(isMethodNotSupported(await refusalOf(admin.subresource(ServiceAccount, 'token').get(key)))).toBe(true);
  });

  // What the embedded control plane does not model.
  if (target === 'real') {
    test('an ephemeral container is added', async ({ admin, namespace }) => {
      await admin.create(ServiceAccount, { metadata: { namespace, name: 'runner' } });
      const { metadata } = await makePod(admin, namespace, 'a');
      const ephemeralContainers = [{ ...container, name: 'shell' }];
      const below = admin.subresource(Pod, 'ephemeralcontainers');
      const pod = await below.patchStrategic(metadata, { spec: { ephemeralContainers } });
      expect(pod.spec?.ephemeralContainers?.map(({ name }) => name)).toEqual(['shell']);
      expect((await below.get(metadata)).metadata.uid).toBe(metadata.uid);
    });
  }
});

describe('an eviction', () => {
  const nodes: string[] = [];
  let client: Client | undefined;
  afterEach(async () => {
    for (const name of nodes.splice(0)) await client?.delete(Node, { name }).catch(unless(isNotFound));
  });

  test('deletes a Pod, and keeps nothing of a dry run', async ({ admin, namespace }) => {
    await admin.create(ServiceAccount, { metadata: { namespace, name: 'runner' } });
    const { metadata } = await makePod(admin, namespace, 'a');
    await admin.evict(Pod, metadata, { dryRun: true });
    expect((await admin.get(Pod, metadata)).metadata.deletionTimestamp).toBeUndefined();
    await admin.evict(Pod, metadata, { gracePeriodSeconds: 0, preconditions: { uid: metadata.uid } });
    expect(isNotFound(await refusalOf(admin.get(Pod, metadata)))).toBe(true);
    expect(isNotFound(await refusalOf(admin.evict(Pod, metadata)))).toBe(true);
  });

  test('that a budget forbids names the budget', async ({ admin, namespace }) => {
    client = admin;
    await admin.create(ServiceAccount, { metadata: { namespace, name: 'runner' } });
    const { metadata } = await makePod(admin, namespace, 'a', { app: 'a' });
    // A Pod that waits for a node is let go whatever budgets say.
    const node = `evictions-${namespace}`;
    nodes.push(node);
    await admin.create(Node, { metadata: { name: node } });
    await admin.subresource(Pod, 'binding').create(metadata, {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name: 'a' },
      target: { kind: 'Node', name: node },
    });
    await admin.status(Pod).patch(metadata, { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] });
    const budget = { namespace, name: 'all-stay' };
    const { metadata: made } = await admin.create(PodDisruptionBudget, {
      metadata: budget,
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'a' } } },
    });
    const numbers = { currentHealthy: 1, desiredHealthy: 1, disruptionsAllowed: 0, expectedPods: 1 };
    await admin.status(PodDisruptionBudget).patch(budget, { ...numbers, observedGeneration: made.generation ?? 1 });
    const error = await refusalOf(admin.evict(Pod, metadata));
    expect(isTooManyRequests(error)).toBe(true);
    expect(error.message).toContain('evict Pod');
    expect(error.message).toContain('The disruption budget all-stay needs 1 healthy pods and has 1 currently');
  });
});
