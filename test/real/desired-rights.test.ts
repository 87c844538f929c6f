// What an operator learns that may not apply what it wishes; only a real control plane refuses.
import { createClient, DesiredStateError, dependent, type Kind, type KubernetesObject } from 'kubewright';
import { ConfigMap, Role, RoleBinding, Secret, ServiceAccount } from 'kubewright/kinds';
import { expect, onTestFinished } from 'vitest';
import { test } from '../cluster/operator/fixture.js';
import { DesiredProcess } from '../desired-process.js';

test('an apply that is forbidden says which rule is missing, and applies the rest', async ({
  controlPlane,
  admin,
  namespace,
}) => {
  const user = `wishing-${namespace}`;
  const read = ['get', 'list', 'watch'];
  await admin.create(Role, {
    metadata: { name: user, namespace },
    rules: [
      { apiGroups: [''], resources: ['configmaps'], verbs: [...read, 'create', 'patch', 'delete'] },
      { apiGroups: [''], resources: ['secrets'], verbs: read },
    ],
  });
  await admin.create(RoleBinding, {
    metadata: { name: user, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: user },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  });
  await admin.create(ConfigMap, { metadata: { name: 'owner', namespace } });
  const owns = [ConfigMap, Secret, ServiceAccount] as unknown as Kind<KubernetesObject>[];
  const options = { namespace, kind: ConfigMap, owner: 'owner' };
  const map = dependent(ConfigMap, { metadata: { name: 'a' } });
  const secret = dependent(Secret, { metadata: { name: 'a' }, type: 'Opaque' });

  const powerful = await DesiredProcess.start({ ...options, client: admin, owns });
  await powerful.reconcile([dependent(ServiceAccount, { metadata: { name: 'former' } })]);
  await powerful.stop();

  const client = await createClient(user, { kubeconfig: await controlPlane.userKubeconfig(user) });
  onTestFinished(() => client.close());
  const process = await DesiredProcess.start({ ...options, client, owns: owns.slice(0, 2) });
  onTestFinished(() => process.stop());

  const error = await process.reconcile([map, secret]).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DesiredStateError);
  const { created, failed } = (error as DesiredStateError).result;
  expect(created.map(({ kind }) => kind.name)).toEqual(['ConfigMap']);
  expect(failed).toMatchObject([{ error: { name: 'ApplyForbiddenError' } }]);
  expect(String(error)).toContain(
    'Say @Owns(Secret, { apply: true }) on the reconciler, run kubewright generate, and apply the role',
  );

  // What a former version of the program applied has to be looked for once, and deleted.
  const advice =
    "ServiceAccount was applied by a former version of this operator, and what is left of it has to be deleted: keep @Rbac({ groups: [''], resources: ['serviceaccounts'], verbs: ['get', 'list', 'delete'] }) on the reconciler until then, run kubewright generate, and apply the role";
  const grant = (verbs: readonly string[]) =>
    admin.patchJson(Role, { name: user, namespace }, [
      { op: 'add', path: '/rules/-', value: { apiGroups: [''], resources: ['serviceaccounts'], verbs } },
    ]);
  const refused = () => process.reconcile([map]).catch((thrown: unknown) => String(thrown));
  expect(await refused()).toContain(advice);
  expect(await refused()).toContain('cannot list resource "serviceaccounts"');
  await grant(['list']);
  await expect.poll(refused, { timeout: 30_000 }).toContain('cannot delete resource "serviceaccounts"');
  expect(await refused()).toContain(advice);
  await grant(['get', 'delete']);
  await expect.poll(refused, { timeout: 30_000 }).toMatchObject({ pruned: [{ key: { namespace, name: 'former' } }] });
  expect(await process.reconcile([map])).toMatchObject({ pruned: [] });
});
