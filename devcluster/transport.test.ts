import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterEach, expect, test } from 'vitest';
import { type DevCluster, type DevClusterOptions, startDevCluster } from './server.js';

const folder = mkdtempSync(join(tmpdir(), 'kubewright-transport-'));
const started: DevCluster[] = [];
afterEach(async () => {
  for (const cluster of started.splice(0)) await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: DevClusterOptions = {}): Promise<DevCluster> {
  const cluster = await startDevCluster({ tls: true, controllers: false, ...options });
  started.push(cluster);
  return cluster;
}

interface Credentials {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** As a client reads it. */
function credentialsOf(kubeconfig: string): Credentials {
  const { clusters, users } = load(kubeconfig) as any;
  const bytes = (text: string) => Buffer.from(text, 'base64');
  const { 'client-certificate-data': cert, 'client-key-data': key } = users[0].user;
  return { ca: bytes(clusters[0].cluster['certificate-authority-data']), cert: bytes(cert), key: bytes(key) };
}

/** Who the server says that one is; its refusal when it does not. */
async function whoAmI(url: string, credentials: Credentials, headers: Record<string, string> = {}): Promise<any> {
  const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const body = await send(url + path, credentials, headers, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'SelfSubjectReview',
  });
  return body.status?.userInfo ?? body;
}

function send(
  url: string,
  credentials: Credentials,
  headers: Record<string, string>,
  body?: object,
  method = 'POST',
): Promise<any> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { ...credentials, method, agent: false, headers: { 'content-type': 'application/json', ...headers } },
      async response => resolve(JSON.parse(Buffer.concat(await response.toArray()).toString())),
    );
    sent.on('error', reject).end(body && JSON.stringify(body));
  });
}

test('a kubeconfig names the authority, skips no check, and signs its user in', async () => {
  const cluster = await start();
  expect(cluster.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(cluster.kubeconfig).not.toContain('insecure');
  const admin = credentialsOf(cluster.kubeconfig);
  expect(await whoAmI(cluster.url, admin)).toMatchObject({
    username: 'kubernetes-admin',
    groups: ['system:masters', 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': [expect.stringMatching(/^X509SHA256=[0-9a-f]{64}$/)] },
  });
  const anna = credentialsOf(await cluster.kubeconfigOf({ name: 'anna', groups: ['g'] }));
  expect(await whoAmI(cluster.url, anna)).toMatchObject({ username: 'anna', groups: ['g', 'system:authenticated'] });
});

test('it is reached by the names of the API server, and a client of another authority does not trust it', async () => {
  const { url, kubeconfig } = await start();
  const admin = credentialsOf(kubeconfig);
  expect(await whoAmI(url.replace('127.0.0.1', 'localhost'), admin)).toMatchObject({ username: 'kubernetes-admin' });
  await expect(whoAmI(url, {})).rejects.toThrow(/self-signed|unable to/);
});

test('a certificate goes before a token, a token before a certificate of another authority', async () => {
  const { url, kubeconfig } = await start();
  const stranger = credentialsOf((await start()).kubeconfig);
  const { ca, ...own } = credentialsOf(kubeconfig);
  const trusted = ca === undefined ? {} : { ca };
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } };
  const accounts = `${url}/api/v1/namespaces/default/serviceaccounts`;
  await send(accounts, trusted, {}, account);
  const { status } = await send(
    `${accounts}/robot/token`,
    trusted,
    {},
    {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {},
    },
  );
  const robot = { username: 'system:serviceaccount:default:robot' };
  const bearer = { authorization: `Bearer ${status.token}` };
  expect(await whoAmI(url, trusted, bearer)).toMatchObject(robot);
  expect(await whoAmI(url, { ...trusted, ...own }, bearer)).toMatchObject({ username: 'kubernetes-admin' });
  expect(await whoAmI(url, { ...stranger, ...trusted }, bearer)).toMatchObject(robot);
  expect(await whoAmI(url, { ...stranger, ...trusted })).toMatchObject({ code: 401, message: 'Unauthorized' });
  expect(await whoAmI(url, trusted, { authorization: 'Bearer nonsense' })).toMatchObject({ code: 401 });
  expect(await whoAmI(url, trusted)).toMatchObject({ username: 'kubernetes-admin' });
  await send(`${accounts}/robot`, trusted, {}, undefined, 'DELETE');
  expect(await whoAmI(url, trusted, bearer)).toMatchObject({ code: 401 });
});

test('over plain HTTP, the kubeconfig of a user says whom it acts as', async () => {
  const cluster = await start({ tls: false });
  const { users } = load(await cluster.kubeconfigOf({ name: 'anna', groups: ['g'] })) as any;
  expect(users[0].user).toEqual({ as: 'anna', 'as-groups': ['g'] });
});

test('kept in a folder, the authority and the tokens stay valid when the server starts again', async () => {
  const first = await start({ dataFolder: folder });
  const admin = credentialsOf(first.kubeconfig);
  const { ca } = admin;
  await first.stop();
  expect(statSync(join(folder, 'tls/authority.key')).mode & 0o077).toBe(0);
  expect(statSync(join(folder, 'service-account.key')).mode & 0o077).toBe(0);
  const second = await start({ dataFolder: folder });
  expect(await whoAmI(second.url, admin)).toMatchObject({ username: 'kubernetes-admin' });
  expect(credentialsOf(second.kubeconfig).ca).toEqual(ca);
});
