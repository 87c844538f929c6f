import { getEventListeners } from 'node:events';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Redis } from '../../test/sample-kind.js';
import { answering, inTurn, type Script, ScriptedServer } from '../../test/scripted-server.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { TlsMaterial } from './access.js';
import { isServiceUnavailable, isTooManyRequests } from './api-reasons.js';
import { ConnectionError } from './connection-error.js';
import { Dispatchers } from './dispatcher.js';
import { type StreamAnswer, Transport } from './transport.js';

const key = { namespace: 'default', name: 'a' };
const redis = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: key, spec: {} };
const busy: Script = answering(429, { kind: 'Status', code: 429, reason: 'TooManyRequests' }, { 'retry-after': '2' });
const reset: Script = (_response, _asked, request) => request.socket.destroy();

let server: ScriptedServer;
afterEach(() => server.close());

async function start(script: Script) {
  server = await ScriptedServer.start(script);
  return server.client();
}

const rejection = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error('it did not reject'),
    (error: Error) => error,
  );

describe('connections', () => {
  test('200 calls in sequence share theirs', async () => {
    const client = await start(answering(200, redis));
    for (let call = 0; call < 200; call++) await client.get(Redis, key);
    expect(server.asked).toHaveLength(200);
    // The next request can start while the end of the last answer is still being read.
    expect(server.connections).toBeLessThanOrEqual(2);
  });

  test('a delete, which has a body, gives its connection back', async () => {
    const client = await start(answering(200, {}));
    for (let call = 0; call < 20; call++) await client.delete(Redis, key, { preconditions: { uid: 'u' } });
    expect(server.connections).toBeLessThanOrEqual(2);
  });

  test('a pool is kept until the TLS material changes, and then finishes its calls', async () => {
    server = await ScriptedServer.start(answering(200, redis));
    const dispatchers = new Dispatchers(new URL(server.url), { proxy: undefined, http2: true });
    const tls: TlsMaterial = { rejectUnauthorized: false };
    const first = dispatchers.for(tls);
    expect(dispatchers.for({ ...tls })).toBe(first);
    const second = dispatchers.for({ ...tls, servername: 'other' });
    expect(second).not.toBe(first);
    await expect(first.request({ origin: server.url, path: '/', method: 'GET' })).rejects.toThrow();
    await second.request({ origin: server.url, path: '/', method: 'GET' }).then(({ body }) => body.dump());
    await dispatchers.close();
  });

  test.each([true, false])('of watches come from the pool of calls with HTTP/2 alone (%s)', async http2 => {
    server = await ScriptedServer.start(answering(200, redis));
    const dispatchers = new Dispatchers(new URL(server.url), { proxy: undefined, http2 });
    const tls: TlsMaterial = {};
    const watches = dispatchers.forWatches(tls);
    expect(dispatchers.forWatches({ ...tls })).toBe(watches);
    expect(dispatchers.for(tls) === watches).toBe(http2);
    await dispatchers.close();
  });

  test('that the other side has closed are made again', async () => {
    const client = await start(answering(200, redis));
    for (let call = 0; call < 5; call++) {
      await client.get(Redis, key);
      server.closeAllConnections();
    }
    expect(await client.get(Redis, key)).toEqual(redis);
  });

  test('of a hundred watches leave room for calls', async () => {
    const client = await start((response, asked, request) => {
      if (!asked.url.includes('watch=true')) return answering(200, redis)(response, asked, request);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"1"}}}\n');
    });
    const watches = Array.from({ length: 100 }, () => client.watch(Redis)[Symbol.asyncIterator]());
    await Promise.all(watches.map(watch => watch.next()));
    const calls = Array.from({ length: 100 }, () => client.get(Redis, key));
    expect(await Promise.all(calls)).toHaveLength(100);
    await Promise.all(watches.map(watch => watch.return?.()));
  });

  test('to a server that says nothing end after a while', async () => {
    server = await ScriptedServer.start(() => {});
    const { clock } = server;
    const transport = new Transport(server.access, {
      userAgent: 'test',
      http2: false,
      clock,
      random: () => 0.5,
      patience: 10,
    });
    const error = await rejection(transport.send({ attempt: 'create a', method: 'POST', path: '/' }));
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'UND_ERR_HEADERS_TIMEOUT' });
    expect(server.asked).toHaveLength(1);
    await transport.close();
  });

  /** Asks for what is streamed, of a server that has half a second. */
  async function open(path: string, script: Script): Promise<StreamAnswer> {
    server = await ScriptedServer.start(script);
    const { access, clock } = server;
    const options = { userAgent: 'test', http2: false, clock, random: () => 0.5, patience: 500 };
    const transport = new Transport(access, options);
    onTestFinished(() => transport.close());
    return transport.open({ attempt: 'watch a', method: 'GET', path });
  }
  /** Begins to say something, and does not go on. */
  const unfinished =
    (status: number, headers = {}): Script =>
    response =>
      void response.writeHead(status, headers).write('{');
  const endless: Script = response => {
    response.writeHead(403);
    const more = (): void => {
      if (!response.destroyed) response.write(Buffer.alloc(64 * 1024), more);
    };
    more();
  };
  const whole = Buffer.from('{}');

  describe.each(['/?watch=true', '/'])('of a stream at %s', path => {
    test.each([
      ['is silent in its midst', unfinished(403), 'the answer did not end within 500 ms'],
      ['does not cease', endless, 'the answer is longer than 1048576 bytes'],
    ])('a refusal that %s is given up, with its connection', async (_, script, message) => {
      const closed = Promise.withResolvers<void>();
      const answer = await open(path, (response, ...asked) => {
        response.on('close', closed.resolve);
        script(response, ...asked);
      });
      expect(answer.status).toBe(403);
      const error = await rejection(answer.text());
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error.message).toBe(`watch a at ${server.url}: ${message}`);
      await closed.promise;
    });

    test('an answer that asks to come again, and does not end, is not waited for', async () => {
      const answer = await open(path, inTurn(unfinished(429, { 'retry-after': '1' }), answering(200, '{}')));
      expect(answer.status).toBe(200);
      for await (const piece of answer.body) expect(Buffer.from(piece)).toEqual(whole);
      expect(server.asked).toHaveLength(2);
    });
  });

  test('closing ends what is under way', async () => {
    const client = await start(() => void client.close());
    const error = await rejection(client.create(Redis, { metadata: key, spec: {} }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect((await rejection(client.get(Redis, key))).message).toMatch('the client is closed');
    expect(server.asked).toHaveLength(1);
    expect(server.pauses).toEqual([]);
  });

  test.each<[string, Script, object]>([
    ['to try again', inTurn(answering(200, redis), busy), {}],
    ['for the rate limit', answering(200, redis), { rateLimit: { qps: 0.001, burst: 1 } }],
  ])('closing ends what waits %s', async (_, script, options) => {
    server = await ScriptedServer.start(script);
    const clock = new FakeClock();
    const client = await server.client({ clock, ...options });
    await client.get(Redis, key);
    const call = rejection(client.get(Redis, key));
    await expect.poll(() => clock.pending).toBe(1);
    await client.close();
    expect(String(await call)).toMatch(/^ConnectionError: get Redis default\/a at .*: the client is closed$/);
    expect(clock.pending).toBe(0);
  });
});

