// config/default on a real API server, as an admin applies it; and the operator with exactly what it is given there.
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { defaultKustomization, kustomize } from '../../../hack/bundle/kustomize.js';
import { test as base, NAMESPACE, routeWebhooks } from './fixture.js';
import type { Replica } from './replica.js';

const config = (folder: string) => fileURLToPath(new URL(`../../../config/${folder}`, import.meta.url));
const patiently = { timeout: 90_000 };
const strictly = ['--validate=strict', '--warnings-as-errors'];

const test = base
  .extend('applied', { scope: 'file' }, async ({ bare: { kubectl } }) => {
    const manifests = await kubectl.output(['kustomize', config('default')]);
    // A dry run creates no namespace for those that come after it.
    await kubectl.apply(manifests.slice(0, manifests.indexOf('\n---\n')));
    const lines = async (...args: string[]) =>
      (await kubectl.apply(manifests, ...strictly, ...args)).trim().split('\n');
    const [dryRun, first] = [await lines('--dry-run=server'), await lines()];
    return { kubectl, dryRun, first, diff: await kubectl.run(['diff', '-f', '-'], { input: manifests }) };
  })
  .extend('replicas', { scope: 'file' }, async ({ applied: { kubectl }, startReplica }) => {
    await kubectl.established(['crd/redis.myapp.tangx.in']);
    const replicas = [await startReplica(), await startReplica()] as const;
    for (const replica of replicas) {
      await expect.poll(() => replica.probe('/readyz'), patiently).toBe(200);
    }
    await routeWebhooks(kubectl, replicas[0]);
    return replicas;
  });

