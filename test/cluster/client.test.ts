import { describe, expect } from 'vitest';
import type { Defaulted } from '../../decorators/defaulted.js';
import { kindOf } from '../../decorators/kind.js';
import type { KubernetesObject, ObjectMeta } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { ApiError } from '../../runtime/client/api-error.js';
import {
  isAlreadyExists,
  isBadRequest,
  isConflict,
  isInvalid,
  isNoSuchKind,
  isNotFound,
  isTooLargeResourceVersion,
} from '../../runtime/client/api-reasons.js';
import type { WatchEvent } from '../../runtime/client/client.js';
import { ConnectionError } from '../../runtime/client/connection-error.js';
import { type ConnectedClient, createClient } from '../../runtime/client/create-client.js';
import { createOrUpdate } from '../../runtime/client/create-or-update.js';
import type { New } from '../../runtime/client/shapes.js';
import { CustomResourceDefinition } from '../../runtime/kinds/apiextensions-v1.js';
import { Deployment } from '../../runtime/kinds/apps-v1.js';
import { ConfigMap, Namespace, Pod } from '../../runtime/kinds/core-v1.js';
import { ClusterRole } from '../../runtime/kinds/rbac-v1.js';
import { isConditionTrue } from '../../runtime/meta/conditions.js';
import { test as base } from './fixture.js';

interface Widget extends KubernetesObject {
  metadata: ObjectMeta;
  spec?: { size?: Defaulted<number> };
  status?: { size?: number; selector?: string };
}
const names = { group: 'client-test.example', kind: 'Widget', plural: 'widgets' } as const;
const Widget = kindOf<Widget>()({ ...names, version: 'v1', scope: 'Namespaced' });

const core = { group: '', version: 'v1', scope: 'Namespaced' } as const;
const Ghost = kindOf<ConfigMap>()({ ...core, group: 'ghosts.example', kind: 'Ghost', plural: 'ghosts' });
const CoreGhost = kindOf<ConfigMap>()({ ...core, kind: 'Ghost', plural: 'ghosts' });

const test = base
  .extend('client', { scope: 'file' }, async ({ controlPlane }, { onCleanup }) => {
    const client = await createClient('one', { kubeconfig: controlPlane.adminKubeconfig });
    onCleanup(() => client.close());
    return client;
  })
  .extend('two', { scope: 'file' }, async ({ controlPlane }, { onCleanup }) => {
    const client = await createClient('two', { kubeconfig: controlPlane.adminKubeconfig });
    onCleanup(() => client.close());
    return client;
  })
  .extend('widgets', { scope: 'file' }, async ({ client }) => {
    await serveWidgets(client);
    return Widget;
  });

