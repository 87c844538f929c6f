import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { Redis } from '../../test/sample-kind.js';
import { answering, type Script, ScriptedServer } from '../../test/scripted-server.js';
import { LONGEST_OBJECT } from '../encoded/carry.js';
import { ApiError } from './api-error.js';
import { isExpired, isForbidden } from './api-reasons.js';
import type { WatchEvent, WatchOptions } from './client.js';
import { ConnectionError } from './connection-error.js';
import { EncodedReads } from './encoded-reads.js';
import type { Call } from './transport.js';

let server: ScriptedServer;
afterEach(() => server.close());

const redis = (name: string) => ({
  apiVersion: 'myapp.tangx.in/v1',
  kind: 'Redis',
  metadata: { namespace: 'default', name },
  spec: {},
});
const line = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`;

/** Sends these parts one by one, then ends the watch as told. */
function sending(parts: readonly (string | Uint8Array)[], end: (response: ServerResponse) => void): Script {
  return async response => {
    response.writeHead(200, { 'content-type': 'application/json' });
    for (const part of parts) await new Promise(resolve => response.write(part, resolve));
    end(response);
  };
}
const cleanly = (response: ServerResponse): void => void response.end();
const brokenOff = (response: ServerResponse): void => void response.socket?.destroy();
const never = (): void => {};

async function watch(script: Script, options: WatchOptions = {}): Promise<AsyncIterable<WatchEvent<Redis>>> {
  server = await ScriptedServer.start(script);
  return (await server.client()).watch(Redis, options);
}

/** The events until the watch ends, and the error that ended it. */
async function collect(events: AsyncIterable<WatchEvent<Redis>>): Promise<[WatchEvent<Redis>[], unknown]> {
  const seen: WatchEvent<Redis>[] = [];
  try {
    for await (const event of events) seen.push(event);
    return [seen, undefined];
  } catch (error) {
    return [seen, error];
  }
}

test('asks for changes after a version', async () => {
  const options = { namespace: 'a', labelSelector: 'b', resourceVersion: '5', timeoutSeconds: 300 };
  await collect(await watch(sending([], cleanly), { ...options, allowWatchBookmarks: true }));
  expect(server.asked[0]?.url).toBe(
    '/apis/myapp.tangx.in/v1/namespaces/a/redis?watch=true&labelSelector=b&resourceVersion=5&timeoutSeconds=300' +
      '&allowWatchBookmarks=true',
  );
  expect(server.asked[0]?.headers['accept-encoding']).toBeUndefined();
});

test('answers changes and bookmarks in order, and ends when the server does', async () => {
  const bookmark = { kind: 'Redis', metadata: { resourceVersion: '9' } };
  const text = line('ADDED', redis('a')) + line('MODIFIED', redis('a')) + line('DELETED', redis('a'));
  const [events, error] = await collect(await watch(sending([text + line('BOOKMARK', bookmark)], cleanly)));
  expect(error).toBeUndefined();
  expect(events).toEqual([
    { type: 'ADDED', object: redis('a') },
    { type: 'MODIFIED', object: redis('a') },
    { type: 'DELETED', object: redis('a') },
    { type: 'BOOKMARK', resourceVersion: '9' },
  ]);
});

test('a change is answered as soon as it is there', async () => {
  const iterator = (await watch(sending([line('ADDED', redis('a'))], never)))[Symbol.asyncIterator]();
  expect((await iterator.next()).value).toEqual({ type: 'ADDED', object: redis('a') });
  await iterator.return?.();
});

test('what came together with the event over which the signal aborts is not answered', async () => {
  const controller = new AbortController();
  const script = sending([line('ADDED', redis('a')) + line('ADDED', redis('b'))], never);
  const seen: WatchEvent<Redis>[] = [];
  for await (const event of await watch(script, { signal: controller.signal })) {
    seen.push(event);
    controller.abort();
  }
  expect(seen).toEqual([{ type: 'ADDED', object: redis('a') }]);
});

test('a character that comes in two parts stays whole', async () => {
  const bytes = Buffer.from(line('ADDED', redis('ü€😀')));
  const cut = bytes.indexOf(Buffer.from('😀')) + 2;
  const [events] = await collect(await watch(sending([bytes.subarray(0, cut), bytes.subarray(cut)], cleanly)));
  expect(events).toEqual([{ type: 'ADDED', object: redis('ü€😀') }]);
});

describe('ends with an error, after the events before it,', () => {
  const added = line('ADDED', redis('a'));

  test.each([
    ['when the connection breaks', [added], brokenOff],
    ['when the connection breaks inside a line', [added, '{"type":"ADD'], brokenOff],
    ['when the stream ends inside a line', [added, '{"type":"ADD'], cleanly],
    ['when a line is not JSON', [added, '<html>\n'], cleanly],
    ['when a line is no event', [added, 'null\n'], cleanly],
    ['when an event is of an unknown type', [added, line('MOVED', redis('a'))], never],
    ['when an event has no object', [added, '{"type":"ADDED"}\n'], never],
    ['when an error has no object', [added, '{"type":"ERROR"}\n'], never],
    ['when a bookmark has no version', [added, line('BOOKMARK', {})], never],
    ['when an object is of another kind', [added, line('ADDED', { ...redis('b'), kind: 'Pod' })], never],
    ['when an object is not JSON', [added, line('ADDED', redis('b')).replace('{}', '{"port":no}')], never],
  ])('%s', async (_, parts, end) => {
    const [events, error] = await collect(await watch(sending(parts, end)));
    expect(events).toHaveLength(1);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(String(error)).toContain(`watch Redis at ${server.url}: `);
  });

  test('when the version has expired', async () => {
    const status = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version: 1 (9)' };
    const [events, error] = await collect(await watch(sending([added, line('ERROR', status)], never)));
    expect(events).toHaveLength(1);
    expect(isExpired(error)).toBe(true);
    expect(String(error)).toBe('ApiError: watch Redis: too old resource version: 1 (9) (410 Expired)');
  });

  test.each([
    ['nothing', {}, 'the server gave no reason (500)'],
    ['null everywhere', { code: null, message: null, reason: null, details: null }, 'the server gave no reason (500)'],
    ['texts for numbers', { code: '410', message: 5, reason: {} }, 'the server gave no reason (500)'],
    ['no code', { message: 'etcd is away' }, 'etcd is away (500)'],
    ['odd causes', { code: 410, message: 'old', details: { causes: [null, 7, { field: 'a' }] } }, 'old (410)'],
    ['no list of causes', { code: 410, message: 'old', details: { causes: {} } }, 'old (410)'],
  ])('when the server says %s in its last word', async (_, status, said) => {
    const [events, error] = await collect(await watch(sending([added, line('ERROR', status)], never)));
    expect(events).toHaveLength(1);
    expect(String(error)).toBe(`ApiError: watch Redis: ${said}`);
  });
});

test('a line that does not end is given up, and it is said of which watch', async () => {
  const transport = {
    open: async () => ({ status: 200, headers: {}, body: [new Uint8Array(LONGEST_OBJECT + 1)] }),
    broken: ({ attempt }: Call, cause: unknown) => new ConnectionError(attempt, 'https://server', cause),
  };
  const warnings = { note: () => {} };
  const [, error] = await collect(new EncodedReads(transport as never, warnings as never).watch(Redis));
  expect(error).toBeInstanceOf(ConnectionError);
  expect(String(error)).toContain('watch Redis at https://server: a line of the stream is longer than 67108864 bytes');
  expect((error as Error).cause).toBeInstanceOf(RangeError);
});

test('a refusal is thrown', async () => {
  const [, error] = await collect(
    await watch(answering(403, { kind: 'Status', code: 403, reason: 'Forbidden', message: 'no' })),
  );
  expect(isForbidden(error)).toBe(true);
});

test('a refusal that comes in pieces is read whole', async () => {
  const message = Array.from({ length: 2000 }, (_, at) => at).join(' ');
  const text = JSON.stringify({ kind: 'Status', code: 403, reason: 'Forbidden', message });
  const [, error] = await collect(
    await watch(async response => {
      response.writeHead(403, { 'content-type': 'application/json' });
      for (let at = 0; at < text.length; at += 1000) {
        await new Promise(resolve => response.write(text.slice(at, at + 1000), resolve));
        // Each is read on its own.
        for (let turns = 0; turns < 5; turns++) await turn();
      }
      response.end();
    }),
  );
  expect(isForbidden(error)).toBe(true);
  expect(String(error)).toContain(message);
});

test('a server that is not reached at once is asked again', async () => {
  const [, error] = await collect(await watch((_response, _asked, request) => request.socket.destroy()));
  expect(error).toBeInstanceOf(ConnectionError);
  expect(server.asked).toHaveLength(4);
});

test.each([401, 403, 410, 500])('a refusal (%d) gives its connection back', async status => {
  server = await ScriptedServer.start(answering(status, { kind: 'Status', code: status, message: 'no'.repeat(5000) }));
  const client = await server.client();
  for (let time = 0; time < 5; time++) expect((await collect(client.watch(Redis)))[1]).toBeInstanceOf(ApiError);
  expect(server.asked).toHaveLength(5);
  // The next request can start while the end of the last answer is still being read.
  expect(server.connections).toBeLessThanOrEqual(2);
});

describe('lets the connection go', () => {
  function watchedClosing(text = line('ADDED', redis('a')).repeat(2)): {
    readonly script: Script;
    readonly closed: Promise<void>;
  } {
    let resolve: () => void;
    const closed = new Promise<void>(settle => {
      resolve = settle;
    });
    const script: Script = (response, asked, request) => {
      response.on('close', resolve);
      void sending([text], never)(response, asked, request);
    };
    return { script, closed };
  }

  test('when the reader leaves early', async () => {
    const { script, closed } = watchedClosing();
    for await (const event of await watch(script)) {
      expect(event.type).toBe('ADDED');
      break;
    }
    await closed;
  });

  test('when the server has said its last word, and goes on', async () => {
    const { script, closed } = watchedClosing(line('ERROR', { kind: 'Status', code: 410, reason: 'Expired' }));
    expect(isExpired((await collect(await watch(script)))[1])).toBe(true);
    await closed;
  });

  test('when the signal aborts, and ends without an error', async () => {
    const { script, closed } = watchedClosing();
    const controller = new AbortController();
    let events = 0;
    for await (const _ of await watch(script, { signal: controller.signal })) {
      if (++events === 2) setImmediate(() => controller.abort());
    }
    expect(events).toBe(2);
    await closed;
  });
});

test('a signal that has aborted before makes no request', async () => {
  const [events, error] = await collect(await watch(sending([], never), { signal: AbortSignal.abort() }));
  expect([events, error, server.asked]).toEqual([[], undefined, []]);
});

test('events that nobody takes hold the server back', async () => {
  const TOTAL = 256;
  let sent = 0;
  const big = line('ADDED', { ...redis('a'), data: 'x'.repeat(1 << 20) });
  const script: Script = async (response, asked, request) => {
    if (!asked.url.includes('watch')) return answering(200, redis('a'))(response, asked, request);
    response.writeHead(200);
    while (sent < TOTAL && !response.destroyed) {
      await new Promise(resolve => response.write(big, resolve));
      sent++;
    }
  };
  server = await ScriptedServer.start(script);
  const client = await server.client();
  for await (const _ of client.watch(Redis)) {
    for (let call = 0; call < 200; call++) await client.get(Redis, { namespace: 'default', name: 'a' });
    break;
  }
  expect(sent).toBeLessThan(TOTAL);
});
