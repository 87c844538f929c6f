// config/overlays/cert-manager, where somebody does what cert-manager would: by what the objects say, and no more.
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { createAuthority, issueServerCertificate } from '../../../devcluster/tls/certificates.js';
import { manifestsIn } from '../../../hack/bundle/kustomize.js';
import type { Kubectl } from '../../../hack/control-plane/kubectl.js';
import { test as base, NAMESPACE, routeWebhooks } from './fixture.js';

const OVERLAY = fileURLToPath(new URL('../../../config/overlays/cert-manager', import.meta.url));
const patiently = { timeout: 90_000 };

type AnyObject = any;

const test = base.extend('applied', { scope: 'file' }, async ({ bare: { kubectl } }) => {
  const kinds = ['Issuer', 'Certificate'].map(definitionOf);
  await kubectl.apply(kinds);
  await kubectl.established(kinds.map(({ metadata }) => `crd/${metadata.name}`));
  const manifests = await kubectl.output(['kustomize', OVERLAY]);
  await kubectl.apply(manifests, '--validate=strict', '--warnings-as-errors');
  await kubectl.established(['crd/redis.myapp.tangx.in']);
  return manifestsIn(manifests) as readonly AnyObject[];
});

describe('config/overlays/cert-manager', { timeout: 300_000 }, () => {
  test('serves webhooks with the certificate that cert-manager has issued', async ({ bare, applied, startReplica }) => {
    const { kubectl } = bare;
    await issueAsCertManager(kubectl, applied);
    const replica = await startReplica();
    await expect.poll(() => replica.probe('/readyz'), patiently).toBe(200);
    await routeWebhooks(kubectl, replica);
    const reserved = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: { name: 'tangx-in' }, spec: {} };
    const created = async () =>
      (await kubectl.run(['create', '-n', 'default', '-f', '-'], { input: JSON.stringify(reserved) })).stderr;
    await expect.poll(created, patiently).toContain('tangx-in is reserved');
    expect(await replica.stop()).toBe(0);
    expect(JSON.stringify(replica.log)).not.toMatch(/forbidden|caBundle/);
  });

  test('gives none of the rights that certificates of its own would need', async ({ bare: { kubectl }, applied }) => {
    const names = applied.filter(({ kind }) => /Role/.test(kind)).map(({ metadata }) => metadata.name);
    expect(names).toContain('redis-manager-role');
    expect(names.filter(name => name.includes('certificates'))).toEqual([]);
    const as = `--as=system:serviceaccount:${NAMESPACE}:redis-controller-manager`;
    const { stdout } = await kubectl.run(['auth', 'can-i', 'create', 'secrets', '-n', NAMESPACE, as]);
    expect(stdout.trim()).toBe('no');
  });
});

/** Puts a certificate into the Secret that the Certificate names, and its authority where the annotation asks for it. */
async function issueAsCertManager(kubectl: Kubectl, objects: readonly AnyObject[]): Promise<void> {
  const authority = await createAuthority(new Date());
  const certificates = objects.filter(({ kind, spec }) => kind === 'Certificate' && spec.isCA !== true);
  for (const { metadata, spec } of certificates) {
    const { namespace } = metadata;
    const issuer = objects.find(
      ({ kind, metadata: each }) => kind === spec.issuerRef.kind && each.name === spec.issuerRef.name,
    );
    expect(issuer.metadata.namespace).toBe(namespace);
    const issued = await issueServerCertificate(authority, spec.dnsNames, new Date());
    const stringData = { 'tls.crt': issued.certificate, 'tls.key': issued.key, 'ca.crt': authority.certificate };
    const name = spec.secretName;
    await kubectl.apply([
      { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: { namespace, name }, stringData },
    ]);
    const caBundle = Buffer.from(authority.certificate).toString('base64');
    const asked = objects.filter(
      each => each.metadata.annotations?.['cert-manager.io/inject-ca-from'] === `${namespace}/${metadata.name}`,
    );
    expect(asked.map(({ kind }) => kind)).toEqual(['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']);
    for (const { kind, metadata: each } of asked) {
      const patch = [{ op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: caBundle }];
      await kubectl.output(['patch', kind, each.name, '--type=json', '-p', JSON.stringify(patch)]);
    }
  }
  expect(certificates).toHaveLength(1);
}

/** Of a kind of cert-manager, with any fields. */
function definitionOf(kind: string) {
  const [singular, group] = [kind.toLowerCase(), 'cert-manager.io'];
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${singular}s.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, singular, plural: `${singular}s` },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}
