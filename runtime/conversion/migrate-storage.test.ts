import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CustomResource } from '../../decorators/custom-resource.js';
import { Resource } from '../../decorators/resource.js';
import { startTestCluster, type TestCluster } from '../../testing/test-cluster.js';
import { CustomResourceDefinition } from '../kinds/apiextensions-v1.js';
import { migrateStorage } from './migrate-storage.js';

const group = 'migrated.example.com';

@Resource({ group, version: 'v2', kind: 'Lamp' })
class Lamp extends CustomResource<{ color?: string }> {}

const NAME = `lamps.${group}`;

function definition(storage: 'v1' | 'v2') {
  const spec = { type: 'object', properties: { color: { type: 'string' } } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: NAME },
    spec: {
      group,
      names: { kind: 'Lamp', plural: 'lamps' },
      scope: 'Namespaced' as const,
      versions: ['v1', 'v2'].map(name => ({
        name,
        served: true,
        storage: name === storage,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
      })),
    },
  };
}

const lamps = Array.from({ length: 7 }, (_, at) => ({
  apiVersion: `${group}/v1`,
  kind: 'Lamp',
  metadata: { namespace: 'default', name: `lamp-${at}` },
  spec: { color: `color ${at}` },
}));

let cluster: TestCluster;
/** What was patched, by name. */
let patched: string[];
beforeEach(async () => {
  cluster = await startTestCluster({ seed: [definition('v1'), ...lamps] });
  patched = [];
  await storeIn('v2');
});
afterEach(() => cluster.stop());

async function storeIn(version: 'v1' | 'v2') {
  const { metadata } = await cluster.client.get(CustomResourceDefinition, { name: NAME });
  const { resourceVersion } = metadata;
  const next = { ...definition(version), metadata: { name: NAME, resourceVersion } };
  await cluster.client.update(CustomResourceDefinition, next as never);
}

/** The client of a migration, with something that happens before each call of a method. */
const withBefore = (method: 'list' | 'patch', happens: (name: string) => unknown): typeof cluster.client =>
  new Proxy(cluster.client, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name, target);
      if (typeof own !== 'function') return own;
      if (name !== method) return own.bind(target);
      return async (...args: any[]) => {
        await happens(args[1].name);
        return own.apply(target, args);
      };
    },
  });

const noting = () => withBefore('patch', name => patched.push(name));

const stored = async () => (await cluster.client.get(CustomResourceDefinition, { name: NAME })).status?.storedVersions;
const all = lamps.map(({ metadata }) => metadata.name);

describe('a migration', () => {
  test('writes each object once, as it is, and then the version of the definition alone is stored', async () => {
    expect(await stored()).toEqual(['v1', 'v2']);
    const migration = await migrateStorage(noting(), Lamp, { pageSize: 3 });
    expect(migration).toEqual({ version: 'v2', rewritten: 7, removed: ['v1'] });
    expect(patched).toEqual(all);
    expect(await stored()).toEqual(['v2']);
    const { items } = await cluster.client.list(Lamp);
    expect(items.map(({ spec }) => spec)).toEqual(lamps.map(({ spec }) => spec));
  });

  test('that was done is not done again', async () => {
    await migrateStorage(noting(), Lamp);
    patched = [];
    expect(await migrateStorage(noting(), Lamp)).toEqual({ version: 'v2', rewritten: 0, removed: [] });
    expect(patched).toEqual([]);
  });

  test('passes over objects that somebody else has written or deleted meanwhile', async () => {
    const { client } = cluster;
    const meddling = withBefore('patch', async name => {
      const key = { namespace: 'default', name };
      if (name === 'lamp-1') await client.patch(Lamp, key, { spec: { color: 'another' } });
      if (name === 'lamp-2') await client.delete(Lamp, key);
    });
    expect(await migrateStorage(meddling, Lamp)).toEqual({ version: 'v2', rewritten: 5, removed: ['v1'] });
    expect((await client.get(Lamp, { namespace: 'default', name: 'lamp-1' })).spec).toEqual({ color: 'another' });
    expect(await stored()).toEqual(['v2']);
  });

  test('that meets an object which the server refuses ends with its error, and the old version stays', async () => {
    const refusing = withBefore('patch', name => {
      if (name === 'lamp-3') throw new Error('lamp-3 is not valid');
    });
    await expect(migrateStorage(refusing, Lamp)).rejects.toThrow('lamp-3 is not valid');
    expect(await stored()).toEqual(['v1', 'v2']);
  });

  test('does not claim what is not so when the storage version has changed meanwhile', async () => {
    const changing = withBefore('list', () => storeIn('v1'));
    await expect(migrateStorage(changing, Lamp)).rejects.toThrow(
      `${NAME} was to be stored in v2, and is stored in v1 by now: begin again`,
    );
    expect(await stored()).toEqual(['v1', 'v2']);
  });

  test('ends between two requests when its signal aborts', async () => {
    const stopping = new AbortController();
    const running = migrateStorage(noting(), Lamp, { signal: stopping.signal });
    stopping.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect(await stored()).toEqual(['v1', 'v2']);
  });
});
