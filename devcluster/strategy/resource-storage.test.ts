import { expect, test } from 'vitest';
import type { ApiObject } from '../object/api-object.js';
import { StatusError } from '../object/status-error.js';
import type { KindRules } from '../registry/kind-rules.js';
import type { ResourceType } from '../registry/resource-type.js';
import { RevocableStore } from '../revocable-store.js';
import { MemoryStore } from '../store/memory-store.js';
import type { Store } from '../store/store.js';
import { ResourceStorage } from './resource-storage.js';
import type { AdmissionWebhooks, WriteContext } from './write-context.js';

const TYPE = {
  group: 'example.com',
  version: 'v1',
  kind: 'Thing',
  resource: 'things',
  storage: 'example.com/things',
  namespaced: false,
  custom: true,
  status: false,
  schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
} as unknown as ResourceType;
const KEY = { storage: TYPE.storage, namespace: '', name: 'a' };

function world(options: { readonly asked?: (store: Store, call: number) => void; readonly rules?: KindRules } = {}) {
  const store = new MemoryStore();
  const revocable = new RevocableStore(store);
  let calls = 0;
  const webhooks: AdmissionWebhooks = {
    isIdle: options.asked === undefined,
    mutate: async ({ object }) => object,
    validate: async () => options.asked?.(store, ++calls),
  };
  const now = () => Date.parse('2026-01-01T00:00:00Z');
  const storage = new ResourceStorage({
    store: revocable,
    admission: [],
    webhooks,
    now,
    random: () => 0,
    convert: (_, object) => object,
  });
  store.put(KEY, { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a', uid: 'u' } } as ApiObject, '');
  const type = options.rules === undefined ? TYPE : { ...TYPE, rules: options.rules };
  const request = { user: { username: 'me', groups: [] }, options: {}, signal: new AbortController().signal };
  const context: WriteContext = { type, namespace: '', subresource: '', dryRun: false, request, warn: () => {} };
  return { store, revocable, storage, context, calls: () => calls };
}

/** Somebody else's write. */
function touch(store: Store, change: object = {}): void {
  const present = store.get(KEY) as ApiObject;
  store.put(KEY, { ...present, ...change }, present.metadata.resourceVersion);
}

test('a delete looks again at what was written while webhooks were asked about it', async () => {
  const { store, storage, context, calls } = world({ asked: (all, call) => call === 1 && touch(all, { spec: 1 }) });
  const { object, gone } = await storage.delete(context, 'a', {});
  expect([gone, object.spec, calls(), store.get(KEY)]).toEqual([true, 1, 2, undefined]);
});

test('what is written between the mark of a deletion and its end does not keep the object', async () => {
  const { store, storage, context } = world({
    rules: { gracePeriod: () => 0 },
    asked: (all, call) => call === 2 && touch(all, { spec: 1 }),
  });
  const { object, gone } = await storage.delete(context, 'a', { gracePeriodSeconds: 0 });
  expect([gone, object.spec, store.get(KEY)]).toEqual([true, 1, undefined]);
});

test('a server that stops deletes nothing any more, and says so', async () => {
  const { revocable, store, storage, context } = world();
  revocable.revoke();
  const refused = await storage.delete(context, 'a', {}).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StatusError);
  expect((refused as StatusError).code).toBe(409);
  expect(store.get(KEY)).toBeDefined();
});

test('a write that changes nothing brings an object to the version to keep it in', async () => {
  const store = new MemoryStore();
  const convert = (object: ApiObject, version: string): ApiObject => ({
    ...object,
    apiVersion: `example.com/${version}`,
  });
  const type = { ...TYPE, keptAs: { ...TYPE, version: 'v2' }, convertedBy: { clientConfig: {}, reviewVersions: [] } };
  const storage = new ResourceStorage({
    store,
    admission: [],
    conversions: {
      known: ({ version }, stored) => convert(stored, version),
      ready: async () => {},
      converted: async (_, { version }, object) => convert(object, version),
    },
    now: () => 0,
    random: () => 0,
    convert: (_, object) => object,
  });
  store.put(KEY, { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a', uid: 'u' } } as ApiObject, '');
  const context: WriteContext = { type, namespace: '', subresource: '', dryRun: false, warn: () => {} };
  const change = (present: ApiObject | undefined) => present as ApiObject;
  const { object } = await storage.update(context, 'a', { change });
  expect([object.apiVersion, store.get(KEY)?.apiVersion]).toEqual(['example.com/v1', 'example.com/v2']);
  const { resourceVersion } = (await storage.update(context, 'a', { change })).object.metadata;
  expect(resourceVersion).toBe(object.metadata.resourceVersion);
});
