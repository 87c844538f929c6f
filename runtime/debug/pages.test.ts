// What the debug endpoints show.
import { beforeEach, describe, expect, it } from 'vitest';
import { debugWorldOfEach } from '../../test/debug-world.js';
import type { DebugKey, DebugKind } from './debug-sources.js';

const SECRET = {
  metadata: {
    namespace: 'default',
    name: 's',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"password":"aHVudGVyMg=="}}' },
  },
  data: { password: 'aHVudGVyMg==' },
};
const DEEP = { metadata: { name: 'd' }, a: { b: { c: { d: { e: { f: { g: { h: { i: { j: 'deep' } } } } } } } } } };

const debug = debugWorldOfEach();
const { ask, json } = debug;

function key(name: string, parts: Partial<DebugKey> = {}): DebugKey {
  const times = { readyAt: undefined, due: undefined, heldAt: undefined };
  return { key: `default/${name}`, turn: 'ready', priority: 0, retries: 0, ...times, ...parts };
}

function kind(
  name: string,
  objects: readonly (typeof SECRET | typeof DEEP)[],
  parts: Partial<DebugKind> = {},
): DebugKind {
  const keyOf = ({ metadata }: (typeof objects)[number]) =>
    'namespace' in metadata ? `${metadata.namespace}/${metadata.name}` : metadata.name;
  return {
    kind: name,
    apiVersion: 'v1',
    metadataOnly: false,
    synced: true,
    objects: objects.length,
    bytes: 100,
    parsedObjects: 1,
    keys: namespace => objects.map(keyOf).filter(key => namespace === undefined || key.startsWith(`${namespace}/`)),
    object: (namespace, name) =>
      objects.find(object => keyOf(object) === (namespace === undefined ? name : `${namespace}/${name}`)),
    ...parts,
  };
}

describe('/debug/queue', () => {
  beforeEach(async () => {
    await debug.clock.advance(10_000);
    debug.server.sources.controllers.push(
      {
        name: 'redis',
        reconciles: () => [],
        queued: () => [
          key('later', { turn: 'delayed', due: 75_000, retries: 3 }),
          key('old', { readyAt: 4000 }),
          key('older', { readyAt: 3000 }),
          key('urgent', { readyAt: 9000, priority: 10 }),
          key('held', { turn: 'none', heldAt: 8000 }),
          key('again', { turn: 'ready', heldAt: 9500, readyAt: 9750 }),
        ],
      },
      { name: 'pod', reconciles: () => [], queued: () => [] },
    );
  });

  it('shows in which order keys come, since when they wait, and when delayed ones are due', async () => {
    expect((await ask('/debug/queue')).body).toBe(
      [
        'controller redis: 2 held, 3 ready, 1 delayed',
        'KEY              STATE               PRIORITY   RETRIES   SINCE',
        'default/held     held                0          0         held 2s',
        'default/again    held, ready again   0          0         held 500ms, ready 250ms',
        'default/urgent   ready               10         0         ready 1s',
        'default/older    ready               0          0         ready 7s',
        'default/old      ready               0          0         ready 6s',
        'default/later    delayed             0          3         in 1m5s',
        '',
        'controller pod: 0 held, 0 ready, 0 delayed',
        '',
      ].join('\n'),
    );
  });

  it('shows the same as JSON, of one controller, and as many keys as are wished for', async () => {
    expect(await json('/debug/queue?controller=redis&limit=2')).toEqual({
      controllers: [
        {
          name: 'redis',
          ready: 3,
          delayed: 1,
          held: 2,
          keys: [
            { key: 'default/held', state: 'held', priority: 0, retries: 0, heldMilliseconds: 2000 },
            {
              ...{ key: 'default/again', state: 'held, ready again', priority: 0, retries: 0 },
              ...{ heldMilliseconds: 500, waitedMilliseconds: 250 },
            },
          ],
          leftOut: 4,
        },
      ],
    });
    expect((await ask('/debug/queue?limit=1')).body).toContain('and 5 more; say ?limit=\n');
  });

  it('says which controllers there are, and what a limit is', async () => {
    expect(await ask('/debug/queue?controller=nobody')).toMatchObject({
      status: 404,
      body: 'there is no controller "nobody"; there are: redis, pod\n',
    });
    for (const limit of ['-1', '1e3', '', '1000001']) {
      expect(await ask(`/debug/queue?limit=${limit}`)).toMatchObject({
        status: 400,
        body: `limit is a whole number from 0 to 1000000, not ${JSON.stringify(limit)}\n`,
      });
    }
  });
});

