// The API server asks an operator's webhooks over TLS, and trusts what the operator has told it to: with the manifests that
// `kubewright generate` writes, through kustomize, and with no rights but those in them.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from 'js-yaml';
import { Manager, webhook } from 'kubewright';
import { generate } from 'kubewright/codegen';
import { ConfigMap, MutatingWebhookConfiguration, Secret, ValidatingWebhookConfiguration } from 'kubewright/kinds';
import { expect, onTestFinished } from 'vitest';
import { findKubectl } from '../../../hack/control-plane/find-kubectl.js';
import { Kubectl } from '../../../hack/control-plane/kubectl.js';
import { freePorts } from '../../../hack/control-plane/ports.js';
import { RecordedLog } from '../../recorded-log.js';
import { test } from '../fixture.js';
import { ConfigMapWebhook } from './guarded-config-maps.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const patiently = { timeout: 30_000 };

type AnyObject = any;

const found = await findKubectl();

test.skipIf(found.binary === undefined)(
  'what is generated is all that webhooks need to be trusted, also after kubectl apply and replace',
  async ({ controlPlane, admin, namespace }) => {
    const [port] = (await freePorts(1)) as [number];
    const kubectl = new Kubectl(
      found.binary ?? '',
      controlPlane.adminKubeconfig,
      join(controlPlane.folder, 'kubectl-cache'),
    );
    const objects = (await kustomized(namespace, folder => kubectl.output(['kustomize', folder]))).map(each =>
      reachable(each, namespace, port),
    );
    const inCluster = objects.filter(({ metadata }) => metadata.namespace === undefined);
    onTestFinished(async () => {
      await kubectl.run(['delete', '--ignore-not-found', '-f', '-'], { input: JSON.stringify(listOf(inCluster)) });
    });
    await kubectl.apply(objects);

    const account = `${namespace}-controller-manager`;
    const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
    const kubeconfig = await controlPlane.userKubeconfig(`system:serviceaccount:${namespace}:${account}`, groups);
    const log = new RecordedLog();
    const service = { name: `${namespace}-webhook-service`, namespace };
    const manager = new Manager({
      name: 'guard',
      kubeconfig,
      log,
      healthProbe: false,
      webhookServer: { port, host: '127.0.0.1', certificates: { selfIssued: { service } } },
    });
    manager.add(webhook(new ConfigMapWebhook()));
    const stopping = new AbortController();
    const ended = manager.run(stopping.signal);
    onTestFinished(async () => {
      stopping.abort();
      await ended;
    });

    let made = 0;
    /** What the API server says to a good one, which comes back with what the webhook has added, and to a bad one. */
    const asked = async (): Promise<unknown> => {
      made += 1;
      const metadata = { namespace, name: `map-${made}` };
      const good = await admin.create(ConfigMap, { metadata, data: {} }).then(({ data }) => data, String);
      const bad = await admin
        .create(ConfigMap, { metadata: { namespace, name: 'bad' }, data: { bad: 'yes' } })
        .then(({ data }) => data, String);
      return [good, bad];
    };
    const right = [{ seen: 'yes' }, expect.stringContaining('this one is bad')];
    await expect.poll(asked, patiently).toEqual(right);

    const key = { name: `${namespace}-validating-webhook-configuration` };
    const before = await admin.get(ValidatingWebhookConfiguration, key);
    await kubectl.apply(objects);
    await kubectl.apply(inCluster, '--server-side', '--force-conflicts');
    expect(await asked()).toEqual(right);
    const { webhooks } = await admin.get(ValidatingWebhookConfiguration, key);
    expect(webhooks).toEqual(before.webhooks);

    const configurations = objects.filter(({ kind }) => kind.endsWith('WebhookConfiguration'));
    await kubectl.output(['replace', '-f', '-'], { input: JSON.stringify(listOf(configurations)) });
    await expect.poll(asked, patiently).toEqual(right);

    const { type, data } = await admin.get(Secret, { namespace, name: 'webhook-server-cert' });
    const mutating = await admin.get(MutatingWebhookConfiguration, {
      name: `${namespace}-mutating-webhook-configuration`,
    });
    expect([type, mutating.webhooks?.[0]?.clientConfig.caBundle]).toEqual(['kubernetes.io/tls', data?.['ca.crt']]);
    expect(JSON.stringify(log.of('warn'))).not.toContain('forbidden');
    expect(log.of('error')).toEqual([]);
  },
);

/** What `kubewright generate` makes of the webhook's source, as `kubectl apply -k` brings it into a namespace. */
async function kustomized(namespace: string, build: (folder: string) => Promise<string>): Promise<AnyObject[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kubewright-guard-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = [join(ROOT, 'test/cluster/webhooks/guarded-config-maps.ts')];
  const config = { extends: join(ROOT, 'tsconfig.json'), files, include: [], exclude: [] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { diagnostics, documents } = await generate({ project: folder, include: [join(ROOT, 'test')], write: false });
  expect(diagnostics).toEqual([]);
  for (const { path, content } of documents) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const whole = { namespace, namePrefix: `${namespace}-`, resources: ['../rbac', '../webhook'] };
  await mkdir(join(folder, 'default'));
  await writeFile(join(folder, 'default/kustomization.yaml'), JSON.stringify(whole));
  return loadAll(await build(join(folder, 'default'))) as AnyObject[];
}

/** This machine in the place of the operator's Pods; only objects of the test's namespace are asked about. */
function reachable(object: AnyObject, namespace: string, port: number): AnyObject {
  if (object.kind === 'Service') return { ...object, spec: { type: 'ExternalName', externalName: 'localhost' } };
  if (object.webhooks === undefined) return object;
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  const webhooks = object.webhooks.map((each: AnyObject) => ({
    ...each,
    namespaceSelector,
    clientConfig: { service: { ...each.clientConfig.service, port } },
  }));
  return { ...object, webhooks };
}

function listOf(items: readonly object[]): object {
  return { apiVersion: 'v1', kind: 'List', items };
}
