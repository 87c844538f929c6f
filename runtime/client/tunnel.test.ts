import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { getCACertificates } from 'node:tls';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createAuthority, issueServerCertificate } from '../../devcluster/tls/certificates.js';
import { Redis } from '../../test/sample-kind.js';
import { ScriptedProxy } from '../../test/scripted-proxy.js';
import { answering, ScriptedServer } from '../../test/scripted-server.js';
import { ConnectionError } from './connection-error.js';
import { proxyTrust, tunnel } from './tunnel.js';

const key = { namespace: 'default', name: 'a' };
const redis = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: key, spec: {} };
const authority = await createAuthority(new Date());
const certificate = await issueServerCertificate(authority, ['api.example', '127.0.0.1'], new Date());
const tls = { cert: certificate.certificate, key: certificate.key };

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A client whose way to a server goes through the proxy; only there is the server's name known. */
async function clientThrough(proxy: ScriptedProxy, { http = false, login = '' } = {}) {
  cleanups.push(() => proxy.close());
  const server = await ScriptedServer.start(answering(200, redis), http ? undefined : tls);
  cleanups.push(() => server.close());
  const { port, protocol } = new URL(server.url);
  const client = await server.client({
    access: {
      ...server.access,
      server: new URL(`${protocol}//api.example:${port}`),
      proxy: new URL(proxy.url.replace('//', `//${login}`)),
      credentials: async () => ({ headers: {}, tls: http ? {} : { ca: authority.certificate } }),
    },
  });
  return { client, server, target: `api.example:${port}` };
}

const proxies: [string, () => Promise<ScriptedProxy>][] = [
  ['an HTTP proxy', () => ScriptedProxy.http()],
  ['an HTTPS proxy, whose certificate is one of the cluster,', () => ScriptedProxy.http(200, tls)],
  ['a SOCKS5 proxy', () => ScriptedProxy.socks()],
];

describe.each(proxies)('through %s', (_, start) => {
  test('calls go to the name of the server, over a connection that is kept', async () => {
    const proxy = await start();
    const { client, target } = await clientThrough(proxy);
    for (let call = 0; call < 10; call++) expect(await client.get(Redis, key)).toEqual(redis);
    expect(proxy.reached.length).toBeLessThanOrEqual(2);
    expect(proxy.reached[0]).toEqual({ target, credentials: undefined });
  });

  test('with the name and password of its URL', async () => {
    const proxy = await start();
    const { client } = await clientThrough(proxy, { login: 'jane:p%40ss@' });
    await client.get(Redis, key);
    expect(proxy.reached[0]?.credentials).toBe('jane:p@ss');
  });
});