/** Applies the definition of Widget, and waits until it is served. */
async function serveWidgets(client: ConnectedClient): Promise<void> {
  const integer = { type: 'integer' };
  const properties = {
    spec: { type: 'object', properties: { size: { ...integer, default: 1, maximum: 9 } } },
    status: { type: 'object', properties: { size: integer, selector: { type: 'string' } } },
  };
  const name = `${names.plural}.${names.group}`;
  await client.create(CustomResourceDefinition, {
    metadata: { name },
    spec: {
      group: names.group,
      names: { kind: names.kind, plural: names.plural },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties } },
          subresources: {
            status: {},
            scale: {
              specReplicasPath: '.spec.size',
              statusReplicasPath: '.status.size',
              labelSelectorPath: '.status.selector',
            },
          },
        },
      ],
    },
  });
  const fieldSelector = `metadata.name=${name}`;
  for await (const event of client.watch(CustomResourceDefinition, { fieldSelector, timeoutSeconds: 60 })) {
    if (event.type !== 'BOOKMARK' && isConditionTrue(event.object.status?.conditions, 'Established')) return;
  }
  throw new Error('the definition of Widget is not served');
}

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    value => new Error(`it did not reject: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );

const spec: New<Pod>['spec'] = { containers: [{ name: 'main', image: 'redis:7-alpine' }] };

describe('objects', () => {
  test('are created, read, listed, updated, patched and deleted', async ({ client, namespace }) => {
    const key = { namespace, name: 'a' };
    const created = await client.create(ConfigMap, { metadata: { ...key, labels: { app: 'x' } }, data: { a: '1' } });
    expect(created).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: key, data: { a: '1' } });
    expect(created.metadata.managedFields?.[0]?.manager).toBe('one');
    expect(await client.get(ConfigMap, key)).toEqual(created);

    const updated = await client.update(ConfigMap, { ...created, data: { b: '2' } });
    expect(updated.data).toEqual({ b: '2' });
    expect((await client.patch(ConfigMap, key, { data: { b: null, c: '3' } })).data).toEqual({ c: '3' });
    const json = [{ op: 'replace', path: '/data/c', value: '4' }] as const;
    expect((await client.patchJson(ConfigMap, key, json)).data).toEqual({ c: '4' });

    const { items } = await client.list(ConfigMap, { namespace, labelSelector: 'app in (x)' });
    expect(items.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([['ConfigMap', 'a']]);
    expect((await client.list(ConfigMap, { namespace, fieldSelector: 'metadata.name=b' })).items).toEqual([]);

    await client.delete(ConfigMap, key);
    expect(isNotFound(await rejection(client.get(ConfigMap, key)))).toBe(true);
    expect(isNotFound(await rejection(client.delete(ConfigMap, key)))).toBe(true);
  });

  test('are read as the server has them at hand, or not older than a version', async ({ client, namespace }) => {
    const key = { namespace, name: 'a' };
    const { metadata } = await client.create(ConfigMap, { metadata: key, data: { a: 'b' } });
    const { resourceVersion } = metadata;
    expect(await client.get(ConfigMap, key, { resourceVersion })).toMatchObject({ data: { a: 'b' } });
    // That version was waited for, so what is at hand has it too.
    expect(await client.get(ConfigMap, key, { resourceVersion: '0' })).toMatchObject({ metadata: { resourceVersion } });
  });

  test('get a name from the server when they have none', async ({ client, namespace }) => {
    const made = await client.create(ConfigMap, { metadata: { namespace, generateName: 'a-' } });
    expect(made.metadata.name).toMatch(/^a-.{5}$/);
  });

  test('are listed in pages', async ({ client, namespace }) => {
    for (const name of ['a', 'b', 'c']) await client.create(Pod, { metadata: { namespace, name }, spec });
    const first = await client.list(Pod, { namespace, limit: 2 });
    expect(first.items.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    expect(first.metadata.remainingItemCount).toBe(1);
    const rest = await client.list(Pod, { namespace, limit: 2, continue: first.metadata.continue });
    expect(rest.items.map(({ metadata }) => metadata.name)).toEqual(['c']);
    expect(rest.metadata.continue).toBeUndefined();
  });

  test('that are large come compressed, and whole', async ({ client, namespace }) => {
    const data = { text: 'ü€😀'.repeat(50_000) };
    await client.create(ConfigMap, { metadata: { namespace, name: 'big' }, data });
    expect((await client.get(ConfigMap, { namespace, name: 'big' })).data).toEqual(data);
  });

  test('names with odd characters reach only themselves', async ({ client }) => {
    const name = 'client-test:a role';
    await client.create(ClusterRole, { metadata: { name } });
    expect((await client.get(ClusterRole, { name })).metadata.name).toBe(name);
    expect(isNotFound(await rejection(client.get(ClusterRole, { name: `${name}?x=y#z` })))).toBe(true);
    await client.delete(ClusterRole, { name });
  });
});

