// Kinds that are installed late, or never.
import { randomBytes } from 'node:crypto';
import { type Client, type KubernetesObject, kindOf, type ObjectMeta } from 'kubewright';
import { CustomResourceDefinition } from 'kubewright/kinds';
import { onTestFinished } from 'vitest';
import { serveDefinition } from '../hack/demo/custom-resource-definitions.js';

const group = 'late.example.com';

/** A kind of a name that nobody else has; it has whatever spec its author believes in, and no server knows better. */
export function lateKind<Spec>() {
  const kind = `Late${randomBytes(4).toString('hex')}`;
  const plural = `${kind.toLowerCase()}s`;
  return kindOf<KubernetesObject & { metadata: ObjectMeta; spec: Spec }>()({
    ...{ group, version: 'v1', kind, plural, scope: 'Namespaced' },
  });
}

/** Installs it until the test ends. */
export async function install(admin: Client, { info }: { readonly info: { kind: string; plural: string } }) {
  const { kind, plural } = info;
  const name = `${plural}.${group}`;
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } as const;
  const schema = { openAPIV3Schema: { ...open, properties: { spec: open } } };
  await serveDefinition(admin, {
    metadata: { name },
    spec: {
      ...{ group, names: { kind, plural }, scope: 'Namespaced' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  });
  onTestFinished(async () => void (await admin.delete(CustomResourceDefinition, { name })));
}
