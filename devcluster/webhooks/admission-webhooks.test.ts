// What only the embedded control plane can show of webhooks: its own controllers, restarts, and calls that do not end.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ReviewServer } from '../../test/cluster/webhooks/review-server.js';
import { startTestCluster, type TestCluster } from '../../test/dev-cluster.js';

const CONFIGURATIONS = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';
const MAPS = '/api/v1/namespaces/default/configmaps';

let cluster: TestCluster;
let reviews: ReviewServer;
beforeEach(async () => {
  cluster = await startTestCluster({ controllers: true, simulatePods: false });
  reviews = await ReviewServer.start();
});
afterEach(async () => {
  await cluster.stop();
  await reviews.stop();
});

async function configure(change: object = {}): Promise<void> {
  const webhook = {
    name: 'maps.hooks.example.com',
    clientConfig: reviews.at('/maps'),
    rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['*'] }],
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    ...change,
  };
  const { code, body } = await cluster.request('POST', CONFIGURATIONS, {
    metadata: { name: 'a' },
    webhooks: [webhook],
  });
  expect([code, body.message]).toEqual([201, undefined]);
}

const map = (name: string, rest: object = {}) => ({ metadata: { name, ...rest } });

test('a configuration is in force once it is stored, and no more once it is gone', async () => {
  reviews.answer('/maps', { allowed: false });
  await configure();
  expect((await cluster.request('POST', MAPS, map('a'))).code).toBe(400);
  await cluster.request('DELETE', `${CONFIGURATIONS}/a`);
  expect((await cluster.request('POST', MAPS, map('a'))).code).toBe(201);
});

test('a server that is restarted asks again', async () => {
  reviews.answer('/maps', { allowed: false });
  await configure();
  await cluster.restart();
  expect((await cluster.request('POST', MAPS, map('a'))).code).toBe(400);
});

test('a server that stops waits for no webhook', async () => {
  reviews.answer('/maps', 'nothing');
  await configure({ timeoutSeconds: 30 });
  const cut = cluster.request('POST', MAPS, map('a')).catch((error: unknown) => error);
  await expect.poll(() => reviews.take().length).toBe(1);
  await cluster.suspend();
  expect(await cut).toBeInstanceOf(Error);
  await cluster.resume();
});

test('a client that leaves ends the call', async () => {
  reviews.answer('/maps', 'nothing');
  await configure({ timeoutSeconds: 30 });
  const leaving = new AbortController();
  const headers = { 'content-type': 'application/json' };
  const { signal } = leaving;
  const body = JSON.stringify(map('a'));
  const asked = fetch(cluster.url + MAPS, { method: 'POST', headers, body, signal }).catch((error: unknown) => error);
  await expect.poll(() => reviews.open).toBe(1);
  leaving.abort();
  await asked;
  await expect.poll(() => reviews.open).toBe(0);
});

test('controllers are asked about too: what they may not delete stays, and goes once they may', async () => {
  const isCollector = ({ operation, userInfo }: any) =>
    operation === 'DELETE' && userInfo.username === 'system:kube-controller-manager';
  let refused = 0;
  let allowed = false;
  reviews.answer('/maps', request => {
    if (!isCollector(request) || allowed) return {};
    refused += 1;
    return { allowed: false, status: { message: 'not yet' } };
  });
  const { body: owner } = await cluster.request('POST', '/api/v1/namespaces/default/secrets', map('owner'));
  const { uid } = owner.metadata;
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Secret', name: 'owner', uid }];
  await cluster.request('POST', MAPS, map('owned', { ownerReferences }));
  await configure();
  await cluster.request('DELETE', '/api/v1/namespaces/default/secrets/owner');
  await expect.poll(() => refused).toBeGreaterThan(1);
  expect((await cluster.request('GET', `${MAPS}/owned`)).code).toBe(200);
  allowed = true;
  await expect.poll(async () => (await cluster.request('GET', `${MAPS}/owned`)).code).toBe(404);
});

test('a Service leads to the port of its Pods on this machine', async () => {
  const service = { name: 'hook', namespace: 'default' };
  const spec = { selector: { app: 'operator' }, ports: [{ port: 443, targetPort: reviews.port }] };
  await cluster.request('POST', '/api/v1/namespaces/default/services', { ...map('hook'), spec });
  await configure({ clientConfig: { service: { ...service, path: '/maps' }, caBundle: reviews.caBundle } });
  // It was reached, and has a certificate for another name.
  const { body } = await cluster.request('POST', MAPS, map('a'));
  expect(body.message).toContain('x509: certificate is valid for localhost, not hook.default.svc');
});