describe('/debug/reconciles', () => {
  it('shows what is under way, the oldest first, and why', async () => {
    expect((await ask('/debug/reconciles')).body).toBe('no reconcile is under way\n');
    await debug.clock.advance(100_000);
    const reconcile = (key: string, since: number) => ({
      key,
      since,
      reconcileId: `id-${key}`,
      causes: ['Pod a/b created', 'retry 2'],
    });
    debug.server.sources.controllers.push(
      { name: 'pod', queued: () => [], reconciles: () => [reconcile('young', 99_500)] },
      { name: 'redis', queued: () => [], reconciles: () => [reconcile('old', 10_000)] },
    );
    expect((await ask('/debug/reconciles')).body).toBe(
      [
        'CONTROLLER   KEY     AGE     RECONCILEID   CAUSES',
        'redis        old     1m30s   id-old        Pod a/b created; retry 2',
        'pod          young   500ms   id-young      Pod a/b created; retry 2',
        '',
      ].join('\n'),
    );
    expect(await json('/debug/reconciles?controller=pod')).toEqual({
      reconciles: [
        {
          ...{ controller: 'pod', key: 'young', ageMilliseconds: 500, reconcileID: 'id-young' },
          causes: ['Pod a/b created', 'retry 2'],
        },
      ],
    });
  });
});

describe('/debug/cache', () => {
  beforeEach(() => {
    debug.server.sources.caches.push({
      watches: () => [],
      kinds: () => [
        kind('Secret', [SECRET]),
        kind('Deep', [DEEP], { apiVersion: 'example.com/v1' }),
        kind('Event', []),
        kind('Event', [], { apiVersion: 'events.k8s.io/v1' }),
        kind('Deep', [], { apiVersion: 'example.com/v1', metadataOnly: true, synced: false }),
      ],
    });
  });

  it('shows how much there is of each kind', async () => {
    expect((await ask('/debug/cache')).body).toBe(
      [
        'KIND                   APIVERSION         SYNCED   OBJECTS   BYTES   PARSED',
        'Secret                 v1                 true     1         100     1',
        'Deep                   example.com/v1     true     1         100     1',
        'Event                  v1                 true     0         100     1',
        'Event                  events.k8s.io/v1   true     0         100     1',
        'Deep (metadata only)   example.com/v1     false    0         100     1',
        '',
      ].join('\n'),
    );
  });

  it('shows the keys of a kind, page by page', async () => {
    const objects = ['a', 'b', 'c'].map(name => ({ metadata: { name } }) as typeof DEEP);
    debug.server.sources.caches.splice(0, 1, { watches: () => [], kinds: () => [kind('Node', objects)] });
    expect((await ask('/debug/cache?kind=Node&limit=2')).body).toBe(
      'Node (v1): 3 objects\na\nb\nand 1 more; say &after=b\n',
    );
    expect(await json('/debug/cache?kind=Node&after=b')).toMatchObject({ total: 3, keys: ['c'], leftOut: 0 });
    expect(await ask('/debug/cache?kind=Node&after=x')).toMatchObject({ status: 404 });
  });

  it('shows an object as deep as it is, and never what is secret', async () => {
    expect(await json('/debug/cache?kind=Deep&name=d')).toEqual({
      ...DEEP,
      apiVersion: 'example.com/v1',
      kind: 'Deep',
    });
    for (const format of ['json', 'text']) {
      const { body } = await ask(`/debug/cache?kind=Secret&namespace=default&name=s&format=${format}`);
      expect(body).not.toContain('aHVudGVyMg');
      expect(JSON.parse(body)).toMatchObject({ kind: 'Secret', data: { password: '[hidden]' } });
    }
  });

  it('says what there is in place of what there is not', async () => {
    expect(await ask('/debug/cache?kind=Secret&namespace=default&name=x')).toMatchObject({
      status: 404,
      body: 'the cache has no Secret "default/x"\n',
    });
    const { status, body } = await ask('/debug/cache?kind=Pod');
    expect([status, body]).toEqual([
      404,
      expect.stringContaining('the cache has no kind "Pod"; there are: Secret (v1), '),
    ]);
    expect(await ask('/debug/cache?kind=Event')).toMatchObject({
      status: 400,
      body: 'say apiVersion=v1 or apiVersion=events.k8s.io/v1\n',
    });
    expect((await ask('/debug/cache?kind=Event&apiVersion=v1')).body).toBe('Event (v1): 0 objects\n');
  });
});

