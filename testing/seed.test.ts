import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { kindOf } from '../decorators/kind.js';
import type { KubernetesObject, ObjectMeta } from '../decorators/object-meta.js';
import { ConfigMap, Namespace, Pod } from '../runtime/kinds/core-v1.js';
import { startTestCluster, type TestCluster } from './test-cluster.js';

interface Widget extends KubernetesObject {
  metadata: ObjectMeta;
  spec?: { size?: number };
  status?: { ready?: number };
}
const Widget = kindOf<Widget>()({
  group: 'example.dev',
  version: 'v1',
  kind: 'Widget',
  plural: 'widgets',
  scope: 'Namespaced',
});

const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.dev' },
  spec: {
    group: 'example.dev',
    scope: 'Namespaced',
    names: { plural: 'widgets', kind: 'Widget' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: anything, status: anything } } },
      },
    ],
  },
};
const widget = (name: string, more: object = {}) => ({
  apiVersion: 'example.dev/v1',
  kind: 'Widget',
  metadata: { name, namespace: 'default' },
  ...more,
});

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster({ untilTimeout: 20_000 });
});
afterEach(() => cluster.reset());
afterAll(() => cluster.stop());

describe('seeds', () => {
  test('are served as soon as they are there, whatever their order', async () => {
    await cluster.seed(widget('w', { spec: { size: 3 } }), definition);
    expect((await cluster.client.get(Widget, { namespace: 'default', name: 'w' })).spec).toEqual({ size: 3 });
  });

  test('keep their status', async () => {
    await cluster.seed(definition, widget('w', { spec: { size: 3 }, status: { ready: 2 } }));
    const { spec, status } = await cluster.client.get(Widget, { namespace: 'default', name: 'w' });
    expect([spec, status]).toEqual([{ size: 3 }, { ready: 2 }]);
  });

  test('may come as they were read, and go to the namespace default without another', async () => {
    const read = { uid: 'u', resourceVersion: '5', generation: 2, creationTimestamp: '2020-01-01T00:00:00Z' };
    await cluster.seed({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...read, name: 'a', managedFields: [] } });
    const { metadata } = await cluster.client.get(ConfigMap, { namespace: 'default', name: 'a' });
    expect(metadata.uid).not.toBe('u');
  });

  test('stay each other’s owners, so that the garbage collector leaves them', async () => {
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owner', uid: 'old-uid' } };
    const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: 'old-uid' };
    const owned = { ...owner, metadata: { name: 'owned', ownerReferences: [reference] } };
    await cluster.seed(owner, owned);
    const key = (name: string) => ({ namespace: 'default', name });
    const { uid } = (await cluster.client.get(ConfigMap, key('owner'))).metadata;
    const { ownerReferences } = (await cluster.client.get(ConfigMap, key('owned'))).metadata;
    expect(ownerReferences).toEqual([{ ...reference, uid }]);
  });

  test('stay each other’s owners in whatever order they come, as kubectl shows Pods before what owns them', async () => {
    const map = (name: string, owner?: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        uid: `uid-of-${name}`,
        ...(owner && {
          ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: owner, uid: `uid-of-${owner}` }],
        }),
      },
    });
    await cluster.seed(map('pod', 'set'), map('set', 'deployment'), map('deployment'));
    const metadataOf = async (name: string) =>
      (await cluster.client.get(ConfigMap, { namespace: 'default', name })).metadata;
    for (const [owned, owner] of [['pod', 'set'] as const, ['set', 'deployment'] as const]) {
      expect((await metadataOf(owned)).ownerReferences?.[0]?.uid).toBe((await metadataOf(owner)).uid);
    }
  });

  test('that were being deleted still are', async () => {
    const metadata = { name: 'a', finalizers: ['example.dev/hold'], deletionTimestamp: '2026-01-01T00:00:00Z' };
    await cluster.seed({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
    const found = await cluster.client.get(ConfigMap, { namespace: 'default', name: 'a' });
    expect(found.metadata.deletionTimestamp).toBeDefined();
  });

  test('can be files and folders of them, with namespaces that are there already', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kubewright-seed-'));
    try {
      await mkdir(join(folder, 'more'));
      await writeFile(join(folder, 'kustomization.yaml'), 'resources: [a.yaml]\n');
      await writeFile(join(folder, 'notes.txt'), 'not for you');
      await writeFile(join(folder, 'a.yaml'), `${map('a', 'shop')}---\n# nothing\n---\n${namespace('default')}`);
      await writeFile(join(folder, 'shop'), namespace('shop'));
      await symlink(join(folder, 'shop'), join(folder, 'more', 'b.yml'));
      await writeFile(join(folder, 'more', 'c.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [] }));
      await cluster.seed(folder);
      await cluster.client.get(ConfigMap, { namespace: 'shop', name: 'a' });
      await cluster.client.get(Namespace, { name: 'shop' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test.each<[string, object, string]>([
    ['of an unknown kind', widget('w'), 'cannot seed Widget w: the cluster serves no Widget (example.dev/v1)'],
    ['that are invalid', { ...widget('w'), apiVersion: 'v1', kind: 'Pod' }, 'cannot seed Pod w: '],
    ['that are no objects', { kind: 'Pod' }, 'an object needs apiVersion, kind and metadata'],
    [
      'that have nothing for metadata',
      { ...widget('w'), metadata: null },
      'an object needs apiVersion, kind and metadata',
    ],
    [
      'that are there already',
      { apiVersion: 'v1', kind: 'Node', metadata: { name: 'kubewright-node' } },
      'already exists',
    ],
  ])('%s are refused by name', async (_, seed, message) => {
    if (message === 'already exists') await cluster.untilAll(nodes, {}, found => found.length === 1);
    await expect(cluster.seed(seed)).rejects.toThrow(message);
  });
});

const nodes = kindOf<KubernetesObject>()({ group: '', version: 'v1', kind: 'Node', plural: 'nodes', scope: 'Cluster' });

describe('seeds of the start', () => {
  test('are there again after a reset, and nothing else is', async () => {
    await using seeded = await startTestCluster({ seed: [definition, widget('w')] });
    await seeded.client.delete(Widget, { namespace: 'default', name: 'w' });
    await seeded.seed(widget('x'));
    await seeded.reset();
    const { items } = await seeded.client.list(Widget);
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['w']);
  });

  test('that are refused leave nothing running', async () => {
    await expect(startTestCluster({ seed: [widget('w')] })).rejects.toThrow('cannot seed Widget w');
  });
});

test('while the cluster is away nothing is seeded, and nobody is told to look for definitions', async () => {
  const own = await startTestCluster();
  const seeding = () => own.seed({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
  await own.suspend();
  await expect(seeding()).rejects.toThrow('the cluster is suspended: resume it first');
  await own.stop();
  await expect(seeding()).rejects.toThrow('the cluster has been stopped');
});

test('a seeded Pod keeps its status while nobody simulates Pods', async () => {
  await using quiet = await startTestCluster({ simulatePods: false });
  const status = { phase: 'Failed', reason: 'Evicted' };
  const spec = { containers: [{ name: 'c', image: 'i' }] };
  await quiet.seed({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec, status });
  expect((await quiet.client.get(Pod, { namespace: 'default', name: 'p' })).status).toMatchObject(status);
});

function map(name: string, inNamespace: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: ${inNamespace}\n`;
}

function namespace(name: string): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`;
}
