import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { Redis } from '../../test/sample-kind.js';
import { answering, type Script, ScriptedServer } from '../../test/scripted-server.js';
import { isExpired, isForbidden, isUnauthorized } from './api-reasons.js';
import { ConnectionError } from './connection-error.js';
import type { ConnectedClient } from './create-client.js';
import { encodedSource } from './encoded-client.js';
import type { EncodedListOptions, EncodedSource, EncodedWatchOptions } from './encoded-source.js';

let server: ScriptedServer;
let client: ConnectedClient;
let source: EncodedSource;
afterEach(() => server.close());

async function serve(script: Script): Promise<void> {
  server = await ScriptedServer.start(script);
  client = await server.client();
  source = encodedSource(client);
}

const redis = (name: string) => ({
  apiVersion: 'myapp.tangx.in/v1',
  kind: 'Redis',
  metadata: { namespace: 'default', name, resourceVersion: '7' },
  spec: {},
});
const listOf = (items: readonly object[], metadata: object = { resourceVersion: '9' }) => ({
  apiVersion: 'myapp.tangx.in/v1',
  kind: 'RedisList',
  metadata,
  items,
});
const line = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`;
const parsed = (object: Uint8Array) => JSON.parse(Buffer.from(object).toString()) as object;

/** Sends these parts one by one, then ends the answer as told. */
function sending(
  parts: readonly (string | Uint8Array)[],
  end: (response: ServerResponse) => void = cleanly,
  headers: Record<string, string> = {},
): Script {
  return async response => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    for (const part of parts) await new Promise(resolve => response.write(part, resolve));
    end(response);
  };
}
function cleanly(response: ServerResponse): void {
  response.end();
}
const brokenOff = (response: ServerResponse): void => void response.socket?.destroy();
const never = (): void => {};

async function list(options?: EncodedListOptions) {
  const items: object[] = [];
  const ends: unknown[] = [];
  let error: unknown;
  try {
    for await (const piece of source.listEncoded(Redis, options)) {
      items.push(...piece.items.map(parsed));
      if (piece.metadata) ends.push(piece.metadata);
    }
  } catch (caught) {
    error = caught;
  }
  return { items, ends, error };
}

async function watch(options?: EncodedWatchOptions) {
  const events: object[] = [];
  let error: unknown;
  try {
    for await (const piece of source.watchEncoded(Redis, options)) {
      for (const event of piece) events.push('object' in event ? { ...event, object: parsed(event.object) } : event);
    }
  } catch (caught) {
    error = caught;
  }
  return { events, error };
}

test('the client is a source itself', async () => {
  await serve(answering(200, listOf([])));
  expect(source).toBe(client);
});

describe('a list', () => {
  test('is asked for compressed, and answers the items and the metadata behind them', async () => {
    await serve(answering(200, listOf([redis('a'), redis('b')], { resourceVersion: '9', continue: 'more' })));
    const { items, ends, error } = await list({ namespace: 'a', labelSelector: 'b', limit: 2, resourceVersion: '0' });
    expect(error).toBeUndefined();
    expect(items).toEqual([redis('a'), redis('b')]);
    expect(ends).toEqual([expect.objectContaining({ resourceVersion: '9', continue: 'more' })]);
    expect(server.asked[0]?.url).toBe(
      '/apis/myapp.tangx.in/v1/namespaces/a/redis?labelSelector=b&limit=2&resourceVersion=0',
    );
    expect(server.asked[0]?.headers).toMatchObject({ accept: 'application/json', 'accept-encoding': 'gzip' });
  });

  test('that is compressed is decompressed as it comes', async () => {
    const names = Array.from({ length: 5000 }, (_, at) => `redis-${at}`);
    const bytes = gzipSync(JSON.stringify(listOf(names.map(redis))));
    const halves = [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)];
    await serve(sending(halves, cleanly, { 'content-encoding': 'gzip' }));
    const { items, error } = await list();
    expect(error).toBeUndefined();
    expect(items).toEqual(names.map(redis));
  });

  test.each([
    [{}, (text: string) => text],
    [{ 'content-encoding': 'gzip' }, (text: string) => gzipSync(text)],
  ])('comes in pieces, the first before the last is sent (%j)', async (headers, packed) => {
    const text = JSON.stringify(listOf(Array.from({ length: 3000 }, (_, at) => redis(`redis-${Math.sin(at)}`))));
    const bytes = Buffer.from(packed(text));
    await serve(sending([bytes.subarray(0, bytes.length - 100)], never, headers));
    const controller = new AbortController();
    for await (const { items } of source.listEncoded(Redis, { signal: controller.signal })) {
      expect(items.length).toBeGreaterThan(0);
      expect(items.reduce((sum, item) => sum + item.length, 0)).toBeLessThan(200_000);
      break;
    }
    controller.abort();
  });

  test('whose characters are cut in two is whole', async () => {
    const bytes = Buffer.from(JSON.stringify(listOf([redis('ü€😀')])));
    const cut = bytes.indexOf(Buffer.from('😀')) + 2;
    await serve(sending([bytes.subarray(0, cut), bytes.subarray(cut)]));
    expect((await list()).items).toEqual([redis('ü€😀')]);
  });

  const text = JSON.stringify(listOf([redis('a'), redis('b')]));
  test.each([
    ['is broken off', sending([text.slice(0, -60)], brokenOff), 1],
    ['ends in the middle', sending([text.slice(0, -60)]), 1],
    ['is cut while compressed', sending([gzipSync(text).subarray(0, -20)], cleanly, { 'content-encoding': 'gzip' }), 0],
    ['is said to be compressed and is not', sending([text], cleanly, { 'content-encoding': 'gzip' }), 0],
    ['is HTML', answering(200, '<html>'), 0],
    ['is empty', answering(200, ''), 0],
    ['is an object', answering(200, redis('a')), 0],
    ['has an item that is no object', answering(200, listOf([redis('a'), 7 as never])), 0],
  ])('that %s is a ConnectionError', async (_, script, atLeast) => {
    await serve(script);
    const { items, error, ends } = await list();
    expect(error).toBeInstanceOf(ConnectionError);
    expect(String(error)).toContain(`list Redis at ${server.url}: `);
    expect(items.length).toBeGreaterThanOrEqual(atLeast);
    expect(ends).toEqual([]);
  });

  test('that is refused is an ApiError, also where the refusal is compressed', async () => {
    const status = { kind: 'Status', code: 403, reason: 'Forbidden', message: 'no' };
    await serve(response => {
      response.writeHead(403, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync(JSON.stringify(status)));
    });
    expect(isForbidden((await list()).error)).toBe(true);
  });

  test('rejects with the reason of its signal, and leaves no request behind', async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> | undefined;
    await serve(response => {
      closed = once(response, 'close');
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(JSON.stringify(listOf([redis('a'), redis('b')])).slice(0, -10), () => controller.abort('enough'));
    });
    expect((await list({ signal: controller.signal })).error).toBe('enough');
    await closed;
  });

  test.each(['identity', 'gzip'])('rejects with that reason also behind a piece that came (%s)', async encoding => {
    const names = Array.from({ length: 3000 }, (_, at) => redis(`redis-${Math.sin(at)}`));
    const bytes = Buffer.from(JSON.stringify(listOf(names)));
    const part = (encoding === 'gzip' ? gzipSync(bytes) : bytes).subarray(0, -10);
    await serve(sending([part], never, { 'content-encoding': encoding }));
    const controller = new AbortController();
    const reading = (async () => {
      for await (const { items } of source.listEncoded(Redis, { signal: controller.signal })) {
        expect(items.length).toBeGreaterThan(0);
        setImmediate(() => controller.abort('enough'));
      }
    })();
    await expect(reading).rejects.toBe('enough');
  });

  test.each(['identity', 'gzip'])('that its reader leaves early leaves no request behind (%s)', async encoding => {
    let closed: Promise<unknown> | undefined;
    const names = Array.from({ length: 3000 }, (_, at) => redis(`redis-${Math.sin(at)}`));
    const bytes = Buffer.from(JSON.stringify(listOf(names)));
    await serve(response => {
      closed = once(response, 'close');
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
      response.write((encoding === 'gzip' ? gzipSync(bytes) : bytes).subarray(0, -10));
    });
    for await (const _ of source.listEncoded(Redis)) break;
    await closed;
  });

  test('that is compressed rejects with the reason of its signal, and leaves no request behind', async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> | undefined;
    await serve(response => {
      closed = once(response, 'close');
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.write(gzipSync(JSON.stringify(listOf([redis('a')]))).subarray(0, -10), () => controller.abort('enough'));
    });
    expect((await list({ signal: controller.signal })).error).toBe('enough');
    await closed;
  });
});

describe('a watch', () => {
  test('asks for what it is told to', async () => {
    await serve(sending([]));
    await watch({
      namespace: 'a',
      labelSelector: 'b',
      resourceVersion: '5',
      timeoutSeconds: 300,
      allowWatchBookmarks: true,
      sendInitialEvents: true,
      resourceVersionMatch: 'NotOlderThan',
    });
    expect(server.asked[0]?.url).toBe(
      '/apis/myapp.tangx.in/v1/namespaces/a/redis?watch=true&labelSelector=b&resourceVersion=5&timeoutSeconds=300' +
        '&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan',
    );
    expect(server.asked[0]?.headers['accept-encoding']).toBeUndefined();
  });

  test('answers changes and bookmarks in order, and ends when the server does', async () => {
    const bookmark = { kind: 'Redis', metadata: { resourceVersion: '9' } };
    const last = {
      kind: 'Redis',
      metadata: { resourceVersion: '10', annotations: { 'k8s.io/initial-events-end': 'true' } },
    };
    const text = line('ADDED', redis('a')) + line('MODIFIED', redis('a')) + line('DELETED', redis('a'));
    await serve(sending([text + line('BOOKMARK', bookmark), line('BOOKMARK', last)]));
    expect(await watch()).toEqual({
      events: [
        { type: 'ADDED', object: redis('a') },
        { type: 'MODIFIED', object: redis('a') },
        { type: 'DELETED', object: redis('a') },
        { type: 'BOOKMARK', resourceVersion: '9', initialEventsEnd: false },
        { type: 'BOOKMARK', resourceVersion: '10', initialEventsEnd: true },
      ],
      error: undefined,
    });
  });

  test('that comes compressed, unasked, is decompressed', async () => {
    const names = Array.from({ length: 3000 }, (_, at) => `redis-${Math.sin(at)}`);
    const bytes = gzipSync(names.map(name => line('ADDED', redis(name))).join(''));
    const parts = Array.from({ length: Math.ceil(bytes.length / 3000) }, (_, at) =>
      bytes.subarray(at * 3000, at * 3000 + 3000),
    );
    await serve(sending(parts, cleanly, { 'content-encoding': 'gzip' }));
    const { events, error } = await watch();
    expect(error).toBeUndefined();
    expect(events).toEqual(names.map(name => ({ type: 'ADDED', object: redis(name) })));
  });

  test('a change is answered as soon as it is there', async () => {
    await serve(sending([line('ADDED', redis('a'))], never));
    const controller = new AbortController();
    const iterator = source.watchEncoded(Redis, { signal: controller.signal })[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toHaveLength(1);
    controller.abort();
    expect((await iterator.next()).done).toBe(true);
  });

  test('nothing is told of a piece that completes no event', async () => {
    const text = line('ADDED', redis('a'));
    await serve(sending([text.slice(0, 20), text.slice(20), '\n', '\n'], cleanly));
    const sizes: number[] = [];
    for await (const events of source.watchEncoded(Redis)) sizes.push(events.length);
    expect(sizes).toEqual([1]);
  });

  test('a character that comes in two parts stays whole', async () => {
    const bytes = Buffer.from(line('ADDED', redis('ü€😀')));
    const cut = bytes.indexOf(Buffer.from('😀')) + 2;
    await serve(sending([bytes.subarray(0, cut), bytes.subarray(cut)]));
    expect((await watch()).events).toEqual([{ type: 'ADDED', object: redis('ü€😀') }]);
  });

  const added = line('ADDED', redis('a'));
  test.each([
    ['when the connection breaks', [added], brokenOff],
    ['when the connection breaks inside a line', [added, '{"type":"ADD'], brokenOff],
    ['when the stream ends inside a line', [added, '{"type":"ADD'], cleanly],
    ['when a line is not JSON', [`${added}<html>\n`], cleanly],
    ['when a line is no event', [`${added}{"type":"MOVED","object":{}}\n`], cleanly],
    ['when an object is of another kind', [added + line('ADDED', { ...redis('b'), kind: 'Pod' })], cleanly],
    ['when an object is of another version', [added + line('ADDED', { ...redis('b'), apiVersion: 'v1' })], cleanly],
  ])('ends with a ConnectionError, after the events before it, %s', async (_, parts, end) => {
    await serve(sending(parts, end));
    const { events, error } = await watch();
    expect(events).toHaveLength(1);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(String(error)).toContain(`watch Redis at ${server.url}: `);
  });

  test('ends with an ApiError when the version has expired, after the events before it', async () => {
    const status = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version: 1 (9)' };
    await serve(sending([added + line('ERROR', status)], never));
    const { events, error } = await watch();
    expect(events).toHaveLength(1);
    expect(isExpired(error)).toBe(true);
    expect(String(error)).toBe('ApiError: watch Redis: too old resource version: 1 (9) (410 Expired)');
  });

  test('that is refused is an ApiError', async () => {
    await serve(answering(401, { kind: 'Status', code: 401, reason: 'Unauthorized', message: 'who?' }));
    expect(isUnauthorized((await watch()).error)).toBe(true);
  });

  test('ends without an error when its signal aborts, and leaves no request behind', async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> | undefined;
    await serve(response => {
      closed = once(response, 'close');
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(added, () => controller.abort());
    });
    expect((await watch({ signal: controller.signal })).error).toBeUndefined();
    await closed;
  });
});

describe('metadata alone', () => {
  const form = 'g=meta.k8s.io;v=v1,application/json';
  const { apiVersion, kind, metadata } = redis('a');

  test('is asked for in a list', async () => {
    await serve(answering(200, { ...listOf([{ metadata }]), kind: 'PartialObjectMetadataList' }));
    expect((await list({ metadataOnly: true })).items).toEqual([{ metadata }]);
    expect(server.asked[0]?.headers.accept).toBe(`application/json;as=PartialObjectMetadataList;${form}`);
  });

  test('is asked for in a watch', async () => {
    const object = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
    await serve(sending([line('ADDED', object)]));
    expect((await watch({ metadataOnly: true })).events).toEqual([{ type: 'ADDED', object }]);
    expect(server.asked[0]?.headers.accept).toBe(`application/json;as=PartialObjectMetadata;${form}`);
  });

  test('is cut out where the server sends whole objects', async () => {
    await serve((response, asked, request) =>
      asked.url.includes('watch')
        ? sending([line('ADDED', redis('a'))])(response, asked, request)
        : answering(200, listOf([redis('a')]))(response, asked, request),
    );
    expect((await list({ metadataOnly: true })).items).toEqual([{ apiVersion, kind, metadata }]);
    expect((await watch({ metadataOnly: true })).events).toEqual([
      { type: 'ADDED', object: { apiVersion, kind, metadata } },
    ]);
  });
});

describe('any other client', () => {
  const printing = (options: { metadataOnly?: boolean } = {}) => {
    source = encodedSource({
      list: async () => ({ items: [redis('a') as never], metadata: { resourceVersion: '9', continue: 'more' } }),
      watch: async function* () {
        yield { type: 'ADDED', object: redis('a') as never } as const;
        yield { type: 'BOOKMARK', resourceVersion: '9' } as const;
      },
    });
    return Promise.all([list(options), watch(options)]);
  };

  test('is a source whose objects are printed again', async () => {
    const [listed, watched] = await printing();
    expect(listed).toEqual({
      items: [redis('a')],
      ends: [{ resourceVersion: '9', continue: 'more' }],
      error: undefined,
    });
    expect(watched.events).toEqual([
      { type: 'ADDED', object: redis('a') },
      { type: 'BOOKMARK', resourceVersion: '9', initialEventsEnd: false },
    ]);
    expect(source.streamsInitialEvents).toBe(false);
    server = await ScriptedServer.start(answering(200, {}));
  });

  test('is not asked to stream a list', async () => {
    await printing();
    for (const wish of [{ sendInitialEvents: true }, { resourceVersionMatch: 'NotOlderThan' }] as const) {
      expect((await watch(wish)).error).toEqual(new TypeError('this client cannot stream a list'));
    }
    server = await ScriptedServer.start(answering(200, {}));
  });

  test('gives metadata alone too', async () => {
    const { apiVersion, kind, metadata } = redis('a');
    const [listed, watched] = await printing({ metadataOnly: true });
    expect([...listed.items, ...watched.events.slice(0, 1)]).toEqual([
      { apiVersion, kind, metadata },
      { type: 'ADDED', object: { apiVersion, kind, metadata } },
    ]);
    server = await ScriptedServer.start(answering(200, {}));
  });
});
