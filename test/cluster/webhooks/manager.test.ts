// A manager's webhooks, asked by an API server at the paths that `kubewright generate` has written, in the words of kubectl.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from 'js-yaml';
import { Manager, webhook } from 'kubewright';
import { describe, expect } from 'vitest';
import { generateOnce } from '../../../codegen/generate.js';
import type { AnyControlPlane } from '../../../hack/control-plane/any-control-plane.js';
import { findKubectl } from '../../../hack/control-plane/find-kubectl.js';
import { Kubectl, type KubectlResult } from '../../../hack/control-plane/kubectl.js';
import { RecordedLog } from '../../recorded-log.js';
import { HandedCertificates, testAuthority } from '../../webhook-world.js';
import { test as base } from '../fixture.js';
import { target } from '../target.js';
import { LampWebhook, LazyWebhook, PodWebhook } from './lamp-webhooks.js';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

interface Webhook {
  name: string;
  clientConfig: { service?: { path: string }; url?: string; caBundle?: string };
  failurePolicy: string;
  namespaceSelector?: object;
  objectSelector?: object;
}

interface Manifest {
  kind: string;
  metadata: { name: string };
  webhooks?: Webhook[];
}

/** What codegen writes for the classes, as YAML has it. */
async function generated(): Promise<Manifest[]> {
  const project = here('tsconfig.json');
  const sources = new Map([[project, '{ "extends": "../../../tsconfig.json", "include": ["lamp-webhooks.ts"] }']]);
  const { documents, diagnostics } = await generateOnce(
    { project, sources, write: false, scaffold: false, exclude: ['expected'] },
    {},
  );
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return documents.flatMap(({ content }) => loadAll(content) as Manifest[]);
}

/** Starts the webhooks of the classes, and tells the API server of them for some namespaces. */
async function startWebhooks(controlPlane: AnyControlPlane) {
  const authority = await testAuthority();
  const log = new RecordedLog();
  const lamps = new LampWebhook();
  const manager = new Manager({
    name: 'lamp-operator',
    kubeconfig: controlPlane.adminKubeconfig,
    log,
    healthProbe: false,
    webhookServer: { port: 0, host: '127.0.0.1', certificates: new HandedCertificates(await authority.issue()) },
  });
  for (const handler of [lamps, new LazyWebhook(), new PodWebhook()]) manager.add(webhook(handler));
  const controller = new AbortController();
  const ended = manager.run(controller.signal);
  await Promise.race([manager.elected, ended]);
  const served = log.of('info').find(({ message }) => message === 'webhooks are served');
  return {
    authority,
    log,
    lamps,
    port: served?.fields.port as number,
    stop: async () => {
      controller.abort();
      await ended;
    },
  };
}

const found = await findKubectl();

const test = base
  .extend('kubectl', { scope: 'file' }, async ({ controlPlane }) => {
    if (found.binary === undefined) throw new Error(found.reason);
    return new Kubectl(found.binary, controlPlane.adminKubeconfig, join(controlPlane.folder, 'kubectl-cache'));
  })
  .extend('manifests', { scope: 'file' }, generated)
  .extend('operator', { scope: 'file' }, async ({ controlPlane, manifests, kubectl }, { onCleanup }) => {
    const definition = manifests.filter(({ kind }) => kind === 'CustomResourceDefinition');
    await kubectl.apply(definition);
    await kubectl.established(definition.map(({ metadata }) => `crd/${metadata.name}`));
    const operator = await startWebhooks(controlPlane);
    onCleanup(async () => {
      await operator.stop();
      await kubectl.output(['delete', 'crd', ...definition.map(({ metadata }) => metadata.name), '--wait=false']);
    });
    return operator;
  })
  .extend('configured', async ({ operator, manifests, kubectl, namespace }, { onCleanup }) => {
    const ours = manifests.filter(({ kind }) => kind.endsWith('WebhookConfiguration'));
    const nameOf = ({ metadata }: Manifest): string => `${metadata.name}-${namespace}`;
    onCleanup(async () => {
      const names = ours.map(each => `${each.kind}/${nameOf(each)}`);
      await kubectl.output(['delete', '--ignore-not-found', ...names]);
    });
    /** The webhooks are asked about this namespace only: the control plane is not ours alone. */
    const configure = async (change: (webhook: Webhook) => void = () => {}) => {
      const caBundle = Buffer.from(operator.authority.ca).toString('base64');
      const configurations = ours.map(manifest => {
        const webhooks = (manifest.webhooks ?? []).map(each => {
          const url = `https://127.0.0.1:${operator.port}${each.clientConfig.service?.path}`;
          const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
          const made: Webhook = { ...each, clientConfig: { url, caBundle }, namespaceSelector };
          change(made);
          return made;
        });
        return { ...manifest, metadata: { name: nameOf(manifest) }, webhooks };
      });
      await kubectl.apply(configurations);
    };
    return { configure };
  });