describe('config/default', { timeout: 300_000 }, () => {
  test('is taken without a warning, by a dry run and for real, and differs in nothing then', ({ applied }) => {
    const { dryRun, first, diff } = applied;
    expect(first).toEqual([
      `namespace/${NAMESPACE} unchanged`,
      ...first.slice(1).map(line => line.replace(/ \S+$/, ' created')),
    ]);
    expect(first).toContain('deployment.apps/redis-controller-manager created');
    expect(dryRun).toEqual(first.map(line => `${line} (server dry run)`));
    expect(diff).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('has Pods that the standard restricted lets in, which the namespace enforces', async ({ applied }) => {
    const { kubectl } = applied;
    const [deployment] = JSON.parse(await kubectl.output(['get', 'deployments', '-n', NAMESPACE, '-o', 'json'])).items;
    const { metadata, spec } = deployment.spec.template;
    const dryRun = async (changed: object) => {
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { ...metadata, name: 'probe' },
        spec: { ...spec, ...changed },
      };
      return await kubectl.run(['create', '-n', NAMESPACE, '--dry-run=server', '-f', '-'], {
        input: JSON.stringify(pod),
      });
    };
    expect(await dryRun({})).toMatchObject({ code: 0, stderr: '' });
    const root = await dryRun({ securityContext: { runAsUser: 0 } });
    expect(root.stderr).toContain('violates PodSecurity "restricted:latest"');
  });

  test('takes network policies as well', async ({ applied: { kubectl } }) => {
    const usual = await defaultKustomization();
    const resources = [...(usual.resources ?? []), '../network-policy'];
    const manifests = await kustomize(kubectl.binary, { ...usual, resources });
    const answer = await kubectl.apply(manifests, '--dry-run=server', ...strictly);
    expect(answer).toContain('networkpolicy.networking.k8s.io/redis-allow-webhook-traffic created (server dry run)');
  });

  test('gives the service account its role, and no more', async ({ applied: { kubectl } }) => {
    const as = `--as=system:serviceaccount:${NAMESPACE}:redis-controller-manager`;
    const mayI = async (...question: string[]) =>
      (await kubectl.run(['auth', 'can-i', ...question, as])).stdout.trim() === 'yes';
    expect(await mayI('create', 'pods', '--all-namespaces')).toBe(true);
    expect(await mayI('patch', 'redis.myapp.tangx.in', '--subresource=status', '--all-namespaces')).toBe(true);
    expect(await mayI('delete', 'redis.myapp.tangx.in', '--all-namespaces')).toBe(false);
    expect(await mayI('get', 'secrets', '--all-namespaces')).toBe(false);
    expect(await mayI('get', 'secrets/webhook-server-cert', '-n', NAMESPACE)).toBe(true);
    expect(await mayI('get', 'secrets', '-n', NAMESPACE)).toBe(false);
  });

  test('gives the operator longer to stop than it takes', async ({ applied }) => {
    const [deployment] = JSON.parse(
      await applied.kubectl.output(['get', 'deployments', '-n', NAMESPACE, '-o', 'json']),
    ).items;
    const { terminationGracePeriodSeconds, containers } = deployment.spec.template.spec;
    const { sleep } = containers[0].lifecycle.preStop;
    // The manager's gracefulShutdownTimeout.
    expect(terminationGracePeriodSeconds).toBeGreaterThan(sleep.seconds + 30);
  });
});

// One after the other, as they stand here.
describe('the operator, with the token of the installed service account', { timeout: 300_000 }, () => {
  test('has one leader among its replicas', async ({ replicas }) => {
    await expect.poll(() => replicas.filter(leads).length, patiently).toBe(1);
  });

  test('is asked about what users write, and answers', async ({ replicas: _, applied: { kubectl } }) => {
    const refused = async (name: string, spec?: object) =>
      (await kubectl.run(['create', '--validate=false', '-f', '-'], { input: JSON.stringify(redis(name, spec)) }))
        .stderr;
    await expect.poll(() => refused('tangx-in', {}), patiently).toContain('tangx-in is reserved');
    expect(await refused('low', { port: 5000 })).toContain('5000 is below 6379');
    // What is wrong for the schema is refused in its words.
    expect(await refused('none')).toContain('spec: Required value');
    expect(await refused('odd', { image: 7 })).toContain('spec.image: Invalid value: "integer"');
  });

  test('creates what is wished, and says so in Events', async ({ replicas: _, applied: { kubectl } }) => {
    await kubectl.output(['apply', '-n', 'default', '-k', config('samples')]);
    const pods = ['get', 'pods', '-n', 'default', '-o', 'name'];
    const wished = [0, 1, 2].map(ordinal => `pod/redis-sample-${ordinal}\n`).join('');
    await expect.poll(() => kubectl.output(pods), patiently).toBe(wished);
    await expect
      .poll(() => kubectl.output(['describe', 'redis', 'redis-sample']), patiently)
      .toMatch(/Events:(.|\n)*redis-operator/);
  });

  test('shows its metrics to whom the API server lets read them', async ({ replicas, applied: { kubectl } }) => {
    const binding = ['create', 'clusterrolebinding', 'prometheus', '--clusterrole=redis-metrics-reader'];
    await kubectl.output([...binding, '--serviceaccount=default:prometheus']);
    const tokenOf = async (name: string) => {
      await kubectl.output(['create', 'serviceaccount', name, '-n', 'default']);
      return (await kubectl.output(['create', 'token', name, '-n', 'default'])).trim();
    };
    const [prometheus, anna] = [await tokenOf('prometheus'), await tokenOf('anna')];
    const leader = replicas.find(leads) as Replica;
    await expect.poll(async () => (await scrape(leader, prometheus)).status, patiently).toBe(200);
    expect((await scrape(leader, prometheus)).body).toContain('controller_runtime_reconcile_total{controller="redis"');
    expect((await scrape(leader)).status).toBe(401);
    expect((await scrape(leader, anna)).status).toBe(403);
  });

  test('hands the lead over when it is stopped, and the next one goes on', async ({
    replicas,
    applied: { kubectl },
  }) => {
    const leader = replicas.find(leads) as Replica;
    const other = replicas.find(replica => replica !== leader) as Replica;
    expect(await leader.stop()).toBe(0);
    await expect.poll(() => leads(other), patiently).toBe(true);
    await kubectl.output(['delete', 'redis', 'redis-sample', '-n', 'default', '--timeout=60s']);
    expect(await kubectl.output(['get', 'pods', '-n', 'default', '-o', 'name'])).toBe('');
    expect(await other.stop()).toBe(0);
  });

  test('was refused nothing, and had nothing to complain of', ({ replicas }) => {
    const lines = replicas.flatMap(({ log }) => log);
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter(line => /forbidden|ERR_ACCESS_DENIED/i.test(JSON.stringify(line)))).toEqual([]);
    expect(lines.filter(({ level }) => !['debug', 'info', 'warn'].includes(level))).toEqual([]);
  });
});

function leads({ log }: Replica): boolean {
  return log.some(({ msg }) => msg === 'leads');
}

function redis(name: string, spec?: object): object {
  return { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: { name, namespace: 'default' }, spec };
}

function scrape({ ports }: Replica, token?: string): Promise<{ readonly status: number; readonly body: string }> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const options = { host: '127.0.0.1', port: ports.metrics, path: '/metrics', headers, rejectUnauthorized: false };
  return new Promise((resolve, reject) => {
    request(options, response => {
      text(response).then(body => resolve({ status: response.statusCode ?? 0, body }), reject);
    })
      .on('error', reject)
      .end();
  });
}
