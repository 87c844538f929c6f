// What the debug endpoints answer, and to whom.
import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeProgram } from '../../test/node-program.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { FakeClock } from '../clock/fake-clock.js';
import { createLogger, type RootLogger } from '../log/create-logger.js';
import { DebugServer } from './debug-server.js';
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

let clock: FakeClock;
let log: RootLogger;
let server: DebugServer;
let stop: () => Promise<void>;

beforeEach(async () => {
  clock = new FakeClock();
  log = createLogger({ writer: { write: () => {} } });
  server = new DebugServer({ port: 0 }, { log, clock });
  stop = await running(server);
});

afterEach(() => stop());

async function running(started: DebugServer): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const ended = started.run(stopping.signal);
  await started.ready();
  return () => {
    stopping.abort();
    return ended;
  };
}

interface Answer {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

/** Not by `fetch`, which does not let the host be said. */
function ask(path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
  const { method = 'GET', headers = {}, body = '' } = options;
  return new Promise<Answer>((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const { port } = server.address as { readonly port: number };
    const sent = httpRequest(
      { host: '127.0.0.1', port, path, method, headers: { ...length, ...headers } },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          text += piece;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode, type: response.headers['content-type'], body: text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

async function json(path: string): Promise<unknown> {
  const { status, type, body } = await ask(path, { headers: { accept: 'application/json' } });
  expect([status, type]).toEqual([200, 'application/json']);
  return JSON.parse(body);
}

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
    await clock.advance(10_000);
    server.sources.controllers.push(
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
    await clock.advance(100_000);
    const reconcile = (key: string, since: number) => ({
      key,
      since,
      reconcileId: `id-${key}`,
      causes: ['Pod a/b created', 'retry 2'],
    });
    server.sources.controllers.push(
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
          ...{ controller: 'pod', key: 'young', ageMilliseconds: 500, reconcileId: 'id-young' },
          causes: ['Pod a/b created', 'retry 2'],
        },
      ],
    });
  });
});

