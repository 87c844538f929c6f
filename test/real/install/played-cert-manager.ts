// Does what cert-manager would, by what the objects of an installation say, and no more.
import { createAuthority, issueServerCertificate } from '../../../devcluster/tls/certificates.js';
import type { Kubectl } from '../../../hack/control-plane/kubectl.js';

type AnyObject = any;

/** The definitions of its kinds, with any fields. */
export const CERT_MANAGER_DEFINITIONS = ['Issuer', 'Certificate'].map(kind => {
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
});

/**
 * Puts a certificate into the Secret that each Certificate names, and its authority where an annotation asks for it.
 * @returns the kinds of what asked for it
 * @throws Error for a Certificate whose Issuer is not there, in its namespace
 */
export async function issueAsCertManager(kubectl: Kubectl, objects: readonly AnyObject[]): Promise<readonly string[]> {
  const authority = await createAuthority(new Date());
  const injected: string[] = [];
  for (const { metadata, spec } of objects.filter(each => each.kind === 'Certificate' && each.spec.isCA !== true)) {
    const { namespace } = metadata;
    const { kind: issuerKind, name: issuer } = spec.issuerRef;
    const isIssuer = (each: AnyObject) => each.kind === issuerKind && each.metadata.name === issuer;
    if (objects.find(isIssuer)?.metadata.namespace !== namespace) throw new Error(`no ${issuerKind} ${issuer}`);
    const issued = await issueServerCertificate(authority, spec.dnsNames, new Date());
    const stringData = { 'tls.crt': issued.certificate, 'tls.key': issued.key, 'ca.crt': authority.certificate };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name: spec.secretName }, stringData };
    await kubectl.apply([{ ...secret, type: 'kubernetes.io/tls' }]);
    const caBundle = Buffer.from(authority.certificate).toString('base64');
    const patch = JSON.stringify([{ op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: caBundle }]);
    for (const asked of objects) {
      const from = asked.metadata.annotations?.['cert-manager.io/inject-ca-from'];
      if (from !== `${namespace}/${metadata.name}`) continue;
      await kubectl.output(['patch', asked.kind, asked.metadata.name, '--type=json', '-p', patch]);
      injected.push(asked.kind);
    }
  }
  return injected;
}
