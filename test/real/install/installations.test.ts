// What docs/guides/install.md says, on one real API server: one installation after the other, each taken away in one of the
// ways that the guide has, so that the next one finds nothing of it. The tests stand in that order.
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { defaultKustomization, kustomize, manifestsIn } from '../../../hack/bundle/kustomize.js';
import type { Kubectl } from '../../../hack/control-plane/kubectl.js';
import { NAMESPACE, routeWebhooks } from './fixture.js';
import { test as base, HELM } from './helm-fixture.js';
import { CERT_MANAGER_DEFINITIONS, issueAsCertManager } from './played-cert-manager.js';
import type { Replica } from './replica.js';

const config = (folder: string) => fileURLToPath(new URL(`../../../config/${folder}`, import.meta.url));
const patiently = { timeout: 90_000, interval: 100 };
const strictly = ['--validate=strict', '--warnings-as-errors'];
const DEFINITION = 'crd/redis.myapp.tangx.in';

const test = base
  .extend('applied', { scope: 'file' }, async ({ bare: { kubectl } }) => {
    const manifests = await kubectl.output(['kustomize', config('default')]);
    // A dry run creates no namespace for those that come after it.
    await kubectl.apply(manifests.slice(0, manifests.indexOf('\n---\n')));
    const lines = async (...args: string[]) =>
      (await kubectl.apply(manifests, ...strictly, ...args)).trim().split('\n');
    const [dryRun, first] = [await lines('--dry-run=server'), await lines()];
    const diff = await kubectl.run(['diff', '-f', '-'], { input: manifests });
    const [deployment] = JSON.parse(await kubectl.output(['get', 'deployments', '-n', NAMESPACE, '-o', 'json'])).items;
    return { kubectl, dryRun, first, diff, podTemplate: deployment.spec.template };
  })
  .extend('replicas', { scope: 'file' }, async ({ applied: { kubectl }, startReplica }) => {
    await kubectl.established([DEFINITION]);
    const replicas = await Promise.all([startReplica(), startReplica()]);
    for (const replica of replicas) await ready(replica);
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
    const { kubectl, podTemplate } = applied;
    const { metadata, spec } = podTemplate;
    const dryRun = async (changed: object) => {
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'probe' } };
      return await kubectl.run(['create', '-n', NAMESPACE, '--dry-run=server', '-f', '-'], {
        input: JSON.stringify({ ...pod, spec: { ...spec, ...changed } }),
      });
    };
    expect(await dryRun({})).toMatchObject({ code: 0, stderr: '' });
    const root = await dryRun({ securityContext: { runAsUser: 0 } });
    expect(root.stderr).toContain('violates PodSecurity "restricted:latest"');
  });

  test('takes network policies as well', async ({ applied: { kubectl } }) => {
    const usual = await defaultKustomization();
    const resources = [...(usual.resources ?? []), '../network-policy'];
    const made = manifestsIn(await kustomize(kubectl.binary, { ...usual, resources }));
    const policies = made.filter(({ kind }) => kind === 'NetworkPolicy');
    expect(policies).toHaveLength(2);
    const answer = await kubectl.apply(policies, '--dry-run=server', ...strictly);
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
});