/** Milliseconds until the kernel asks for a sign of life on each connection to this port; undefined where it never does. */
function keepAlives(port: string): (number | undefined)[] {
  const far = `0100007F:${Number(port).toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = readFileSync('/proc/self/net/tcp', 'utf8').trim().split('\n');
  return rows
    .map(row => row.trim().split(/\s+/))
    .filter(([, , remote, state]) => remote === far && state === '01')
    .map(([, , , , , timer = '']) => (timer.startsWith('02:') ? Number.parseInt(timer.slice(3), 16) * 10 : undefined));
}

// Only Linux tells.
if (existsSync('/proc/self/net/tcp')) {
  const ways: [string, (() => Promise<ScriptedProxy>) | undefined, { http?: boolean }][] = [
    ['the server without TLS', undefined, { http: true }],
    ['the server', undefined, {}],
    ...proxies.map(([name, start]): (typeof ways)[number] => [name, start, {}]),
    ['an HTTP proxy that is asked for the whole address', () => ScriptedProxy.http(), { http: true }],
    ['a SOCKS5 proxy without TLS behind it', () => ScriptedProxy.socks(), { http: true }],
  ];
  test.each(ways)('a silent connection to %s is tried after 30 s', async (_, start, { http = false }) => {
    const proxy = await start?.();
    if (proxy !== undefined) cleanups.push(() => proxy.close());
    const server = await ScriptedServer.start(answering(200, redis), http ? undefined : tls);
    cleanups.push(() => server.close());
    const credentials = async () => ({ headers: {}, tls: http ? {} : { ca: authority.certificate } });
    const access = { ...server.access, proxy: proxy && new URL(proxy.url), credentials };
    await (await server.client({ access })).get(Redis, key);
    const { port } = new URL(proxy?.url ?? server.url);
    await expect.poll(() => keepAlives(port)).toEqual([expect.any(Number)]);
    for (const rest of keepAlives(port)) {
      expect(rest).toBeLessThanOrEqual(30_000);
    }
  });
}

test.each([
  ['nothing', undefined, '0'],
  ['an authority of the cluster', 'CA', undefined],
])('an HTTPS proxy is checked with the well-known authorities where the server is checked with %s', (_, ca, env) => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', env);
  cleanups.push(() => vi.unstubAllEnvs());
  const all = ca && [...getCACertificates(), ca];
  expect(proxyTrust({ ca })).toEqual({ rejectUnauthorized: true, ...(all && { ca: all }) });
  expect(proxyTrust({ ca, rejectUnauthorized: false }).rejectUnauthorized).toBe(false);
});

describe('to a server without TLS', () => {
  test('an HTTP proxy is asked for the whole address', async () => {
    const proxy = await ScriptedProxy.http();
    cleanups.push(() => proxy.close());
    const server = await ScriptedServer.start(answering(200, redis));
    cleanups.push(() => server.close());
    const access = { ...server.access, proxy: new URL(proxy.url.replace('//', '//jane:x@')) };
    const client = await server.client({ access });
    expect(await client.get(Redis, key)).toEqual(redis);
    const target = `${server.url}/apis/myapp.tangx.in/v1/namespaces/default/redis/a`;
    expect(proxy.reached).toEqual([{ target, credentials: 'jane:x' }]);
  });

  test('closing ends a watch through an HTTP proxy', async () => {
    const proxy = await ScriptedProxy.http();
    cleanups.push(() => proxy.close());
    const bookmark = '{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"7"}}}\n';
    const server = await ScriptedServer.start(response => response.writeHead(200).write(bookmark));
    cleanups.push(() => server.close());
    const client = await server.client({ access: { ...server.access, proxy: new URL(proxy.url) } });
    const watch = client.watch(Redis)[Symbol.asyncIterator]();
    expect((await watch.next()).value).toMatchObject({ resourceVersion: '7' });
    const next = watch.next();
    await Promise.all([client.close(), expect(next).rejects.toThrow(ConnectionError)]);
  });

  test('a SOCKS5 proxy makes a tunnel', async () => {
    const proxy = await ScriptedProxy.socks();
    const { client, target } = await clientThrough(proxy, { http: true });
    expect(await client.get(Redis, key)).toEqual(redis);
    expect(proxy.reached).toEqual([{ target, credentials: undefined }]);
  });
});

describe('a proxy that does not let us through is named without its password', () => {
  test.each<[string, () => Promise<ScriptedProxy>, RegExp]>([
    [
      'wants a password',
      () => ScriptedProxy.http(407),
      /it answers 407 As Scripted\. Is http:\/\/NAME:PASSWORD@HOST:PORT/,
    ],
    ['forbids it', () => ScriptedProxy.http(403), /it answers 403 As Scripted/],
    ['cannot reach the server', () => ScriptedProxy.socks(5), /rejected connection.*ConnectionRefused/i],
  ])('and %s', async (_, start, why) => {
    const proxy = await start();
    const { client, server } = await clientThrough(proxy, { login: 'jane:SECRET@' });
    const error = (await client.create(Redis, { metadata: key, spec: {} }).catch((reason: unknown) => reason)) as Error;
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toContain(`the proxy ${proxy.url}: `);
    expect(error.message).toMatch(why);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('SECRET');
    expect(server.asked).toEqual([]);
  });

  test('and is down', async () => {
    const proxy = await ScriptedProxy.http();
    const { client } = await clientThrough(proxy);
    await proxy.close();
    cleanups.splice(0, 1);
    const error = (await client.get(Redis, key).catch((reason: unknown) => reason)) as ConnectionError;
    expect(error.message).toContain(`the proxy ${proxy.url}: `);
    expect(error.code).toBe('ECONNREFUSED');
    expect(error.message).toMatch(/Is it right in proxy-url, or in HTTPS_PROXY\?$/);
  });
});

test.each(['http', 'https', 'socks5'])('a proxy that says nothing (%s) is given up after 30 s', async scheme => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  cleanups.push(() => silent.close());
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  cleanups.push(() => vi.useRealTimers());
  const proxy = new URL(`${scheme}://127.0.0.1:${(silent.address() as AddressInfo).port}`);
  let outcome: unknown;
  const end = { hostname: 'api.example', port: 443 };
  const over = tunnel(proxy, end, {}, new AbortController().signal).catch((error: unknown) => {
    outcome = error;
  });
  const [socket] = (await once(silent, 'connection')) as [Socket];
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  // It is the client who speaks first.
  await once(socket, 'data');
  vi.advanceTimersByTime(29_999);
  await turn();
  expect(outcome).toBeUndefined();
  vi.advanceTimersByTime(1);
  await over;
  expect(outcome).toMatchObject({
    code: 'ETIMEDOUT',
    message: `the proxy ${proxy.origin === 'null' ? proxy.href : proxy.origin}: it has said nothing for 30 s. Is it right in proxy-url, or in HTTPS_PROXY?`,
  });
  await closed;
  expect(vi.getTimerCount()).toBe(0);
});

test('a way that was found leaves no timer behind', async () => {
  const proxy = await ScriptedProxy.http();
  cleanups.push(() => proxy.close());
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  cleanups.push(() => vi.useRealTimers());
  const end = { hostname: 'api.example', port: (server.address() as AddressInfo).port };
  const socket = await tunnel(new URL(proxy.url), end, {}, new AbortController().signal);
  socket.on('error', () => {}).destroy();
  expect(vi.getTimerCount()).toBe(0);
});

test('closing does not wait for a proxy that says nothing', async () => {
  const proxy = await ScriptedProxy.http(0);
  const { client } = await clientThrough(proxy);
  const call = client.get(Redis, key).catch((reason: unknown) => reason);
  await expect.poll(() => proxy.reached).toHaveLength(1);
  await client.close();
  expect(await call).toBeInstanceOf(ConnectionError);
});