it('/debug/watches shows how old what is known is, and what is wrong', async () => {
  expect((await ask('/debug/watches')).body).toBe('nothing is watched\n');
  const watch = { kind: 'Pod (v1)', namespace: undefined, state: 'watching', age: 1234.5, lists: 1, watches: 2 };
  const broken = { ...watch, namespace: 'a', state: 'backing-off', age: 95_000, lastError: new Error('no\nroute') };
  debug.server.sources.caches.push({ kinds: () => [], watches: () => [{ ...watch, lastError: undefined }, broken] });
  expect((await ask('/debug/watches')).body).toBe(
    [
      'KIND       NAMESPACE   STATE         LAST HEARD   LISTS   WATCHES   ERROR',
      'Pod (v1)   *           watching      1.235s       1       2',
      'Pod (v1)   a           backing-off   1m35s        1       2         no route',
      '',
    ].join('\n'),
  );
  expect(await json('/debug/watches')).toMatchObject({
    watches: [{ ageMilliseconds: 1235 }, { lastError: 'no\nroute' }],
  });
});

describe('/debug/replica', () => {
  const sharding = (held: readonly number[]) => ({
    name: 'sharding default/redis',
    identity: 'redis-a',
    held,
    metrics: { shards: 8, members: 3 },
    shardOf: (key: string) => (key === 'default/a' ? 5 : 1),
  });

  it('shows whether it leads', async () => {
    expect((await ask('/debug/replica')).body).toBe(
      'this replica acts for itself: there is no leader, and no shards\n',
    );
    debug.server.sources.leaderElection = { name: 'redis', masterStatus: 0 };
    expect((await ask('/debug/replica')).body).toBe('leader election redis: this replica stands by\n');
    debug.server.sources.leaderElection = { name: 'redis', masterStatus: 1 };
    expect((await ask('/debug/replica?key=a')).body).toBe('leader election redis: this replica leads\n');
    expect(await json('/debug/replica')).toEqual({ leaderElection: { name: 'redis', leads: true } });
  });

  it('shows the shards that it holds, and whose an object is', async () => {
    debug.server.sources.sharding = sharding([0, 5]);
    const head = 'sharding default/redis: redis-a holds 2 of 8 shards (0, 5), and 3 replicas take part\n';
    expect((await ask('/debug/replica')).body).toBe(head);
    expect((await ask('/debug/replica?key=default/a')).body).toBe(
      `${head}default/a is in shard 5, which is held here\n`,
    );
    expect((await ask('/debug/replica?key=default/b')).body).toBe(
      `${head}default/b is in shard 1, which is another's\n`,
    );
    expect(await json('/debug/replica?key=default/b')).toEqual({
      sharding: { name: 'sharding default/redis', identity: 'redis-a', shards: 8, held: [0, 5], members: 3 },
      object: { key: 'default/b', shard: 1, held: false },
    });
    debug.server.sources.sharding = sharding([]);
    expect((await ask('/debug/replica')).body).toContain('redis-a holds 0 of 8 shards, and');
  });
});

it('no page shows what is a secret by its looks, in whichever form it is asked for', async () => {
  const lastError = new Error('no answer from https://admin:hunter2@proxy.example.com/');
  const watch = { kind: 'Pod (v1)', namespace: undefined, state: 'backing-off', age: 1, lists: 0, watches: 0 };
  debug.server.sources.caches.push({ kinds: () => [], watches: () => [{ ...watch, lastError }] });
  for (const format of ['text', 'json']) {
    const { body } = await ask(`/debug/watches?format=${format}`);
    expect(body).toContain('no answer from https://admin:[hidden]@proxy.example.com/');
  }
});