test('answers may be compressed', async () => {
  const body = { ...redis, spec: { image: 'ü'.repeat(1000) } };
  const client = await start(response => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(gzipSync(JSON.stringify(body)));
  });
  expect(await client.get(Redis, key)).toEqual(body);
});

describe('a busy server', () => {
  test('is asked again after the time that it names, also for a write', async () => {
    const unready = answering(503, 'starting', { 'retry-after': '1' });
    const client = await start(inTurn(busy, unready, answering(201, redis)));
    expect(await client.create(Redis, { metadata: key, spec: {} })).toEqual(redis);
    expect(server.pauses).toEqual([2000, 1000]);
    expect(server.asked.map(({ body }) => body)).toEqual(Array(3).fill(server.asked[0]?.body));
  });

  test('is not asked again for a write of which its sender says no meanwhile', async () => {
    const client = await start(inTurn(busy, answering(201, redis)));
    const stale = new Error('no longer wished');
    let sends = 0;
    const beforeSend = (): void => {
      sends += 1;
      // Each time twice: before there is a connection, and when it goes out.
      if (sends === 3) throw stale;
    };
    expect(await rejection(client.create(Redis, { metadata: key, spec: {} }, { beforeSend }))).toBe(stale);
    expect(server.asked).toHaveLength(1);
  });

  test('is asked ten times more at most', async () => {
    const client = await start(busy);
    expect(isTooManyRequests(await rejection(client.get(Redis, key)))).toBe(true);
    expect(server.asked).toHaveLength(11);
  });

  test.each([
    ['no time is named', {}],
    ['the time is a date', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }],
    ['the time is longer than a minute', { 'retry-after': '61' }],
  ])('is not asked again when %s', async (_, headers) => {
    const client = await start(answering(503, 'starting', headers));
    expect(isServiceUnavailable(await rejection(client.get(Redis, key)))).toBe(true);
    expect(server.asked).toHaveLength(1);
  });

  test.each([409, 500, 504])('is not asked again after %d, whatever time it names', async status => {
    const client = await start(answering(status, { kind: 'Status', code: status }, { 'retry-after': '1' }));
    await rejection(client.create(Redis, { metadata: key, spec: {} }));
    expect(server.asked).toHaveLength(1);
  });
});

