// Whatever lies between a cache and the API server, or is wrong with what comes: in the end the cache is what a list is.
import type { ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, vi } from 'vitest';
import { type ConnectedClient, createClient } from '../../runtime/client/create-client.js';
import { loadAccess } from '../../runtime/client/kube-config.js';
import { ConfigMap } from '../../runtime/kinds/core-v1.js';
import { CuttingProxy } from '../cutting-proxy.js';
import { FlyingClock, isFresh, startFlyingCache } from '../flying-cache.js';
import { type Meddling, MeddlingProxy, type Met, type Wire } from '../meddling-proxy.js';
import { test } from './fixture.js';

vi.setConfig({ testTimeout: 60_000 });

/** A new meddler for each test; it meddles with the requests that it answers for. */
type Meddler = () => (met: Met) => Meddling | undefined;

const status = (code: number, reason: string, message = `scripted ${reason}`, details?: object) => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  code,
  reason,
  message,
  ...(details && { details }),
});
const tooLarge = status(504, 'Timeout', 'Too large resource version: 9, current: 4', {
  causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
});

const answering = (code: number, body: object | string) => (response: ServerResponse) => {
  response.writeHead(code, { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};
const event = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;
const named = (resourceVersion?: string, kind = 'ConfigMap') => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'phantom', namespace: 'default', uid: 'phantom', ...(resourceVersion && { resourceVersion }) },
});

/** The first `times` requests of this sort. */
function first(times: number, sort: (met: Met) => boolean, make: (met: Met) => Meddling): Meddler {
  return () => {
    let left = times;
    return met => (sort(met) && left-- > 0 ? make(met) : undefined);
  };
}
const watches = ({ isWatch }: Met) => isWatch;
const lists = ({ isWatch }: Met) => !isWatch;

/** Watches that are answered so. */
const refused = (code: number, body: object | string, times = 4) =>
  first(times, watches, () => ({ answer: answering(code, body) }));

/** Watches in which, after so many lines, something else comes; what follows it comes too. */
function withLine(after: number, what: (line: string, wire: Wire) => void, times = 3): Meddler {
  return first(times, watches, () => {
    let lines = 0;
    return { line: (line, wire) => (lines++ === after ? what(line, wire) : wire.send(`${line}\n`)) };
  });
}
/** The half of a line, and what follows then. */
const half =
  (then: (wire: Wire) => void = () => {}) =>
  (line: string, wire: Wire) => {
    wire.send(line.slice(0, line.length / 2));
    then(wire);
  };
const withEvent = (type: string, object: unknown): Meddler =>
  withLine(2, (line, wire) => wire.send(`${event(type, object)}${line}\n`));

