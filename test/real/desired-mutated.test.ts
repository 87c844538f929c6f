// Objects that admission makes otherwise than they were applied; only a real control plane has policies that mutate.
import {
  type Client,
  type DesiredObject,
  dependent,
  type Kind,
  type KubernetesObject,
  kindOf,
  type ObjectMeta,
} from 'kubewright';
import { ConfigMap } from 'kubewright/kinds';
import { expect, onTestFinished } from 'vitest';
import { test } from '../cluster/operator/fixture.js';
import { DesiredProcess } from '../desired-process.js';

interface AnyPolicy extends KubernetesObject {
  metadata: Omit<ObjectMeta, 'namespace'>;
  spec: unknown;
}
const admission = { group: 'admissionregistration.k8s.io', version: 'v1', scope: 'Cluster' } as const;
const Policy = kindOf<AnyPolicy>()({
  ...admission,
  kind: 'MutatingAdmissionPolicy',
  plural: 'mutatingadmissionpolicies',
});
const Binding = kindOf<AnyPolicy>()({
  ...admission,
  kind: 'MutatingAdmissionPolicyBinding',
  plural: 'mutatingadmissionpolicybindings',
});

const patiently = { timeout: 30_000 };

test('an object that a policy mutates is applied once, and again when others change it', async ({
  admin,
  namespace,
}) => {
  await mutating(admin, namespace);
  await admin.create(ConfigMap, { metadata: { name: 'owner', namespace } });
  const owns = [ConfigMap] as unknown as Kind<KubernetesObject>[];
  const options = { client: admin, namespace, kind: ConfigMap, owner: 'owner', owns };
  const wished: DesiredObject[] = [
    dependent(ConfigMap, { metadata: { name: 'a' }, data: { a: 'wished', b: 'wished' } }),
  ];
  const first = await DesiredProcess.start(options);
  onTestFinished(() => first.stop());
  const { created } = await first.reconcile(wished, { force: true });
  expect(created[0]?.object).toMatchObject({ data: { a: 'mutated', b: 'wished' } });
  expect(first.log.of('warn')).toMatchObject([{ fields: { fields: ['.data.a'] } }]);
  await first.reconcile(wished, { force: true });
  expect(first.mortal.requests).toEqual([]);

  // After a restart nobody knows what the server makes of it: once more, and the server writes nothing.
  const second = await DesiredProcess.start(options);
  onTestFinished(() => second.stop());
  const again = await second.reconcile(wished, { force: true });
  expect(second.mortal.requests).toEqual(['apply ConfigMap']);
  expect(again.unchanged).toHaveLength(1);
  await second.reconcile(wished, { force: true });
  expect(second.mortal.requests).toEqual([]);

  await admin.patch(ConfigMap, { namespace, name: 'a' }, { data: { b: 'edited' } }, { fieldManager: 'editor' });
  await expect.poll(() => second.cache.get(ConfigMap, { namespace, name: 'a' })?.data?.b, patiently).toBe('edited');
  expect((await second.reconcile(wished, { force: true })).changed).toHaveLength(1);
  await second.reconcile(wished, { force: true });
  expect(second.mortal.requests).toEqual([]);
});

/** Whatever is written to a ConfigMap `a` of the namespace, its `data.a` becomes `mutated`. */
async function mutating(admin: Client, namespace: string): Promise<void> {
  const name = `desired-${namespace}`;
  await admin.create(Policy, {
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      reinvocationPolicy: 'Never',
      matchConstraints: {
        resourceRules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['configmaps'] },
        ],
      },
      matchConditions: [{ name: 'a', expression: "object.metadata.name in ['a', 'probe']" }],
      mutations: [
        { patchType: 'ApplyConfiguration', applyConfiguration: { expression: "Object{data: {'a': 'mutated'}}" } },
      ],
    },
  });
  onTestFinished(async () => void (await admin.delete(Policy, { name })));
  await admin.create(Binding, {
    metadata: { name },
    spec: {
      policyName: name,
      matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
    },
  });
  onTestFinished(async () => void (await admin.delete(Binding, { name })));
  // A policy works a moment after it was made.
  const probe = { namespace, name: 'probe' };
  await expect
    .poll(async () => {
      const { data } = await admin.create(ConfigMap, { metadata: probe });
      await admin.delete(ConfigMap, probe);
      return data;
    }, patiently)
    .toEqual({ a: 'mutated' });
}
