// Replicas that issue their certificates share them through the API server, and have it trust them.
import { X509Certificate } from 'node:crypto';
import { type ConnectedClient, createClient, type New } from 'kubewright';
import {
  CustomResourceDefinition,
  MutatingWebhookConfiguration,
  Secret,
  ValidatingWebhookConfiguration,
} from 'kubewright/kinds';
import { expect, onTestFinished } from 'vitest';
import { certificateSourceOf } from '../../runtime/certificates/certificate-source-of.js';
import { certificatesIn } from '../../runtime/certificates/pem.js';
import { type Clock, systemClock } from '../../runtime/clock/clock.js';
import { RecordedLog } from '../recorded-log.js';
import { test } from './fixture.js';

const patiently = { timeout: 40_000 };

/** Waits are this many times shorter: half a minute is what a new certificate waits for. */
const HURRY = 20;
const hurried: Clock = {
  now: () => systemClock.now(),
  monotonic: () => systemClock.monotonic() * HURRY,
  setTimer: (delay, callback) => systemClock.setTimer(delay / HURRY, callback),
};

async function startReplica(kubeconfig: string, namespace: string) {
  const client = await createClient('guard', { kubeconfig });
  const log = new RecordedLog();
  const source = certificateSourceOf(
    { selfIssued: { service: { name: serviceIn(namespace), namespace } } },
    {
      client,
      clock: hurried,
      log,
      objects: () => ({
        mutating: ['mutating-webhook-configuration'],
        validating: ['validating-webhook-configuration'],
        definitions: [`things.${namespace}.example.com`],
      }),
    },
  );
  const stopping = new AbortController();
  const ended = source.run(stopping.signal);
  onTestFinished(async () => {
    stopping.abort();
    await ended;
    await client.close();
  });
  return { source, log };
}

function serviceIn(namespace: string): string {
  return `${namespace}-webhook-service`;
}

/** What `kubectl apply -k` applies, with a prefix. */
function configuration(namespace: string, type: 'mutating' | 'validating') {
  const service = { name: serviceIn(namespace), namespace, path: '/x' };
  const rules = [
    { apiGroups: [`${namespace}.example.com`], apiVersions: ['v1'], resources: ['*'], operations: ['CREATE' as const] },
  ];
  const common = { admissionReviewVersions: ['v1'], sideEffects: 'None' as const, rules };
  return {
    metadata: { name: `${namespace}-${type}-webhook-configuration` },
    webhooks: [
      { ...common, name: 'others.example.com', clientConfig: { service: { ...service, name: 'other' } } },
      { ...common, name: 'own.example.com', clientConfig: { service } },
    ],
  };
}

