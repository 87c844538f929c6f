// Only a real API server knows who may read metrics: the roles are those that `kubewright generate` wrote.
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { load } from 'js-yaml';
import { type Apply, type Client, createClient, Manager } from 'kubewright';
import { ClusterRole, ClusterRoleBinding, ServiceAccount } from 'kubewright/kinds';
import { expect, onTestFinished } from 'vitest';
import { test } from '../cluster/operator/fixture.js';
import { RecordedLog } from '../recorded-log.js';

test('who may get /metrics by the generated roles is served, and nobody else', async ({
  controlPlane,
  admin,
  namespace,
}) => {
  const operator = `system:serviceaccount:${namespace}:controller-manager`;
  await grant(admin, namespace, 'metrics_auth_role', { kind: 'User', name: operator });
  const prometheus = await account(admin, namespace, 'prometheus');
  const anna = await account(admin, namespace, 'anna');
  await grant(admin, namespace, 'metrics_reader_role', { kind: 'ServiceAccount', namespace, name: 'prometheus' });

  const client = await createClient('measured', { kubeconfig: await controlPlane.userKubeconfig(operator) });
  onTestFinished(() => client.close());
  const scrape = await serve(client);

  await expect.poll(async () => (await scrape(prometheus)).status, { timeout: 45_000 }).toBe(200);
  expect((await scrape(prometheus)).body).toContain('rest_client_requests_total');
  expect(await scrape(undefined)).toEqual({ status: 401, body: 'Unauthorized\n' });
  expect(await scrape('nonsense')).toEqual({ status: 401, body: 'Unauthorized\n' });
  expect(await scrape(anna)).toEqual({
    status: 403,
    body: `Authorization denied for user system:serviceaccount:${namespace}:anna\n`,
  });
  // The role says get.
  expect((await scrape(prometheus, 'HEAD')).status).toBe(403);
});

test('an operator without the role cannot ask, and says in its log what it needs', async ({
  controlPlane,
  admin,
  namespace,
}) => {
  const client = await createClient('unmeasured', {
    kubeconfig: await controlPlane.userKubeconfig(`none-${namespace}`),
  });
  onTestFinished(() => client.close());
  const log = new RecordedLog();
  const scrape = await serve(client, log);
  const token = await account(admin, namespace, 'prometheus');
  expect(await scrape(token)).toEqual({ status: 500, body: 'Authentication failed\n' });
  expect(log.of('error').map(({ fields }) => String(fields.error))).toEqual([
    expect.stringContaining('apiGroups ["authentication.k8s.io"], resources ["tokenreviews"], verbs ["create"]'),
  ]);
  expect(JSON.stringify(log.lines)).not.toContain(token);
});

/** Gives the generated ClusterRole, under a name that no other test has. */
async function grant(admin: Client, namespace: string, file: string, subject: ClusterSubject): Promise<void> {
  const role = load(await readFile(`config/rbac/${file}.yaml`, 'utf8')) as Apply<ClusterRole>;
  const name = `${role.metadata.name}-of-${namespace}`;
  await admin.create(ClusterRole, { ...role, metadata: { name } } as never);
  await admin.create(ClusterRoleBinding, {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [subject],
  });
  onTestFinished(async () => {
    await admin.delete(ClusterRoleBinding, { name });
    await admin.delete(ClusterRole, { name });
  });
}

interface ClusterSubject {
  readonly kind: 'User' | 'ServiceAccount';
  readonly name: string;
  readonly namespace?: string;
}

/** @returns a token of a new service account */
async function account(admin: Client, namespace: string, name: string): Promise<string> {
  await admin.create(ServiceAccount, { metadata: { namespace, name } });
  const { status } = await admin
    .subresource(ServiceAccount, 'token')
    .create({ namespace, name }, { spec: { expirationSeconds: 600 } });
  return status?.token ?? '';
}

type Scrape = (
  token: string | undefined,
  method?: string,
) => Promise<{ readonly status: number; readonly body: string }>;

/** A manager that serves its metrics over HTTPS until the test ends. */
async function serve(client: Client, log = new RecordedLog()): Promise<Scrape> {
  const manager = new Manager({
    name: 'measured',
    client,
    log,
    healthProbe: false,
    metrics: { host: '127.0.0.1', port: 0, secure: true },
  });
  const stopping = new AbortController();
  const ended = manager.run(stopping.signal);
  ended.catch(() => {});
  onTestFinished(async () => {
    stopping.abort();
    await ended;
  });
  await expect.poll(() => manager.metricsAddress, { timeout: 30_000 }).toBeDefined();
  const port = manager.metricsAddress?.port;
  return (token, method = 'GET') =>
    new Promise((resolve, reject) => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const options = { host: '127.0.0.1', port, path: '/metrics', method, headers, rejectUnauthorized: false };
      request(options, response => {
        text(response).then(body => resolve({ status: response.statusCode ?? 0, body }), reject);
      })
        .on('error', reject)
        .end();
    });
}