const scenarios: readonly (readonly [string, Meddler])[] = [
  // 410 in every form.
  ['410 Expired', refused(410, status(410, 'Expired', 'The provided resource version is too old'))],
  ['410 Gone', refused(410, status(410, 'Gone'))],
  ['410 from something that is no API server', refused(410, '<html>Gone</html>')],
  ['504, a version that is not there yet', refused(504, tooLarge)],
  ['an ERROR event 410 Expired', withEvent('ERROR', status(410, 'Expired', 'too old resource version: 1 (9)'))],
  ['an ERROR event 410 Gone', withEvent('ERROR', status(410, 'Gone', 'too old resource version: 1 (9)'))],
  ['an ERROR event without a code', withEvent('ERROR', { ...status(0, 'Expired'), code: undefined })],
  ['an ERROR event in words', withEvent('ERROR', status(500, 'InternalError', 'too old resource version: 1 (9)'))],
  ['an ERROR event that is no Status', withEvent('ERROR', 'broken')],
  ['an ERROR event of a failure inside', withEvent('ERROR', status(500, 'InternalError'))],

  // Watches that end.
  ['watches that end at once', first(7, watches, endingAtOnce)],
  ['watches that end after an event', withLine(1, (_, wire) => wire.end(), 5)],

  // What cannot be read.
  ['garbage', withLine(2, (_, wire) => wire.send('\u0000\u0001<html>\n'))],
  [
    'a line that is cut, in order',
    withLine(
      2,
      half(wire => wire.end()),
    ),
  ],
  [
    'a line that is cut',
    withLine(
      2,
      half(wire => wire.cut()),
    ),
  ],
  ['a line that is cut and goes on with the next', withLine(2, half())],
  [
    'a character that is cut',
    withLine(2, (line, wire) => {
      const bytes = Buffer.from(line);
      wire.send(bytes.subarray(0, bytes.indexOf(Buffer.from('😀')) + 2));
      wire.cut();
    }),
  ],
  ['a character that is no UTF-8', withLine(2, (_, wire) => wire.send(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x0a])))],
  ['empty lines', withLine(2, (line, wire) => wire.send(`\n\r\n  \n${line}\n`))],

  // Events out of the blue.
  ['an object of another kind', withEvent('ADDED', named('1', 'Secret'))],
  ['a Table', withEvent('ADDED', { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: {}, rows: [] })],
  ['a Status in the place of an object', withEvent('ADDED', status(500, 'InternalError'))],
  ['an object without metadata', withEvent('MODIFIED', { kind: 'ConfigMap', apiVersion: 'v1' })],
  ['an object without a version', withEvent('ADDED', named())],
  ['no object', withEvent('ADDED', null)],
  ['a list in the place of an object', withEvent('DELETED', [])],
  ['an event of an unknown type', withEvent('MOVED', named('1'))],
  ['a bookmark without a version', withEvent('BOOKMARK', { kind: 'ConfigMap', apiVersion: 'v1', metadata: {} })],
  ['an event that is a number', withLine(2, (line, wire) => wire.send(`7\n${line}\n`))],

  // What is wrong with the order.
  [
    'a bookmark with an older version',
    withLine(5, (line, wire) => wire.send(`${line}\n${event('BOOKMARK', named('1'))}`)),
  ],
  ['every event twice', first(2, watches, () => ({ line: (line, wire) => wire.send(`${line}\n${line}\n`) }))],
  ['an event that comes once more, later', repeatedLater()],
  ['events that change places', swapped()],

  // Lists.
  ['streams that a server does not know', first(99, ({ isStream }) => isStream, unknownStream)],
  ['pages whose token expires', inPages(first(2, ({ url }) => url.searchParams.has('continue'), expired))],
  [
    'pages that are refused',
    inPages(first(3, lists, () => ({ answer: answering(500, status(500, 'InternalError')) }))),
  ],
  ['lists that are HTML', inPages(first(2, lists, () => ({ answer: answering(200, '<html>') })))],
  ['lists that are cut in a character', inPages(first(2, lists, () => ({ line: cutInCharacter })))],
  ['streams without their last bookmark', withoutEnd()],
  [
    'streams whose end is never told by a server that ignores the wish',
    first(
      99,
      ({ isStream }) => isStream,
      ({ url }) => ({ path: withoutWish(url) }),
    ),
  ],
];

function endingAtOnce(): Meddling {
  return {
    answer: response => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end();
    },
  };
}

function expired(): Meddling {
  return { answer: answering(410, status(410, 'Expired', 'The provided continue parameter is too old')) };
}

function unknownStream(): Meddling {
  return { answer: answering(422, status(422, 'Invalid', 'ListOptions is invalid: sendInitialEvents: Forbidden')) };
}

function withoutWish(url: URL): string {
  const asked = new URLSearchParams(url.searchParams);
  for (const name of ['sendInitialEvents', 'resourceVersionMatch', 'allowWatchBookmarks']) asked.delete(name);
  return `${url.pathname}?${asked}`;
}

/** Streams are refused, and pages have two objects each; besides, the meddler meddles. */
function inPages(meddler: Meddler): Meddler {
  return () => {
    const meddle = meddler();
    return met => {
      if (met.isStream) return unknownStream();
      const limited = new URL(met.url);
      if (limited.searchParams.has('limit')) limited.searchParams.set('limit', '2');
      // A server with a watch cache pages only what it is asked for anew.
      if (limited.searchParams.get('resourceVersion') === '0') limited.searchParams.delete('resourceVersion');
      return meddle(met) ?? (lists(met) ? { path: limited.pathname + limited.search } : undefined);
    };
  };
}

function cutInCharacter(line: string, wire: Wire): void {
  const bytes = Buffer.from(line);
  wire.send(bytes.subarray(0, bytes.indexOf(Buffer.from('😀')) + 2));
  wire.cut();
}

function repeatedLater(): Meddler {
  return first(3, watches, () => {
    const lines: string[] = [];
    return {
      line: (line, wire) => {
        lines.push(line);
        wire.send(`${line}\n`);
        if (lines.length === 6) wire.send(`${lines[3]}\n`);
      },
    };
  });
}

function swapped(): Meddler {
  return first(3, watches, () => {
    let held: string | undefined;
    return {
      line: (line, wire) => {
        if (held === undefined) held = line;
        else {
          wire.send(`${line}\n${held}\n`);
          held = undefined;
        }
      },
    };
  });
}

function withoutEnd(): Meddler {
  return first(
    99,
    ({ isStream }) => isStream,
    () => ({
      line: (line, wire) => void (line.includes('k8s.io/initial-events-end') || wire.send(`${line}\n`)),
    }),
  );
}