describe('the operator, with the token of the installed service account', { timeout: 300_000 }, () => {
  test('has one leader among its replicas', async ({ replicas }) => {
    await expect.poll(() => replicas.filter(leads).length, patiently).toBe(1);
  });

  test('is asked about what users write, and answers', async ({ replicas: _, applied: { kubectl } }) => {
    const refused = async (name: string, spec?: object) => (await create(kubectl, name, spec)).stderr;
    await expect.poll(() => refused('tangx-in', {}), patiently).toContain('tangx-in is reserved');
    expect(await refused('low', { port: 5000 })).toContain('5000 is below 6379');
    // What is wrong for the schema is refused in its words.
    expect(await refused('none')).toContain('spec: Required value');
    expect(await refused('odd', { image: 7 })).toContain('spec.image: Invalid value: "integer"');
  });

  test('creates what is wished, also in a namespace that is restricted, and says so in Events', async ({
    replicas: _,
    applied: { kubectl },
  }) => {
    await kubectl.output(['label', 'namespace', 'default', 'pod-security.kubernetes.io/enforce=restricted']);
    await kubectl.output(['apply', '-n', 'default', '-k', config('samples')]);
    await created(kubectl, 'redis-sample-0', 'redis-sample-1', 'redis-sample-2');
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
    await expect.poll(async () => (await leader.scrape(prometheus)).status, patiently).toBe(200);
    expect((await leader.scrape(prometheus)).body).toContain('controller_runtime_reconcile_total{controller="redis"');
    expect((await leader.scrape()).status).toBe(401);
    expect((await leader.scrape(anna)).status).toBe(403);
  });

  test('hands the lead over when it is stopped, and the next one goes on', async ({
    replicas,
    applied: { kubectl },
  }) => {
    const leader = replicas.find(leads) as Replica;
    const other = replicas.find(replica => replica !== leader) as Replica;
    expect(await leader.stop()).toBe(0);
    await expect.poll(() => leads(other), patiently).toBe(true);
    await kubectl.output(['delete', 'redis', '--all', '--all-namespaces', '--timeout=60s']);
    expect(await pods(kubectl)).toBe('');
    await routeWebhooks(kubectl, other);
    for (const name of ['released', 'waiting']) expect((await create(kubectl, name, {})).stderr).toBe('');
    await created(kubectl, 'released-0', 'waiting-0');
    expect(await other.stop()).toBe(0);
  });

  test('was refused nothing, and had nothing to complain of', ({ replicas }) => {
    const lines = replicas.flatMap(({ log }) => log);
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter(line => /forbidden|ERR_ACCESS_DENIED/i.test(JSON.stringify(line)))).toEqual([]);
    expect(lines.filter(({ level }) => !['debug', 'info', 'warn'].includes(level))).toEqual([]);
  });
});

describe('where the operator has gone first', { timeout: 300_000 }, () => {
  test('what is released by hand goes, and its Pods', async ({ applied: { kubectl } }) => {
    await kubectl.output(['delete', 'redis', 'released', '-n', 'default', '--wait=false']);
    const release = ['--type=merge', '--patch', '{"metadata":{"finalizers":null}}'];
    await kubectl.output(['patch', 'redis', 'released', '-n', 'default', ...release]);
    await gone(kubectl, 'redis/released', 'pod/released-0', '-n', 'default');
    expect(await pods(kubectl)).toBe('waiting-0');
  });

  test('the definition waits, and goes once the operator is back', async ({ applied: { kubectl }, startReplica }) => {
    await kubectl.output(['delete', '-k', config('default'), '--wait=false']);
    await gone(kubectl, `namespace/${NAMESPACE}`);
    await kubectl.output(['wait', '--for=condition=Terminating', DEFINITION, '--timeout=90s']);
    expect(await kubectl.output(['get', 'redis', '-n', 'default', '-o', 'name'])).toBe(
      'redis.myapp.tangx.in/waiting\n',
    );

    await kubectl.output(['apply', '-k', config('default')]);
    const replica = await startReplica();
    await gone(kubectl, DEFINITION);
    expect(await pods(kubectl)).toBe('');
    await replica.stop();
    // Of what comes next the namespace is another one, or is waited for.
    await kubectl.output(['delete', '-k', config('default'), '--ignore-not-found', '--wait=false']);
  });
});

