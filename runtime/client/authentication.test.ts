import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import {
  createAuthority,
  issueClientCertificate,
  issueServerCertificate,
  type KeyedCertificate,
} from '../../devcluster/tls/certificates.js';
import { Redis } from '../../test/sample-kind.js';
import { answering, inTurn, type Script, ScriptedServer } from '../../test/scripted-server.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { Access, Credentials } from './access.js';
import { isUnauthorized } from './api-reasons.js';
import { ConnectionError } from './connection-error.js';
import { inClusterAccess } from './in-cluster.js';
import { loadAccess } from './kube-config.js';

const key = { namespace: 'default', name: 'a' };
const redis = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: key, spec: {} };
const unauthorized = answering(401, { kind: 'Status', code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
const ok = answering(200, redis);

const folder = mkdtempSync(join(tmpdir(), 'kubewright-'));
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function start(script: Script, tls?: KeyedCertificate, more: object = {}) {
  const server = await ScriptedServer.start(script, tls && { cert: tls.certificate, key: tls.key, ...more });
  cleanups.push(() => server.close());
  return server;
}

/** The tokens of an access in turn: each time that one is refused the next is current. */
function tokens(server: ScriptedServer, ...all: string[]): Access & { refused: number } {
  const access = {
    ...server.access,
    refused: 0,
    async credentials(refused?: Credentials) {
      if (refused?.headers.authorization === all[0] && all.length > 1) all.shift();
      if (refused !== undefined) access.refused += 1;
      return { headers: { authorization: all[0] ?? '' }, tls: {} };
    },
  };
  return access;
}

const authorizations = (server: ScriptedServer) => server.asked.map(({ headers }) => headers.authorization);
const rejection = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe('an answer 401', () => {
  test('has the same request sent again with other credentials, whatever it does', async () => {
    const server = await start(inTurn(unauthorized, ok));
    const client = await server.client({ access: tokens(server, 'one', 'two') });
    expect(await client.create(Redis, { metadata: key, spec: {} })).toEqual(redis);
    expect(authorizations(server)).toEqual(['one', 'two']);
    expect(server.asked[1]?.body).toBe(server.asked[0]?.body);
    await client.get(Redis, key);
    expect(authorizations(server)[2]).toBe('two');
    expect(server.pauses).toEqual([]);
  });

  test('has a watch begun again', async () => {
    const bookmark = `{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"7"}}}\n`;
    const server = await start(inTurn(unauthorized, answering(200, bookmark)));
    const client = await server.client({ access: tokens(server, 'one', 'two') });
    const events = [];
    for await (const event of client.watch(Redis)) events.push(event);
    expect(events).toEqual([{ type: 'BOOKMARK', resourceVersion: '7' }]);
  });

  test('is the answer when the other credentials are refused, too', async () => {
    const server = await start(unauthorized);
    const client = await server.client({ access: tokens(server, 'one', 'two', 'three') });
    expect(isUnauthorized(await rejection(client.get(Redis, key)))).toBe(true);
    expect(authorizations(server)).toEqual(['one', 'two']);
  });

  test('is the answer when there are no others', async () => {
    const server = await start(unauthorized);
    const access = tokens(server, 'one');
    const client = await server.client({ access });
    expect(isUnauthorized(await rejection(client.get(Redis, key)))).toBe(true);
    expect(authorizations(server)).toEqual(['one']);
    expect(access.refused).toBe(1);
  });

  test('after which nothing can be had says why', async () => {
    const server = await start(unauthorized);
    const credentials = async (refused?: Credentials): Promise<Credentials> => {
      if (refused !== undefined) throw new Error('log in again.');
      return { headers: { authorization: 'one' }, tls: {} };
    };
    const client = await server.client({ access: { ...server.access, credentials } });
    const error = await rejection(client.get(Redis, key));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(String(error)).toContain('no credentials for dev: log in again. Does this work: kubectl auth whoami');
  });
});

test('a call that is aborted does not wait for a plugin that hangs', async () => {
  const server = await start(ok);
  const client = await server.client({ access: { ...server.access, credentials: () => new Promise(() => {}) } });
  const stopping = new AbortController();
  const call = rejection(client.get(Redis, key, { signal: stopping.signal }));
  stopping.abort(new Error('stop'));
  expect(String(await call)).toBe('Error: stop');
});

test('closing does not wait for a plugin that hangs', async () => {
  const server = await start(ok);
  const client = await server.client({ access: { ...server.access, credentials: () => new Promise(() => {}) } });
  const call = rejection(client.get(Redis, key));
  await client.close();
  expect(String(await call)).toMatch(/^ConnectionError: get Redis default\/a at .*: the client is closed$/);
});

describe('headers', () => {
  test('of a name that repeats are sent one by one', async () => {
    const rawHeaders: string[] = [];
    const server = await start((...call) => {
      rawHeaders.push(...call[2].rawHeaders);
      ok(...call);
    });
    const credentials = async () => ({
      headers: { 'impersonate-user': 'j', 'impersonate-group': ['a', 'b'] },
      tls: {},
    });
    await (await server.client({ access: { ...server.access, credentials } })).get(Redis, key);
    const groups = rawHeaders.filter((_, at) => rawHeaders[at - 1]?.toLowerCase() === 'impersonate-group');
    expect(groups).toEqual(['a', 'b']);
  });

  test('do not ask for compression where the kubeconfig forbids it', async () => {
    const server = await start(ok);
    await (await server.client()).get(Redis, key);
    await (await server.client({ access: { ...server.access, disableCompression: true } })).get(Redis, key);
    expect(server.asked.map(({ headers }) => headers['accept-encoding'])).toEqual(['gzip', 'identity']);
  });
});

describe('over TLS', () => {
  const now = new Date();
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const kubeconfig = (server: ScriptedServer, cluster: object, user: object = {}) =>
    file(
      'config',
      JSON.stringify({
        'current-context': 'c',
        contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
        clusters: [{ name: 'k', cluster: { server: server.url, ...cluster } }],
        users: [{ name: 'u', user }],
      }),
    );
  /** Who asked, by the certificate that was shown. */
  const askers: (string | undefined)[] = [];
  const note = ({ socket }: IncomingMessage): void => {
    const name = (socket as TLSSocket).getPeerCertificate().subject?.CN;
    askers.push(typeof name === 'string' ? name : undefined);
  };
  const noting: Script = (response, asked, request) => {
    note(request);
    ok(response, asked, request);
  };
  const load = async (server: ScriptedServer, cluster: object, user?: object) =>
    server.client({ access: await loadAccess({ kubeconfig: kubeconfig(server, cluster, user) }, { env: {} }) });

  test('a new authority and a new client certificate are found when the old ones are refused, without a restart', async () => {
    const [first, second] = [await createAuthority(now), await createAuthority(now)];
    const server = await start(noting, await issueServerCertificate(second, ['127.0.0.1'], now), {
      requestCert: true,
      rejectUnauthorized: false,
    });
    const [jane, joe] = [
      await issueClientCertificate(first, { name: 'jane' }, now),
      await issueClientCertificate(first, { name: 'joe' }, now),
    ];
    const user = { 'client-certificate': file('cert', jane.certificate), 'client-key': file('key', jane.key) };
    const client = await load(server, { 'certificate-authority': file('ca', first.certificate) }, user);
    file('ca', second.certificate);
    file('cert', joe.certificate);
    file('key', joe.key);
    askers.length = 0;
    expect(await client.create(Redis, { metadata: key, spec: {} })).toEqual(redis);
    expect(askers).toEqual(['joe']);
    expect(client.requests.all.map(({ code, count }) => [code, count])).toEqual([
      ['<error>', 1],
      ['200', 1],
    ]);
  });

  test('a watch goes on while the authority changes', async () => {
    const authority = await createAuthority(now);
    const bookmark = (resourceVersion: string) =>
      `${JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion } } })}\n`;
    let goOn = (): void => {};
    const server = await start(
      (response, asked, request) => {
        if (!asked.url.includes('watch=true')) return ok(response, asked, request);
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(bookmark('1'));
        goOn = () => response.end(bookmark('2'));
      },
      await issueServerCertificate(authority, ['127.0.0.1'], now),
    );
    let ca = authority.certificate;
    const credentials = async () => ({ headers: {}, tls: { ca } });
    const client = await server.client({ access: { ...server.access, credentials } });
    const events = client.watch(Redis)[Symbol.asyncIterator]();
    expect((await events.next()).value).toMatchObject({ resourceVersion: '1' });
    ca = `${ca}\n`;
    await client.get(Redis, key);
    expect(server.connections).toBe(2);
    goOn();
    expect((await events.next()).value).toMatchObject({ resourceVersion: '2' });
  });

  test('a watch that begins later shows the new certificate, and closing ends those of before too', async () => {
    const authority = await createAuthority(now);
    const closed: Promise<unknown>[] = [];
    const answers: ServerResponse[] = [];
    const server = await start(
      (response, _asked, request) => {
        note(request);
        answers.push(response);
        closed.push(once(request.socket, 'close'));
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"7"}}}\n');
      },
      await issueServerCertificate(authority, ['127.0.0.1'], now),
      // It leaves it to its clients to close connections.
      { requestCert: true, rejectUnauthorized: false, keepAliveTimeout: 0 },
    );
    let shown = await issueClientCertificate(authority, { name: 'jane' }, now);
    const credentials = async () => ({
      headers: {},
      tls: { ca: authority.certificate, cert: shown.certificate, key: shown.key },
    });
    const client = await server.client({ access: { ...server.access, credentials } });
    askers.length = 0;
    const watching = async () => {
      const watch = client.watch(Redis)[Symbol.asyncIterator]();
      await watch.next();
      return watch;
    };
    const ended = await watching();
    const before = await watching();
    shown = await issueClientCertificate(authority, { name: 'joe' }, now);
    const later = await watching();
    expect(askers).toEqual(['jane', 'jane', 'joe']);
    // No other watch will take a connection of before.
    answers[0]?.end();
    expect((await ended.next()).done).toBe(true);
    await closed[0];
    const ends = [before, later].map(watch => rejection(watch.next()));
    await client.close();
    for (const end of await Promise.all(ends)) expect(end).toBeInstanceOf(ConnectionError);
    await Promise.all(closed);
  });

  test('in a Pod a token and an authority that were rotated are found', async () => {
    const [first, second] = [await createAuthority(now), await createAuthority(now)];
    const server = await start(
      (...call) => {
        (call[1].headers.authorization === 'Bearer two' ? ok : unauthorized)(...call);
      },
      await issueServerCertificate(second, ['127.0.0.1'], now),
    );
    file('namespace', 'default');
    file('token', 'one');
    file('ca.crt', first.certificate);
    const { hostname, port } = new URL(server.url);
    const env = { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
    const access = inClusterAccess(env, new FakeClock(), folder);
    const client = await server.client({ access });
    await access.credentials();
    file('ca.crt', second.certificate);
    expect(isUnauthorized(await rejection(client.get(Redis, key)))).toBe(true);
    file('token', 'two');
    expect(await client.create(Redis, { metadata: key, spec: {} })).toEqual(redis);
    expect(authorizations(server)).toEqual(['Bearer one', 'Bearer one', 'Bearer two']);
  });

  test.each<[string, (ca: string) => object, boolean]>([
    ['the well-known authorities alone', () => ({}), false],
    ['its authority', ca => ({ 'certificate-authority-data': ca }), true],
    ['no check', () => ({ 'insecure-skip-tls-verify': true }), true],
    [
      'its authority and the name in its certificate',
      ca => ({ 'certificate-authority-data': ca, 'tls-server-name': 'api.example' }),
      true,
    ],
    ['another name', ca => ({ 'certificate-authority-data': ca, 'tls-server-name': 'other' }), false],
  ])('whether a server is trusted with %s, whatever NODE_TLS_REJECT_UNAUTHORIZED says', async (_, cluster, trusted) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    cleanups.push(() => vi.unstubAllEnvs());
    const authority = await createAuthority(now);
    const server = await start(ok, await issueServerCertificate(authority, ['127.0.0.1', 'api.example'], now));
    const client = await load(server, cluster(Buffer.from(authority.certificate).toString('base64')));
    const answer = await client.create(Redis, { metadata: key, spec: {} }).catch((error: unknown) => error);
    if (trusted) expect(answer).toEqual(redis);
    else
      expect(String(answer)).toMatch(
        /Does certificate-authority in the kubeconfig|Is the server name \(or tls-server-name/,
      );
    expect(server.asked).toHaveLength(trusted ? 1 : 0);
  });
});