describe('refusals', () => {
  test('of a name that is taken', async ({ client, namespace }) => {
    const object = { metadata: { namespace, name: 'a' } };
    await client.create(ConfigMap, object);
    expect(isAlreadyExists(await rejection(client.create(ConfigMap, object)))).toBe(true);
  });

  test('of a write to a version that has passed', async ({ client, namespace }) => {
    const old = await client.create(ConfigMap, { metadata: { namespace, name: 'a' } });
    await client.update(ConfigMap, { ...old, data: { a: '1' } });
    expect(isConflict(await rejection(client.update(ConfigMap, { ...old, data: { a: '2' } })))).toBe(true);
    const { resourceVersion } = old.metadata;
    const patch = client.patch(ConfigMap, { namespace, name: 'a' }, { metadata: { resourceVersion } });
    expect(isConflict(await rejection(patch))).toBe(true);
  });

  test('of an invalid object name the fields', async ({ client, namespace }) => {
    const pod = { metadata: { namespace, name: 'a' }, spec: { containers: [{ name: 'A', image: '' }] } };
    const error = (await rejection(client.create(Pod, pod))) as ApiError;
    expect(isInvalid(error)).toBe(true);
    expect(error.causes.map(({ field }) => field)).toEqual(['spec.containers[0].name', 'spec.containers[0].image']);
    expect(error.message).toMatch(/^create Pod .*\/a: \[spec\.containers\[0\]\.name: Invalid value: "A": /);
  });

  test('of unknown fields, unless told otherwise', async ({ client, namespace }) => {
    const object = { metadata: { namespace, name: 'a' }, dta: { a: '1' } };
    const error = await rejection(client.create(ConfigMap, object as never));
    expect(isBadRequest(error)).toBe(true);
    expect(String(error)).toMatch('unknown field "dta"');
    const kept = await client.create(ConfigMap, object as never, { fieldValidation: 'Ignore' });
    expect(kept).not.toHaveProperty('dta');
  });

  test('of a namespace that is not there', async ({ client }) => {
    const error = await rejection(client.create(ConfigMap, { metadata: { namespace: 'nowhere', name: 'a' } }));
    expect(isNotFound(error)).toBe(true);
    expect(String(error)).toMatch('namespaces "nowhere" not found');
  });

  test('of a kind that is not served', async ({ client, namespace }) => {
    for (const kind of [Ghost, CoreGhost]) {
      for (const call of [() => client.list(kind), () => client.get(kind, { namespace, name: 'a' })]) {
        const error = await rejection(call());
        expect([isNoSuchKind(error), isNotFound(error)]).toEqual([true, false]);
        expect(String(error)).toMatch('No kind Ghost');
      }
    }
    const watch = rejection(client.watch(Ghost)[Symbol.asyncIterator]().next());
    expect(isNoSuchKind(await watch)).toBe(true);
  });
});

describe('a dry run', () => {
  test('checks and answers, and keeps nothing', async ({ client, namespace }) => {
    const key = { namespace, name: 'a' };
    const dryRun = true;
    await client.create(ConfigMap, { metadata: key }, { dryRun });
    expect(isNotFound(await rejection(client.get(ConfigMap, key)))).toBe(true);
    const kept = await client.create(ConfigMap, { metadata: key });
    expect((await client.patch(ConfigMap, key, { data: { a: '1' } }, { dryRun })).data).toEqual({ a: '1' });
    await client.apply(ConfigMap, { metadata: key, data: { a: '1' } }, { dryRun });
    await client.delete(ConfigMap, key, { dryRun });
    expect(await client.get(ConfigMap, key)).toEqual(kept);
  });
});

describe('server-side apply', () => {
  test('creates, and owns what it says', async ({ client, namespace }) => {
    const key = { namespace, name: 'a' };
    const applied = await client.apply(ConfigMap, { metadata: key, data: { a: '1', b: '2' } });
    expect(applied.metadata.managedFields).toMatchObject([{ manager: 'one', operation: 'Apply' }]);
    expect((await client.apply(ConfigMap, { metadata: key, data: { a: '1' } })).data).toEqual({ a: '1' });
  });

  test('of a field that another manager owns is a conflict, until forced', async ({ client, two, namespace }) => {
    const key = { namespace, name: 'a' };
    await client.apply(ConfigMap, { metadata: key, data: { a: '1' } });
    const error = await rejection(two.apply(ConfigMap, { metadata: key, data: { a: '2' } }));
    expect(isConflict(error)).toBe(true);
    expect(String(error)).toMatch('.data.a');
    const forced = await two.apply(ConfigMap, { metadata: key, data: { a: '2' } }, { force: true });
    expect(forced.data).toEqual({ a: '2' });
  });
});

describe('a delete', () => {
  test('of another object, or another version, than meant is a conflict', async ({ client, namespace }) => {
    const key = { namespace, name: 'a' };
    const { uid, resourceVersion } = (await client.create(ConfigMap, { metadata: key })).metadata;
    for (const preconditions of [{ uid: 'other' }, { uid, resourceVersion: '1' }]) {
      expect(isConflict(await rejection(client.delete(ConfigMap, key, { preconditions })))).toBe(true);
    }
    await client.delete(ConfigMap, key, { preconditions: { uid, resourceVersion } });
    expect(isNotFound(await rejection(client.get(ConfigMap, key)))).toBe(true);
  });

  test('in the foreground, with a finalizer, leaves the object until both are done', async ({ client, namespace }) => {
    const key = { namespace, name: 'a' };
    await client.create(ConfigMap, { metadata: { ...key, finalizers: ['example.com/hold'] } });
    await client.delete(ConfigMap, key, { propagationPolicy: 'Foreground', gracePeriodSeconds: 0 });
    const going = await client.get(ConfigMap, key);
    expect(going.metadata.deletionTimestamp).toBeDefined();
    await client.patch(ConfigMap, key, { metadata: { finalizers: null } });
  });
});

describe('subresources', () => {
  test('status is written without the rest', async ({ client, namespace }) => {
    const key = { namespace, name: 'a' };
    const pod = await client.create(Pod, { metadata: key, spec });
    const patched = await client.status(Pod).patch(key, { phase: 'Running', message: 'm' });
    expect(patched.status).toMatchObject({ phase: 'Running', message: 'm' });
    expect(patched.spec).toEqual(pod.spec);
    const other = { ...patched, spec: { containers: [{ name: 'other', image: 'x' }] } };
    const updated = await client.status(Pod).update({ ...other, status: { ...patched.status, phase: 'Failed' } });
    expect(updated.status?.phase).toBe('Failed');
    expect(updated.spec).toEqual(pod.spec);
    const applied = await client.status(Pod).apply(key, { phase: 'Pending' }, { force: true });
    expect(applied.status?.phase).toBe('Pending');
    expect(isConflict(await rejection(client.status(Pod).update(other)))).toBe(true);
    const set = await client.status(Pod).set(pod, { phase: 'Running', reason: 'r' });
    expect(set.status).toMatchObject({ phase: 'Running', reason: 'r' });
    expect(set.status).not.toHaveProperty('message');
    const another = { metadata: { ...key, uid: 'another' } };
    expect(isNotFound(await rejection(client.status(Pod).set(another, {})))).toBe(true);
  });

  test('scale is read and set', async ({ client, namespace }) => {
    const key = { namespace, name: 'a' };
    const labels = { app: 'a' };
    const template = { metadata: { labels }, spec };
    await client.create(Deployment, {
      metadata: key,
      spec: { replicas: 2, selector: { matchLabels: labels }, template },
    });
    const scale = client.scale(Deployment);
    expect(await scale.get(key)).toMatchObject({ replicas: 2, selector: 'app=a' });
    expect((await scale.set(key, 0)).replicas).toBe(0);
    expect((await client.get(Deployment, key)).spec?.replicas).toBe(0);
    expect(isInvalid(await rejection(scale.set(key, -1)))).toBe(true);
  });
});

describe('custom resources', () => {
  test('go through every verb', async ({ client, widgets, namespace }) => {
    const key = { namespace, name: 'a' };
    const created = await client.create(widgets, { metadata: key, spec: {} });
    expect(created.spec?.size).toBe(1);
    expect((await client.update(widgets, { ...created, spec: { size: 2 } })).metadata.generation).toBe(2);
    expect((await client.patch(widgets, key, { spec: { size: 3 } })).spec?.size).toBe(3);
    expect((await client.apply(widgets, { metadata: key, spec: { size: 4 } }, { force: true })).spec?.size).toBe(4);
    expect((await client.list(widgets, { namespace })).items).toHaveLength(1);
    await client.delete(widgets, key, { propagationPolicy: 'Background' });
    expect(isNotFound(await rejection(client.get(widgets, key)))).toBe(true);
  });

  test('have a status that only the subresource writes, and a scale', async ({ client, widgets, namespace }) => {
    const key = { namespace, name: 'a' };
    const created = await client.create(widgets, { metadata: key, status: { size: 5 } } as never);
    expect(created.status).toBeUndefined();
    await client.status(widgets).patch(key, { size: 6, selector: 'a=b' });
    expect(await client.scale(widgets).set(key, 7)).toMatchObject({ replicas: 7, statusReplicas: 6, selector: 'a=b' });
    expect(await client.get(widgets, key)).toMatchObject({ spec: { size: 7 }, status: { size: 6 } });
    const applied = await client.status(widgets).apply(key, { size: 8 }, { force: true });
    expect(applied.status?.size).toBe(8);
  });

  test('have a status that is set as a whole, whatever was written since they were read', async ({
    client,
    widgets,
    namespace,
  }) => {
    const key = { namespace, name: 'a' };
    const read = await client.create(widgets, { metadata: key, spec: {} });
    await client.patch(widgets, key, { spec: { size: 3 } });
    const status = client.status(widgets);
    const set = await status.set(read, { size: 6, selector: 'a=b' });
    expect(set).toMatchObject({ metadata: { uid: read.metadata.uid, generation: 2 }, spec: { size: 3 } });
    expect((await status.set(read, { size: 7 }, { dryRun: true })).status).toEqual({ size: 7 });
    expect(await client.get(widgets, key)).toEqual(set);
    const { metadata, status: next } = await status.set(read, { size: 8 });
    expect(next).toEqual({ size: 8 });
    expect(metadata.managedFields).toContainEqual(expect.objectContaining({ manager: 'one', subresource: 'status' }));
    for (const wrong of [{ sise: 1 }, { size: 'x' }]) {
      const error = await rejection(status.set(read, wrong as never));
      expect([isInvalid(error), isNotFound(error)]).toEqual([true, false]);
    }
    expect((await status.set(read, {})).status).toEqual({});
  });

  test('have a status that is not set where they are gone, nor at the next one of the name', async ({
    client,
    widgets,
    namespace,
  }) => {
    const key = { namespace, name: 'a' };
    const former = await client.create(widgets, { metadata: key, spec: {} });
    await client.delete(widgets, key);
    const gone = await rejection(client.status(widgets).set(former, { size: 6 }));
    const next = await client.create(widgets, { metadata: key, spec: {} });
    const replaced = await rejection(client.status(widgets).set(former, { size: 6 }));
    expect([isNotFound(gone), isNotFound(replaced)]).toEqual([true, true]);
    expect((replaced as ApiError).message).toBe(
      `set Widget/status ${namespace}/a: the Widget of uid ${former.metadata.uid} is gone, another one has its name (404 NotFound)`,
    );
    expect(await client.get(widgets, key)).toEqual(next);
    expect((await client.status(widgets).set(next, { size: 6 })).status).toEqual({ size: 6 });
  });

  test('are refused by their schema, and for unknown fields', async ({ client, widgets, namespace }) => {
    const object = (spec: object) => ({ metadata: { namespace, name: 'a' }, spec });
    const invalid = await rejection(client.create(widgets, object({ size: 10 })));
    expect(isInvalid(invalid)).toBe(true);
    expect(String(invalid)).toBe(
      `ApiError: create Widget ${namespace}/a: spec.size: Invalid value: 10: ` +
        'spec.size in body should be less than or equal to 9 (422 Invalid)',
    );
    expect(isBadRequest(await rejection(client.create(widgets, object({ sise: 1 }))))).toBe(true);
  });
});

describe('a watch', () => {
  /** The events of a watch, up to and with the first one that is asked for. */
  async function until<T extends KubernetesObject>(
    events: AsyncIterable<WatchEvent<T>>,
    last: (event: WatchEvent<T>) => boolean,
  ): Promise<string[]> {
    const seen: string[] = [];
    for await (const event of events) {
      seen.push(event.type === 'BOOKMARK' ? event.type : `${event.type} ${event.object.metadata.name}`);
      if (last(event)) return seen;
    }
    throw new Error(`the watch ended after ${seen.join(', ')}`);
  }

  test('answers changes after a version, in order', async ({ client, namespace }) => {
    const name = 'a';
    const { resourceVersion } = (await client.list(ConfigMap, { namespace })).metadata;
    const options = { namespace, resourceVersion, fieldSelector: `metadata.name=${name}`, timeoutSeconds: 60 };
    const events = until(client.watch(ConfigMap, options), ({ type }) => type === 'DELETED');
    await client.create(ConfigMap, { metadata: { namespace, name }, data: { a: 'ü€😀' } });
    await client.patch(ConfigMap, { namespace, name }, { data: { a: '2' } });
    await client.delete(ConfigMap, { namespace, name });
    expect(await events).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
  });

  test('begins with the present objects when no version is said', async ({ client, namespace }) => {
    await client.create(ConfigMap, { metadata: { namespace, name: 'a' } });
    const events = client.watch(ConfigMap, { namespace, fieldSelector: 'metadata.name=a', timeoutSeconds: 60 });
    expect(await until(events, () => true)).toEqual(['ADDED a']);
  });

  test('sends a bookmark before the server ends it, without an error', async ({ client, namespace }) => {
    const { resourceVersion } = (await client.list(ConfigMap, { namespace })).metadata;
    const bookmarks: string[] = [];
    const options = { namespace, resourceVersion, allowWatchBookmarks: true, timeoutSeconds: 5 };
    const events = client.watch(ConfigMap, { ...options, fieldSelector: 'metadata.name=none' });
    for await (const event of events) if (event.type === 'BOOKMARK') bookmarks.push(event.resourceVersion);
    expect(Number(bookmarks.at(-1))).toBeGreaterThanOrEqual(Number(resourceVersion));
  });

  test('ends without an error when it is aborted', async ({ client, namespace }) => {
    const controller = new AbortController();
    await client.create(ConfigMap, { metadata: { namespace, name: 'a' } });
    const seen: WatchEvent<ConfigMap>[] = [];
    for await (const event of client.watch(ConfigMap, { namespace, signal: controller.signal })) {
      seen.push(event);
      controller.abort();
    }
    expect(seen).toHaveLength(1);
  });
});

test('a version that the server has not reached is told apart', async ({ client, namespace }) => {
  const options = { namespace, resourceVersion: '99999999', resourceVersionMatch: 'NotOlderThan' } as const;
  expect(isTooLargeResourceVersion(await rejection(client.list(ConfigMap, options)))).toBe(true);
});

describe('createOrUpdate', () => {
  const run = (client: ConnectedClient, namespace: string, data: Record<string, string>) =>
    createOrUpdate(client, ConfigMap, { namespace, name: 'a' }, present => ({
      ...present,
      metadata: { ...present?.metadata, namespace, name: 'a' },
      data: { ...present?.data, ...data },
    }));

  test('creates, leaves alone, updates', async ({ client, namespace }) => {
    const done: [string, Snapshot<ConfigMap>['data']][] = [];
    for (const data of [{ a: '1' }, { a: '1' }, { b: '2' }]) {
      const { operation, object } = await run(client, namespace, data);
      done.push([operation, object.data]);
    }
    expect(done).toEqual([
      ['created', { a: '1' }],
      ['unchanged', { a: '1' }],
      ['updated', { a: '1', b: '2' }],
    ]);
  });
});

test('many watches and calls at once are served', async ({ client, namespace }) => {
  const controller = new AbortController();
  const watches = Array.from({ length: 150 }, async () => {
    for await (const event of client.watch(ConfigMap, { namespace, signal: controller.signal })) {
      if (event.type === 'ADDED' && event.object.metadata.name === 'a') return true;
    }
    return false;
  });
  await client.create(ConfigMap, { metadata: { namespace, name: 'a' } });
  expect(await Promise.all(watches)).toEqual(Array(150).fill(true));
  controller.abort();
});

test('an outage breaks the watch, and the same client goes on after it', async ({ ownControlPlane }) => {
  const key = { namespace: 'default', name: 'a' };
  const clients = await Promise.all(
    [true, false].map(http2 => createClient('outage', { kubeconfig: ownControlPlane.adminKubeconfig, http2 })),
  );
  const watches = clients.map(client => client.watch(Namespace)[Symbol.asyncIterator]());
  for (const watch of watches) expect((await watch.next()).done).toBe(false);
  const broken = watches.map(async watch => {
    for (;;) if ((await watch.next()).done) return;
  });
  const outcomes = Promise.all(broken.map(rejection));
  await ownControlPlane.stopApiServer();
  for (const error of await outcomes) expect(error).toBeInstanceOf(ConnectionError);
  for (const client of clients) expect(await rejection(client.get(ConfigMap, key))).toBeInstanceOf(ConnectionError);
  await ownControlPlane.start();
  for (const client of clients) expect(isNotFound(await rejection(client.get(ConfigMap, key)))).toBe(true);
  await Promise.all(clients.map(client => client.close()));
});