describe('/debug/cache', () => {
  beforeEach(() => {
    server.sources.caches.push({
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
    server.sources.caches.splice(0, 1, { watches: () => [], kinds: () => [kind('Node', objects)] });
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
  server.sources.caches.push({ kinds: () => [], watches: () => [{ ...watch, lastError: undefined }, broken] });
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

describe('/debug/log-level', () => {
  it('shows the levels, and sets them', async () => {
    expect((await ask('/debug/log-level')).body).toBe('info\n');
    expect((await ask('/debug/log-level', { method: 'PUT', body: 'warn,cache=debug' })).body).toBe(
      'warn,cache=debug\n',
    );
    expect(log.modules).toEqual({ cache: 'debug' });
    expect(await ask('/debug/log-level', { method: 'PUT', body: 'loud' })).toMatchObject({ status: 400 });
    expect(await ask('/debug/log-level', { method: 'PUT', body: 'x'.repeat(4097) })).toMatchObject({ status: 413 });
  });

  it('is not there for a logger that has no levels', async () => {
    await stop();
    server = new DebugServer({ port: 0 }, { log: new RecordedLog(), clock });
    stop = await running(server);
    expect(await ask('/debug/log-level')).toMatchObject({ status: 404 });
    expect((await ask('/debug/')).body).not.toContain('log-level');
  });
});

describe('profiles', () => {
  it('of the CPU are taken for as long as it is wished, one at a time', async () => {
    const first = ask('/debug/cpu-profile?seconds=30', { method: 'POST' });
    await expect.poll(() => clock.pending).toBe(1);
    expect(await ask('/debug/cpu-profile', { method: 'POST' })).toMatchObject({
      status: 409,
      body: 'a CPU profile is being taken already\n',
    });
    await clock.advance(30_000);
    const { status, body } = await first;
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ nodes: expect.any(Array), startTime: expect.any(Number) });
    expect(await ask('/debug/cpu-profile?seconds=301', { method: 'POST' })).toMatchObject({ status: 400 });
  });

  it('of the CPU end with who asked for them, and with the server', async () => {
    const { port } = server.address as { readonly port: number };
    const leaving = new AbortController();
    const url = `http://127.0.0.1:${port}/debug/cpu-profile`;
    const left = fetch(url, { method: 'POST', signal: leaving.signal }).catch((error: Error) => error.name);
    await expect.poll(() => clock.pending).toBe(1);
    leaving.abort();
    expect(await left).toBe('AbortError');
    await expect.poll(() => clock.pending).toBe(0);
    const cut = ask('/debug/cpu-profile', { method: 'POST' }).catch((error: Error) => error.message);
    await expect.poll(() => clock.pending).toBe(1);
    await stop();
    expect(await cut).toBe('socket hang up');
    await expect.poll(() => clock.pending).toBe(0);
  });

  it('of the heap come as Chrome reads them', async () => {
    const program = nodeProgram(
      {
        'runtime/debug/debug-server.ts': 'DebugServer',
        'runtime/log/create-logger.ts': 'createLogger',
        'runtime/clock/clock.ts': 'systemClock',
      },
      `
      const server = new DebugServer({ port: 0 }, { log: createLogger(), clock: systemClock });
      const stopping = new AbortController();
      process.on('SIGTERM', () => stopping.abort());
      const ended = server.run(stopping.signal);
      await server.ready();
      console.log(server.address.port);
      await ended;
      `,
    );
    const url = `http://127.0.0.1:${await program.line()}/debug/heap-snapshot`;
    const answer = await fetch(url, { method: 'POST' });
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="heap-\d+\.heapsnapshot"$/);
    expect(await answer.json()).toMatchObject({ snapshot: { meta: expect.any(Object) }, nodes: expect.any(Array) });
    // Half of one is left behind, and the next can be had.
    const half = await fetch(url, { method: 'POST' });
    await half.body?.cancel();
    await expect.poll(async () => (await fetch(url, { method: 'POST' })).status, { timeout: 20_000 }).toBe(200);
    program.child.kill('SIGTERM');
    expect((await program.ended()).status).toBe(0);
  });
});

describe('who is answered', () => {
  it('nobody but the machine itself: another address to listen on is refused', () => {
    for (const host of ['0.0.0.0', '::', '10.0.0.1', 'example.com', '127.0.0.1.example.com', '']) {
      expect(() => new DebugServer({ port: 0, host }, { log, clock })).toThrow(
        `debug.host is 127.0.0.1, ::1 or localhost, not ${JSON.stringify(host)}`,
      );
    }
    for (const port of [-1, 1.5, 65_536, Number.NaN]) {
      expect(() => new DebugServer({ port }, { log, clock })).toThrow('debug.port is a whole number from 0 to 65535');
    }
    expect(server.address).toMatchObject({ address: '127.0.0.1' });
  });

  it.each([
    ['a name that was made to point here', { host: 'attacker.example' }],
    ['such a name with our port', { host: 'attacker.example:6060' }],
    ['a name that begins like ours', { host: 'localhost.attacker.example' }],
    ['a page of another site', { origin: 'https://attacker.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['another server on this machine', { origin: 'http://localhost:3000' }],
    ['what a browser says is from elsewhere', { 'sec-fetch-site': 'cross-site' }],
    ['a page on another port of this machine', { 'sec-fetch-site': 'same-site' }],
  ])('not %s', async (_, headers) => {
    for (const method of ['GET', 'POST', 'PUT']) {
      const { status } = await ask(method === 'POST' ? '/debug/heap-snapshot' : '/debug/log-level', {
        method,
        headers: headers as Record<string, string>,
        body: 'debug',
      });
      expect(status).toBe(403);
    }
    expect(log.level).toBe('info');
  });

  it.each(['localhost', 'LOCALHOST:6060', '127.0.0.1:80', '[::1]:6060'])('%s, also from a page of ours', async host => {
    expect(await ask('/debug/', { headers: { host } })).toMatchObject({ status: 200 });
    const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    expect(await ask('/debug/', { headers })).toMatchObject({ status: 200 });
  });
});

describe('what is asked', () => {
  it('/debug/ says what there is', async () => {
    const { endpoints } = (await json('/debug/')) as { endpoints: { path: string; methods: readonly string[] }[] };
    expect(endpoints.map(({ path, methods }) => `${methods.join(' ')} ${path}`)).toEqual([
      'GET HEAD /debug/queue',
      'GET HEAD /debug/reconciles',
      'GET HEAD /debug/cache',
      'GET HEAD /debug/watches',
      'POST /debug/heap-snapshot',
      'POST /debug/cpu-profile',
      'GET HEAD PUT /debug/log-level',
    ]);
    expect((await ask('/debug')).body).toContain('/debug/cpu-profile     POST');
  });

  it('what costs something is asked for with POST', async () => {
    for (const path of ['/debug/heap-snapshot', '/debug/cpu-profile']) {
      expect(await ask(path)).toMatchObject({ status: 405, body: 'POST only\n' });
    }
    expect(await ask('/debug/queue', { method: 'POST' })).toMatchObject({ status: 405, body: 'GET or HEAD only\n' });
  });

  it('is text or JSON', async () => {
    expect(await ask('/debug/queue?format=json')).toMatchObject({ type: 'application/json' });
    const headers = { accept: 'application/json' };
    expect(await ask('/debug/queue?format=text', { headers })).toMatchObject({ type: 'text/plain; charset=utf-8' });
    expect(await ask('/debug/queue?format=yaml')).toMatchObject({
      status: 400,
      body: 'format is json or text, not "yaml"\n',
    });
  });

  it('may be nonsense', async () => {
    for (const path of ['/', '/metrics', '/debug/nothing', '//', '/debug/queue/../cache', '/debug/%']) {
      expect(await ask(path)).toMatchObject({ status: 404 });
    }
  });

  it('may meet what throws', async () => {
    const queued = (): never => {
      throw new Error('broken: token eyJhbGciOi.eyJzdWIiOi.abc');
    };
    server.sources.controllers.push({ name: 'broken', reconciles: () => [], queued });
    expect(await ask('/debug/queue')).toMatchObject({ status: 500, body: 'broken: token [hidden]\n' });
  });
});