/** A cache that reads through what lies between, and the objects that it is to know. */
async function world(admin: ConnectedClient, namespace: string, client: ConnectedClient, clock: FlyingClock) {
  const write = async (name: string, generation: number) => {
    const data = { generation: String(generation), text: 'ü€😀' };
    await admin.apply(ConfigMap, { metadata: { namespace, name }, data });
  };
  for (const name of ['a', 'b', 'c']) await write(name, 1);
  const { informer, cache, log, stop } = startFlyingCache(ConfigMap, client, clock, [namespace]);
  onTestFinished(async () => {
    await stop();
    await client.close();
  });
  return {
    informer,
    cache,
    log,
    /** Something is added, something changed, something deleted and made again. */
    change: async () => {
      await write('a', 2);
      await admin.delete(ConfigMap, { namespace, name: 'b' }).catch(() => {});
      for (let at = 0; at < 5; at++) await write(`d${at}`, 1);
      await write('b', 2);
      await admin.delete(ConfigMap, { namespace, name: 'd0' });
      await write('last', 1);
    },
    isFresh: () => isFresh(informer, admin, namespace),
  };
}

async function throughProxy(admin: ConnectedClient, kubeconfig: string, namespace: string) {
  const clock = new FlyingClock();
  const proxy = await MeddlingProxy.to(await loadAccess({ kubeconfig }));
  onTestFinished(() => proxy.close());
  return {
    proxy,
    clock,
    open: async (headers?: () => Readonly<Record<string, string>>) =>
      world(admin, namespace, await createClient('test', { access: proxy.access(headers), clock }), clock),
  };
}

describe('the cache is what a fresh list is, after', () => {
  test.for(scenarios)('%s', async ([, meddler], { admin, controlPlane, namespace }) => {
    const { proxy, open } = await throughProxy(admin, controlPlane.adminKubeconfig, namespace);
    proxy.meddle = meddler();
    const { informer, change, isFresh } = await open();
    await informer.synced;
    for (let round = 0; round < 3; round++) {
      await change();
      await isFresh();
    }
    expect(proxy.met).toBeGreaterThan(0);
    expect(informer.store.list().map(({ name }) => name)).not.toContain('phantom');
  });
});

test('a token that expires in the middle is asked for anew, and the watch goes on', async ({
  admin,
  controlPlane,
  namespace,
}) => {
  const { proxy, open } = await throughProxy(admin, controlPlane.adminKubeconfig, namespace);
  let valid = 1;
  let asked = 0;
  // A plugin that takes a while to notice.
  const token = () => ({ authorization: `Bearer ${asked++ % 3 === 2 ? valid : 0}` });
  let open401 = 0;
  const ending: (() => void)[] = [];
  proxy.meddle = ({ headers, isWatch }) => {
    if (headers.authorization === `Bearer ${valid}`) {
      const line = (text: string, wire: Wire) => {
        ending.push(wire.end);
        wire.send(`${text}\n`);
      };
      return isWatch ? { line } : undefined;
    }
    open401 += 1;
    return { answer: answering(401, status(401, 'Unauthorized')) };
  };
  const { informer, change, isFresh } = await open(token);
  await informer.synced;
  for (; valid < 4; valid++) {
    await change();
    await isFresh();
    for (const end of ending.splice(0)) end();
  }
  expect(open401).toBeGreaterThan(2);
  expect(informer.reflectors[0]?.lists, 'no list but the first').toBe(1);
});

test('the time of day is put forward and back by hours: nothing is listed anew', async ({
  admin,
  controlPlane,
  namespace,
}) => {
  const { clock, open } = await throughProxy(admin, controlPlane.adminKubeconfig, namespace);
  const { informer, cache, change, isFresh } = await open();
  await informer.synced;
  for (const hours of [5, -5, 24 * 365, 0]) {
    clock.jump = hours * 3_600_000;
    await change();
    await isFresh();
    expect(cache.liveness()[0]?.age).toBeLessThan(60_000 * 5);
  }
  expect(informer.reflectors[0]).toMatchObject({ lists: 1, watches: 1 });
});

test('a way that swallows everything without a word: the peer is gone, and TCP says nothing', async ({
  admin,
  controlPlane,
  namespace,
}) => {
  const access = await loadAccess({ kubeconfig: controlPlane.adminKubeconfig });
  const swallowing = await CuttingProxy.to(Number(access.server.port));
  onTestFinished(() => swallowing.close());
  const clock = new FlyingClock();
  const server = new URL(access.server);
  server.port = String(swallowing.port);
  const client = await createClient('test', { access: { ...access, server }, clock });
  const { informer, change, isFresh } = await world(admin, namespace, client, clock);
  await informer.synced;
  swallowing.swallows = true;
  await change();
  // Time for the watch to be given up, and for another one that the way swallows as well.
  await vi.waitUntil(() => (informer.reflectors[0]?.watches ?? 0) > 2, { timeout: 30_000 });
  swallowing.swallows = false;
  await isFresh();
});