describe('a broken connection', () => {
  test('is made again for a read, with growing and spread pauses', async () => {
    const client = await start(inTurn(reset, reset, answering(200, redis)));
    expect(await client.get(Redis, key)).toEqual(redis);
    expect(server.pauses).toEqual([100, 200]);
  });

  test('is given up after four tries, and says so', async () => {
    const client = await start(reset);
    const error = await rejection(client.get(Redis, key));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toMatch(`get Redis default/a at ${server.url}: `);
    expect(error.cause).toBeInstanceOf(Error);
    expect(server.asked).toHaveLength(4);
  });

  test('is not made again for a write, which may have been carried out', async () => {
    const client = await start(reset);
    const writes = [
      () => client.create(Redis, { metadata: key, spec: {} }),
      () => client.update(Redis, { metadata: key, spec: {} }),
      () => client.patch(Redis, key, {}),
      () => client.apply(Redis, { metadata: key }),
      () => client.delete(Redis, key),
      () => client.scale(Redis).set(key, 1),
    ];
    for (const write of writes) expect(await rejection(write())).toBeInstanceOf(ConnectionError);
    expect(server.asked).toHaveLength(writes.length);
    expect(server.pauses).toEqual([]);
  });

  test('is not made again once the answer has begun', async () => {
    const client = await start((response, _asked, request) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => request.socket.destroy());
    });
    expect(await rejection(client.get(Redis, key))).toBeInstanceOf(ConnectionError);
    expect(server.asked).toHaveLength(1);
  });

  test('to a server that is down names the code and the next step', async () => {
    server = await ScriptedServer.start(reset);
    await server.close();
    const client = await server.client();
    const error = (await rejection(client.get(Redis, key))) as ConnectionError;
    expect(error.code).toBe('ECONNREFUSED');
    expect(error.message).toMatch('Is the API server running? See: kubectl cluster-info');
  });
});

describe('an abort', () => {
  const why = new Error('stop');

  test('before the call makes no request', async () => {
    const client = await start(answering(200, redis));
    expect(await rejection(client.get(Redis, key, { signal: AbortSignal.abort(why) }))).toBe(why);
    expect(server.asked).toEqual([]);
  });

  test('while the server thinks rejects with its reason', async () => {
    const controller = new AbortController();
    const client = await start(() => controller.abort(why));
    expect(await rejection(client.get(Redis, key, { signal: controller.signal }))).toBe(why);
  });

  test('in the middle of the answer rejects with its reason', async () => {
    const controller = new AbortController();
    const client = await start(response => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => setImmediate(() => controller.abort(why)));
    });
    expect(await rejection(client.get(Redis, key, { signal: controller.signal }))).toBe(why);
  });

  test('while waiting to try again rejects with its reason', async () => {
    const controller = new AbortController();
    const clock = new FakeClock();
    server = await ScriptedServer.start(busy);
    const client = await server.client({
      clock: {
        ...pick(clock),
        setTimer: (delay, callback) => {
          queueMicrotask(() => controller.abort(why));
          return clock.setTimer(delay, callback);
        },
      },
    });
    expect(await rejection(client.get(Redis, key, { signal: controller.signal }))).toBe(why);
    expect(clock.pending).toBe(0);
  });
});

function pick(clock: FakeClock) {
  return { now: () => clock.now(), monotonic: () => clock.monotonic() };
}

test('a signal that lives on keeps nothing of calls that have ended', async () => {
  const any = vi.spyOn(AbortSignal, 'any');
  server = await ScriptedServer.start(inTurn(busy, answering(200, redis)));
  const client = await server.client({ rateLimit: { qps: 1, burst: 1 } });
  const { signal } = new AbortController();
  for (let call = 0; call < 3; call++) await client.get(Redis, key, { signal });
  // One before it is asked again, and one for each turn but the first.
  expect(server.pauses).toHaveLength(4);
  await expect.poll(() => getEventListeners(signal, 'abort')).toEqual([]);
  // In Node 22 these stay in memory for as long as the signals that they are made of: hack/client/memory.ts measures it.
  expect(any).not.toHaveBeenCalled();
  any.mockRestore();
});

describe('credentials', () => {
  test('are asked for each time, and once for calls that start together', async () => {
    server = await ScriptedServer.start(answering(200, redis));
    let asked = 0;
    const credentials = async () => ({ headers: { authorization: `Bearer ${++asked}` }, tls: {} });
    const client = await server.client({ access: { ...server.access, credentials } });
    await Promise.all([client.get(Redis, key), client.get(Redis, key)]);
    await client.get(Redis, key);
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer 1', 'Bearer 1', 'Bearer 2']);
  });

  test('that cannot be had name the user and the next step, and are not asked for again', async () => {
    server = await ScriptedServer.start(answering(200, redis));
    let asked = 0;
    const credentials = async () => {
      asked++;
      throw new Error('aws: command not found\n');
    };
    const client = await server.client({ access: { ...server.access, credentials } });
    const error = await rejection(client.get(Redis, key));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toMatch(
      'no credentials for dev: aws: command not found. Does this work: kubectl auth whoami',
    );
    expect(asked).toBe(1);
  });
});