function definition(namespace: string): New<CustomResourceDefinition> {
  const group = `${namespace}.example.com`;
  const service = { name: serviceIn(namespace), namespace, path: '/convert' };
  const schema = { openAPIV3Schema: { type: 'object' as const } };
  return {
    metadata: { name: `things.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList' },
      versions: [
        { name: 'v1', served: true, storage: true, schema },
        { name: 'v2', served: true, storage: false, schema },
      ],
      conversion: { strategy: 'Webhook', webhook: { clientConfig: { service }, conversionReviewVersions: ['v1'] } },
    },
  };
}

/** The caBundles of the objects, decoded: of the entry of others, of ours, and of the conversion. */
async function bundles(admin: ConnectedClient, namespace: string): Promise<readonly string[]> {
  const mutating = await admin.get(MutatingWebhookConfiguration, configuration(namespace, 'mutating').metadata);
  const validating = await admin.get(ValidatingWebhookConfiguration, configuration(namespace, 'validating').metadata);
  const configs = [mutating, validating].flatMap(({ webhooks = [] }) => webhooks.map(each => each.clientConfig));
  const all = [...configs, ...(await conversion(admin, namespace))];
  return all.map(each => Buffer.from(each?.caBundle ?? '', 'base64').toString());
}

async function conversion(admin: ConnectedClient, namespace: string) {
  const { spec } = await admin.get(CustomResourceDefinition, definition(namespace).metadata as { name: string });
  return [spec.conversion?.webhook?.clientConfig];
}

function countsIn(all: readonly string[]): readonly number[] {
  return all.map(bundle => certificatesIn(bundle).length);
}

test('replicas share a certificate that every caBundle trusts, also when things come late, are overwritten or deleted', async ({
  controlPlane,
  admin,
  namespace,
}) => {
  const replicas = [
    await startReplica(controlPlane.adminKubeconfig, namespace),
    await startReplica(controlPlane.adminKubeconfig, namespace),
  ];
  const current = async () => await Promise.all(replicas.map(async ({ source }) => (await source.current()).cert));
  const [first, same] = (await current()) as [string, string];
  expect(same).toBe(first);
  expect(new X509Certificate(first).checkHost(`${serviceIn(namespace)}.${namespace}.svc`)).toBeDefined();

  // They were not there.
  const mutating = configuration(namespace, 'mutating');
  const validating = configuration(namespace, 'validating');
  onTestFinished(async () => {
    await admin.delete(MutatingWebhookConfiguration, mutating.metadata);
    await admin.delete(ValidatingWebhookConfiguration, validating.metadata);
    await admin.delete(CustomResourceDefinition, definition(namespace).metadata as { name: string });
  });
  await admin.create(CustomResourceDefinition, definition(namespace));
  const applied = { fieldManager: 'kubectl' };
  await admin.apply(MutatingWebhookConfiguration, mutating, applied);
  await admin.apply(ValidatingWebhookConfiguration, validating, applied);
  const counts = async () => countsIn(await bundles(admin, namespace));
  const each = (count: number) => [0, count, 0, count, count];
  await expect.poll(counts, patiently).toEqual(each(1));

  // Applied again, nothing changes: the field is not of the one who applies.
  const before = await admin.get(MutatingWebhookConfiguration, mutating.metadata);
  await admin.apply(MutatingWebhookConfiguration, mutating, applied);
  const after = await admin.get(MutatingWebhookConfiguration, mutating.metadata);
  expect(after.webhooks).toEqual(before.webhooks);
  const own = after.metadata.managedFields?.find(({ manager }) => manager === 'kubewright-certificates');
  expect(own?.fieldsV1).toEqual({
    'f:webhooks': { 'k:{"name":"own.example.com"}': { 'f:clientConfig': { 'f:caBundle': {} } } },
  });

  // Who no longer applies an entry is rid of it.
  const others = { ...mutating, webhooks: mutating.webhooks.slice(0, 1) };
  await admin.apply(MutatingWebhookConfiguration, others, applied);
  const without = await admin.get(MutatingWebhookConfiguration, mutating.metadata);
  expect(without.webhooks?.map(({ name }) => name)).toEqual(['others.example.com']);
  await admin.apply(MutatingWebhookConfiguration, mutating, applied);
  await expect.poll(counts, patiently).toEqual(each(1));

  // Replaced, as by a tool that knows nothing of it.
  const { metadata } = await admin.get(ValidatingWebhookConfiguration, validating.metadata);
  const { name, resourceVersion } = metadata;
  await admin.update(ValidatingWebhookConfiguration, { ...validating, metadata: { name, resourceVersion } });
  await expect.poll(counts, patiently).toEqual(each(1));

  // Another certificate, with an overlap.
  await admin.delete(Secret, { namespace, name: 'webhook-server-cert' });
  await expect.poll(async () => new Set([first, ...(await current())]).size, patiently).toBe(2);
  await expect.poll(async () => new Set(await current()).size, patiently).toBe(1);
  expect(await counts()).toEqual(each(2));
  const { data } = await admin.get(Secret, { namespace, name: 'webhook-server-cert' });
  expect(Buffer.from(data?.['tls.crt'] ?? '', 'base64').toString()).toBe((await current())[0]);
  const [leaf] = (await current()).map(cert => new X509Certificate(cert)) as [X509Certificate];
  for (const bundle of (await bundles(admin, namespace)).filter(each => each !== '')) {
    expect(certificatesIn(bundle).some(ca => leaf.checkIssued(ca) && leaf.verify(ca.publicKey))).toBe(true);
  }
  const warnings = replicas.flatMap(({ log }) => log.of('warn').map(({ message }) => message));
  const gone = 'the Secret of the certificates has gone: made it again, with a new certificate';
  expect(warnings.filter(message => message === gone)).toHaveLength(1);
  for (const { log } of replicas) expect(log.of('error')).toEqual([]);
});