/** Other tests have lamps too. */
const LAMPS = 'lamps.webhooks.example.com';

const lamp = (name: string, spec: object = {}, metadata: object = {}) => ({
  apiVersion: 'webhooks.example.com/v1',
  kind: 'Lamp',
  metadata: { name, ...metadata },
  spec,
});

type RunKubectl = (args: readonly string[], object?: object) => Promise<KubectlResult>;

/** Configurations are in force a little after they are stored: asks until one of them is. */
async function untilAsked(run: RunKubectl, probe: object, answer: RegExp): Promise<void> {
  for (;;) {
    const { stderr, stdout } = await run(['create', '--dry-run=server', '-o', 'yaml', '-f', '-'], probe);
    if (answer.test(stderr + stdout)) return;
  }
}

const runIn =
  (kubectl: Kubectl, namespace: string): RunKubectl =>
  (args, object) =>
    kubectl.run([...args, '-n', namespace], { input: JSON.stringify(object ?? {}) });

// The first test waits for all that the others find there.
describe.skipIf(found.binary === undefined)('the API server and a manager', { timeout: 150_000 }, () => {
  test('a lamp is filled in, judged, changed and deleted', async ({ configured, kubectl, namespace, operator }) => {
    await configured.configure();
    const run = runIn(kubectl, namespace);
    await untilAsked(run, lamp('probe', { brightness: 101 }), /blinds/);

    // Defaults, by the name of who writes.
    const created = await run(['create', '-o', 'json', '-f', '-'], lamp('plain', { color: 'red' }));
    expect(created).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(created.stdout)).toMatchObject({
      metadata: { annotations: { 'example.com/written-by': expect.stringContaining('admin') } },
      spec: { brightness: 50, color: 'red' },
    });

    // Denial, in the words of kubectl.
    const denied = await run(['create', '-f', '-'], lamp('bright', { brightness: 101 }));
    expect(denied.code).toBe(1);
    expect(denied.stderr).toBe(
      'Error from server (Forbidden): error when creating "STDIN": admission webhook "validate-v1.lamps.webhooks.example.com" denied the request: a brightness of 101 blinds: say 100 or less\n',
    );

    // Warnings.
    const warned = await run(['create', '-f', '-'], lamp('warm', { brightness: 95 }));
    expect(warned).toMatchObject({
      code: 0,
      stderr: 'Warning: this lamp is very bright\nWarning: this lamp is dear\n',
    });

    // Dry run: told to the webhook, and nothing is stored.
    const dry = await run(['create', '--dry-run=server', '-o', 'json', '-f', '-'], lamp('dry'));
    expect(JSON.parse(dry.stdout)).toMatchObject({ spec: { brightness: 50 } });
    expect(operator.lamps.told.findLast(({ name }) => name === 'dry')).toMatchObject({
      dryRun: true,
      operation: 'CREATE',
      namespace,
      kind: { group: 'webhooks.example.com', version: 'v1', kind: 'Lamp' },
      resource: { group: 'webhooks.example.com', version: 'v1', resource: 'lamps' },
      options: { kind: 'CreateOptions', dryRun: ['All'] },
    });
    expect((await run(['get', LAMPS, 'dry'])).code).toBe(1);

    // Fields that are not valid.
    const changes = { spec: { brightness: 10, color: 'blue' } };
    const invalid = await run(['patch', LAMPS, 'plain', '--type=merge', '-p', JSON.stringify(changes)]);
    expect(invalid.stderr).toContain('The Lamp "plain" is invalid');
    expect(invalid.stderr).toContain('spec.brightness: may not fall');
    expect(invalid.stderr).toContain('spec.color: may not change');

    // Deletion.
    await run(['label', LAMPS, 'plain', 'kept=yes']);
    expect((await run(['delete', LAMPS, 'plain'])).stderr).toContain('may not delete plain, which is kept');
    const lamps = `/apis/webhooks.example.com/v1/namespaces/${namespace}/lamps`;
    expect((await run(['delete', '--raw', `${lamps}?labelSelector=kept`])).stderr).toContain(
      'may not delete plain, which',
    );
    expect(await run(['delete', LAMPS, 'warm'])).toMatchObject({ code: 0 });
  });

  test('what fails or does not come in time refuses the write, with the reason', async ({
    configured,
    kubectl,
    namespace,
  }) => {
    await configured.configure();
    const run = runIn(kubectl, namespace);
    await untilAsked(run, lamp('probe', { brightness: 101 }), /blinds/);

    const thrown = await run(['create', '-f', '-'], lamp('throwing'));
    expect(thrown.stderr).toContain(
      'admission webhook "validate-v1.lamps.webhooks.example.com" denied the request: @Validates(Lamp) of LampWebhook failed: no connection to the power station',
    );
    expect(thrown.stderr).toContain('(InternalError)');

    // On a busy machine the API server may give up first, which refuses as well.
    for (;;) {
      const late = await run(['create', '-f', '-'], lamp('hanging'));
      expect(late.code).toBe(1);
      if (late.stderr.includes('context deadline exceeded')) continue;
      expect(late.stderr).toContain('@Validates(Lamp) of LampWebhook: no answer within 1800 ms');
      expect(late.stderr).toContain('(Timeout)');
      break;
    }

    // With the policy Ignore the write goes on without an answer.
    const lazy = await run(['create', '-f', '-'], lamp('lazy', {}, { labels: { lazy: 'yes' } }));
    expect(lazy).toMatchObject({ code: 0, stdout: 'lamp.webhooks.example.com/lazy created\n' });
  });

  test('Pods and what they have are asked about too', async ({ configured, kubectl, namespace }) => {
    await configured.configure();
    const run = runIn(kubectl, namespace);
    const pod = (name: string) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { containers: [{ name: 'main', image: 'none' }] },
    });
    await untilAsked(run, pod('probe'), /seen: "?yes/);
    await run(['create', '-f', '-'], pod('one'));
    expect((await run(['get', 'pod', 'one', '-o', 'jsonpath={.metadata.labels.seen}'])).stdout).toBe('yes');
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'one', namespace } };
    const path = `/api/v1/namespaces/${namespace}/pods/one/eviction`;
    const evicted = await run(['create', '--raw', path, '-f', '-'], eviction);
    expect(evicted.stderr).toContain('it is to stay');
  });

  test('a path where nothing is served is told of', async ({ configured, kubectl, namespace }) => {
    await configured.configure(each => {
      each.clientConfig.url = each.clientConfig.url?.replace(/[^/]*$/, 'nowhere') ?? '';
    });
    const run = runIn(kubectl, namespace);
    await untilAsked(run, lamp('probe'), /failed to call webhook: there is no webhook at \/nowhere, but at \/mutate-/);
  });

  test('a certificate that the caBundle does not cover refuses writes, and is told of in the log', async ({
    configured,
    kubectl,
    namespace,
    operator,
  }) => {
    const { ca } = await testAuthority();
    const caBundle = Buffer.from(ca).toString('base64');
    await configured.configure(each => {
      each.clientConfig.caBundle = caBundle;
    });
    const run = runIn(kubectl, namespace);
    await untilAsked(run, lamp('probe'), /failed to call webhook: .*x509: certificate signed by unknown authority/);
    // Node's TLS looks at a certificate only after the handshake, and then just leaves.
    if (target === 'real') {
      expect(operator.log.of('warn')).toContainEqual(
        expect.objectContaining({
          message: 'a client has refused the certificate of the webhook server',
          fields: expect.objectContaining({ hint: expect.stringContaining('caBundle') }),
        }),
      );
    }
    await configured.configure(each => {
      each.clientConfig.caBundle = caBundle;
      each.failurePolicy = 'Ignore';
    });
    await untilAsked(run, lamp('probe'), /name: probe/);
  });
});