describe.skipIf('unavailable' in HELM)('helm install', { timeout: 300_000 }, () => {
  test('runs the operator, under any name in any namespace; uninstalling keeps every Redis', async ({
    bare: { kubectl, adminKubeconfig },
    bundled: { chart },
    helm,
    startReplica,
  }) => {
    const release = ['--namespace', 'elsewhere', '--kubeconfig', adminKubeconfig];
    const installed = await helm('install', 'mine', chart, ...release, '--create-namespace');
    expect(installed.stdout).toContain(
      'kubectl --namespace elsewhere rollout status deployment/mine-controller-manager',
    );
    expect(installed.stderr).not.toMatch(/warn/i);
    await kubectl.established([DEFINITION]);

    const replica = await startReplica('elsewhere');
    await ready(replica);
    await routeWebhooks(kubectl, replica, 'elsewhere', 'mine');
    await expect
      .poll(async () => (await create(kubectl, 'tangx-in', {})).stderr, patiently)
      .toContain('tangx-in is reserved');
    expect((await create(kubectl, 'kept', {})).stderr).toBe('');
    await created(kubectl, 'kept-0');

    // Neither what was written into the webhooks goes by an upgrade, nor is there a second one beside it.
    const webhooks = ['get', 'mutatingwebhookconfigurations,validatingwebhookconfigurations', '-o'];
    const bundles = [...webhooks, 'jsonpath={.items[*].webhooks[*].clientConfig.caBundle}'];
    const trusted = await kubectl.output(bundles);
    await helm('upgrade', 'mine', chart, ...release, '--set', 'replicas=3');
    const wished = ['get', 'deployments', '-n', 'elsewhere', '-o', 'jsonpath={.items[*].spec.replicas}'];
    expect(await kubectl.output(wished)).toBe('3');
    expect(await kubectl.output(bundles)).toBe(trusted);
    expect(trusted).toMatch(/^\S{100,} \S{100,}$/);
    await expect(helm('install', 'second', chart, ...release)).rejects.toThrow(/exists and cannot be imported/);

    expect(await replica.stop()).toBe(0);
    await helm('uninstall', 'mine', ...release);
    expect(await kubectl.output(['get', 'redis', '-n', 'default', '-o', 'name'])).toBe('redis.myapp.tangx.in/kept\n');
    const left = [
      'get',
      'deployments,services,roles,rolebindings,poddisruptionbudgets',
      '-n',
      'elsewhere',
      '-o',
      'name',
    ];
    expect(await kubectl.output(left)).toBe('');
    expect(await kubectl.output([...webhooks, 'name'])).toBe('');

    // Which takes over the definition that it finds. To have it gone as well, it goes before the operator.
    await helm('install', 'mine', chart, ...release);
    const next = await startReplica('elsewhere');
    await kubectl.output(['delete', DEFINITION, '--timeout=90s']);
    expect(await pods(kubectl)).toBe('');
    expect(await next.stop()).toBe(0);
    await helm('uninstall', 'mine', ...release);
  });
});

describe('config/overlays/cert-manager', { timeout: 300_000 }, () => {
  test('serves webhooks with the certificate that cert-manager has issued; nothing is left of it afterwards', async ({
    bare: { kubectl },
    startReplica,
  }) => {
    await gone(kubectl, `namespace/${NAMESPACE}`);
    await kubectl.apply(CERT_MANAGER_DEFINITIONS);
    await kubectl.established(CERT_MANAGER_DEFINITIONS.map(({ metadata }) => `crd/${metadata.name}`));
    const manifests = await kubectl.output(['kustomize', config('overlays/cert-manager')]);
    await kubectl.apply(manifests, ...strictly);
    await kubectl.established([DEFINITION]);
    const injected = await issueAsCertManager(kubectl, manifestsIn(manifests));
    expect(injected).toEqual(['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']);
    const replica = await startReplica();
    await ready(replica);
    await routeWebhooks(kubectl, replica);
    await expect
      .poll(async () => (await create(kubectl, 'tangx-in', {})).stderr, patiently)
      .toContain('tangx-in is reserved');
    expect(await replica.stop()).toBe(0);
    expect(JSON.stringify(replica.log)).not.toMatch(/forbidden|caBundle/);

    await kubectl.output(['delete', '-f', '-', '--timeout=90s'], { input: manifests });
    expect(await kubectl.output(['get', '-f', '-', '--ignore-not-found', '-o', 'name'], { input: manifests })).toBe('');
  });
});

async function ready(replica: Replica): Promise<void> {
  await expect.poll(() => replica.probe('readinessProbe'), patiently).toBe(200);
  expect(await replica.probe('livenessProbe')).toBe(200);
}

function leads({ log }: Replica): boolean {
  return log.some(({ msg }) => msg === 'leads');
}

/** Creates a Redis in the namespace `default`. */
async function create(kubectl: Kubectl, name: string, spec?: object) {
  const redis = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: { name, namespace: 'default' }, spec };
  return await kubectl.run(['create', '--validate=false', '-f', '-'], { input: JSON.stringify(redis) });
}

/** The names of all Pods there. */
async function pods(kubectl: Kubectl): Promise<string> {
  return await kubectl.output(['get', 'pods', '-n', 'default', '-o', 'jsonpath={.items[*].metadata.name}']);
}

/** Waits until there are exactly these. */
async function created(kubectl: Kubectl, ...names: readonly string[]): Promise<void> {
  // One after the other: where two are missing, kubectl waits for none.
  for (const name of names) {
    await kubectl.output(['wait', '--for=create', '-n', 'default', `pod/${name}`, '--timeout=90s']);
  }
  expect(await pods(kubectl)).toBe(names.join(' '));
}

/** Waits until nothing of this is there. */
async function gone(kubectl: Kubectl, ...what: readonly string[]): Promise<void> {
  await kubectl.output(['wait', '--for=delete', ...what, '--timeout=90s']);
}
