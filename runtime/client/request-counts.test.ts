import { afterEach, describe, expect, test } from 'vitest';
import { Redis } from '../../test/sample-kind.js';
import { answering, inTurn, type Script, ScriptedServer } from '../../test/scripted-server.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { SentRequest } from './request-counts.js';

const key = { namespace: 'default', name: 'a' };
const redis = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: key, spec: {} };
const busy: Script = answering(429, { kind: 'Status', code: 429, reason: 'TooManyRequests' }, { 'retry-after': '2' });
const reset: Script = (_response, _asked, request) => request.socket.destroy();
const rejection = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

let server: ScriptedServer;
afterEach(() => server.close());

describe('what was sent', () => {
  test('is told as soon as it is answered, each attempt, and counted', async () => {
    const told: SentRequest[] = [];
    const clock = new FakeClock();
    server = await ScriptedServer.start(
      inTurn(
        (response, ...call) => void clock.advance(30).then(() => answering(200, redis)(response, ...call)),
        busy,
        answering(201, redis),
        reset,
      ),
    );
    const client = await server.client({
      onRequest: sent => told.push(sent),
      clock: { ...server.clock, monotonic: () => clock.monotonic() },
    });
    await client.get(Redis, key);
    await client.create(Redis, { metadata: key, spec: {} });
    await rejection(client.delete(Redis, key));
    const { host } = new URL(server.url);
    const path = '/apis/myapp.tangx.in/v1/namespaces/default/redis';
    const common = { host, isWatch: false, isRetry: false, latency: 0 };
    expect(told).toEqual([
      { ...common, method: 'GET', path: `${path}/a`, code: '200', latency: 30 },
      { ...common, method: 'POST', path, code: '429' },
      { ...common, method: 'POST', path, code: '201', isRetry: true },
      { ...common, method: 'DELETE', path: `${path}/a`, code: '<error>' },
    ]);
    await rejection(client.delete(Redis, key));
    expect(client.requests.all).toEqual([
      { code: '200', method: 'GET', host, count: 1 },
      { code: '429', method: 'POST', host, count: 1 },
      { code: '201', method: 'POST', host, count: 1 },
      { code: '<error>', method: 'DELETE', host, count: 2 },
    ]);
    expect(client.requests.retries).toBe(1);
  });

  test('is not what the sender takes back as it goes out, or before', async () => {
    server = await ScriptedServer.start(answering(200, redis));
    const client = await server.client();
    for (const last of [2, 1]) {
      let asked = 0;
      const beforeSend = (): void => {
        asked += 1;
        if (asked === last) throw new Error('no longer the leader');
      };
      expect(await rejection(client.delete(Redis, key, { beforeSend }))).toMatchObject({
        message: 'no longer the leader',
      });
      expect(asked).toBe(last);
    }
    expect([server.asked, client.requests.all]).toEqual([[], []]);
  });

  test('is told and counted once, even when whoever hears of it throws', async () => {
    const told: string[] = [];
    server = await ScriptedServer.start(answering(200, redis));
    const onRequest = ({ code }: SentRequest) => {
      told.push(code);
      throw new Error('no such metric');
    };
    const client = await server.client({ onRequest });
    expect(String(await rejection(client.get(Redis, key)))).toBe('Error: no such metric');
    expect(told).toEqual(['200']);
    expect(client.requests.all.map(({ code, count }) => [code, count])).toEqual([['200', 1]]);
  });

  test('is held back by a limit, but for watches', async () => {
    const told: SentRequest[] = [];
    server = await ScriptedServer.start(answering(200, ''));
    const rateLimit = { qps: 0.001, burst: 1 };
    const client = await server.client({ rateLimit, onRequest: sent => told.push(sent) });
    for (let watch = 0; watch < 5; watch++) for await (const _ of client.watch(Redis));
    expect(server.pauses).toEqual([]);
    expect(told.map(({ isWatch }) => isWatch)).toEqual(Array(5).fill(true));
    server.script(answering(200, redis));
    await client.get(Redis, key);
    expect(client.requests.limitedMilliseconds).toBe(0);
    await client.get(Redis, key);
    expect(server.pauses).toHaveLength(1);
    expect(client.requests.limitedMilliseconds).toBe(server.pauses[0]);
  });

  test('is not limited by what is no limit', async () => {
    server = await ScriptedServer.start(answering(200, redis));
    await expect(server.client({ rateLimit: { qps: 0 } })).rejects.toThrow('rateLimit.qps must be more than 0, got 0');
  });

  test('is told with its sizes, waits and look-ups to an observer', async () => {
    const heard: unknown[] = [];
    server = await ScriptedServer.start(inTurn(busy, answering(200, redis)));
    const { port } = new URL(server.url);
    const host = `localhost:${port}`;
    const access = { ...server.access, server: new URL(`http://${host}`) };
    const client = await server.client({ access, rateLimit: { qps: 1000, burst: 1 } });
    client.requests.observe({
      sent: ({ method, code, isRetry }, bytes) => heard.push(['sent', method, code, isRetry, bytes]),
      limited: (request, milliseconds) => heard.push(['limited', request, milliseconds]),
      answered: (request, bytes) => heard.push(['answered', request, bytes]),
      resolved: (name, milliseconds) => heard.push(['resolved', name, milliseconds]),
    });
    const object = { metadata: { ...key, labels: { 'example.com/word': 'größe' } }, spec: {} };
    await client.update(Redis, object as never);
    const { length } = Buffer.from(server.asked[0]?.body ?? '');
    expect(heard).toEqual([
      ['limited', { method: 'PUT', host }, 0],
      ['resolved', 'localhost', expect.any(Number)],
      ['sent', 'PUT', '429', false, length],
      ['limited', { method: 'PUT', host }, expect.any(Number)],
      ['sent', 'PUT', '200', true, length],
      ['answered', { method: 'PUT', host }, JSON.stringify(redis).length],
    ]);
  });
});
