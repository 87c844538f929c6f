import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startTestCluster, type TestCluster, WIDGETS, widget } from '../test/dev-cluster.js';
import { cut } from './faults/cut.js';
import type { DevClusterOptions } from './server.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const WATCH = `${MAPS}?watch=true`;

async function withCluster(use: (cluster: TestCluster) => Promise<void>, options: DevClusterOptions = {}) {
  const cluster = await startTestCluster(options);
  try {
    await use(cluster);
  } finally {
    await cluster.stop();
  }
}

async function withFolder(use: (folder: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'kubewright-lifecycle-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const create = (cluster: TestCluster, name: string) => cluster.request('POST', MAPS, { metadata: { name } });
const exists = async (cluster: TestCluster, name: string) =>
  (await cluster.request('GET', `${MAPS}/${name}`)).code === 200;
/** The revision of what there is. */
const revision = async (cluster: TestCluster) =>
  (await cluster.request('GET', MAPS)).body.metadata.resourceVersion as string;

describe('an outage', () => {
  test('cuts what is under way and refuses what comes, until it is over', () =>
    withCluster(async cluster => {
      await create(cluster, 'a');
      const events = cluster.events(WATCH);
      await events.next();
      const cut = events.next();
      await cluster.suspend();
      await expect(cut).rejects.toThrow();
      await expect(cluster.request('GET', MAPS)).rejects.toThrow();
      await cluster.resume();
      expect(await exists(cluster, 'a')).toBe(true);
    }));

  test('loses no event: a watch goes on from where it was', () =>
    withCluster(async cluster => {
      const before = await revision(cluster);
      await create(cluster, 'a');
      await cluster.suspend();
      await cluster.resume();
      const { value } = await cluster.events(`${WATCH}&resourceVersion=${before}`).next();
      expect(value?.object.metadata.name).toBe('a');
    }));

  test('stops the controllers, and they begin with what they find', () =>
    withCluster(
      async cluster => {
        await cluster.suspend();
        const key = { storage: '/namespaces', namespace: '', name: 'shop' };
        const metadata = { name: 'shop', uid: 'u', resourceVersion: '', creationTimestamp: '2026-01-01T00:00:00Z' };
        cluster.store.put(key, { apiVersion: 'v1', kind: 'Namespace', metadata, spec: {}, status: {} }, '');
        const events = async () => {
          await cluster.resume();
          return cluster.events('/api/v1/namespaces/shop/serviceaccounts?watch=true').next();
        };
        expect((await events()).value?.object.metadata.name).toBe('default');
      },
      { controllers: true },
    ));

  test('is over when it is over: both ends may be asked for twice', () =>
    withCluster(async cluster => {
      await Promise.all([cluster.suspend(), cluster.suspend(), cluster.resume(), cluster.resume()]);
      expect((await create(cluster, 'a')).code).toBe(201);
    }));
});

describe('a restart', () => {
  test('keeps the objects and the URL, and serves custom resources again', () =>
    withCluster(async cluster => {
      const { url } = cluster;
      await cluster.serveWidgets();
      await cluster.request('POST', WIDGETS, widget('w'));
      await cluster.restart();
      expect(cluster.url).toBe(url);
      expect((await cluster.request('GET', `${WIDGETS}/w`)).code).toBe(200);
    }));

  test('can lose them, and the kinds that were made of them', () =>
    withCluster(async cluster => {
      await cluster.serveWidgets();
      await create(cluster, 'a');
      await cluster.restart({ keepObjects: false });
      expect(await exists(cluster, 'a')).toBe(false);
      expect((await cluster.request('GET', WIDGETS)).code).toBe(404);
      expect((await cluster.request('GET', '/api/v1/namespaces/default')).code).toBe(200);
    }));

  test('over a folder reads the objects anew, and history is gone', () =>
    withFolder(async dataFolder => {
      await withCluster(
        async cluster => {
          const before = await revision(cluster);
          await create(cluster, 'a');
          const { store } = cluster;
          await cluster.restart();
          expect(cluster.store).not.toBe(store);
          expect(await exists(cluster, 'a')).toBe(true);
          const { value } = await cluster.events(`${WATCH}&resourceVersion=${before}`).next();
          expect(value).toMatchObject({ type: 'ERROR', object: { code: 410 } });
        },
        { dataFolder },
      );
      await withCluster(async cluster => expect(await exists(cluster, 'a')).toBe(true), { dataFolder });
    }));

  test('over a folder that was damaged meanwhile fails, and succeeds once it is mended', () =>
    withFolder(dataFolder =>
      withCluster(
        async cluster => {
          await create(cluster, 'a');
          await cluster.suspend();
          const file = join(dataFolder, 'store.jsonl');
          const sound = await readFile(file);
          await appendFile(file, 'something else\n');
          await expect(cluster.restart()).rejects.toThrow('is damaged');
          await expect(cluster.resume()).rejects.toThrow('is damaged');
          await writeFile(file, sound);
          await cluster.resume();
          expect(await exists(cluster, 'a')).toBe(true);
          await writeFile(file, 'something else\n');
          await expect(cluster.restart()).rejects.toThrow('is damaged');
        },
        { dataFolder },
      ),
    ));

  test('keeps the folder for itself in between', () =>
    withFolder(dataFolder =>
      withCluster(
        async cluster => {
          const [taken] = await Promise.allSettled([startTestCluster({ dataFolder }), cluster.restart()]);
          expect(taken).toMatchObject({ reason: { name: 'LockedError' } });
        },
        { dataFolder },
      ),
    ));

  test('over a folder can lose them for good', () =>
    withFolder(async dataFolder => {
      await withCluster(
        async cluster => {
          await create(cluster, 'a');
          await cluster.restart({ keepObjects: false });
        },
        { dataFolder },
      );
      await withCluster(async cluster => expect(await exists(cluster, 'a')).toBe(false), { dataFolder });
    }));
});

describe('a reset', () => {
  test('leaves what every cluster has, and ends watches in order', () =>
    withCluster(async cluster => {
      await create(cluster, 'a');
      const events = cluster.events(WATCH);
      await events.next();
      const ended = events.next();
      await cluster.reset();
      expect(await ended).toEqual({ done: true, value: undefined });
      expect(await exists(cluster, 'a')).toBe(false);
      const { items } = (await cluster.request('GET', '/api/v1/namespaces')).body;
      expect(items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual([
        'default',
        'kube-node-lease',
        'kube-public',
        'kube-system',
      ]);
    }));

  test('goes on with greater revisions, and former ones are too old', () =>
    withCluster(async cluster => {
      const before = await revision(cluster);
      await cluster.reset();
      expect(Number(await revision(cluster))).toBeGreaterThan(Number(before));
      const { value } = await cluster.events(`${WATCH}&resourceVersion=${before}`).next();
      expect(value).toMatchObject({ type: 'ERROR', object: { code: 410 } });
    }));

  test('ends an outage', () =>
    withCluster(async cluster => {
      await cluster.suspend();
      await cluster.reset();
      expect((await create(cluster, 'a')).code).toBe(201);
    }));
});

test('a compacted history answers former revisions with 410, and goes on from the present one', () =>
  withCluster(async cluster => {
    const before = await revision(cluster);
    await create(cluster, 'a');
    const now = await revision(cluster);
    cluster.compactHistory();
    const { value } = await cluster.events(`${WATCH}&resourceVersion=${before}`).next();
    expect(value).toMatchObject({ type: 'ERROR', object: { code: 410 } });
    const old = `${MAPS}?resourceVersion=${before}&resourceVersionMatch=Exact`;
    expect((await cluster.request('GET', old)).body).toMatchObject({ code: 410, reason: 'Expired' });
    const next = cluster.events(`${WATCH}&resourceVersion=${now}`).next();
    await create(cluster, 'b');
    expect((await next).value?.object.metadata.name).toBe('b');
  }));

test('a cluster that was stopped stays so', async () => {
  const cluster = await startTestCluster();
  const restarting = cluster.restart();
  await Promise.all([cluster.stop(), cluster.stop()]);
  await restarting;
  await expect(fetch(cluster.url)).rejects.toThrow();
  await expect(cluster.resume()).rejects.toThrow('has been stopped');
});

test('a write that was under way when the server stopped is not made', () =>
  withCluster(async cluster => {
    let send = (): void => {};
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('{"metadata":'));
        send = () => {
          controller.enqueue(Buffer.from('{"name":"late"}}'));
          controller.close();
        };
      },
    });
    const headers = { 'content-type': 'application/json' };
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' };
    // Harms nothing, and tells that the request is there.
    const arrival = cluster.faults.add(cut({ afterBytes: 1_000_000 }), { verb: 'create' });
    const writing = fetch(cluster.url + MAPS, init).then(({ status }) => status);
    while (arrival.hits === 0) await nextTurn();
    await cluster.reset();
    send();
    expect(await writing).not.toBe(201);
    expect(await exists(cluster, 'late')).toBe(false);
  }));
