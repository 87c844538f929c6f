// An operator that says what it wishes, as a user that has the role that is generated for it and nothing else.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { type Client, controller, isConditionTrue, isNotFound, Manager, type New } from 'kubewright';
import { generate } from 'kubewright/codegen';
import { ClusterRole, ConfigMap, RoleBinding } from 'kubewright/kinds';
import { expect, onTestFinished } from 'vitest';
import { Redis } from '../../api/v1/redis.js';
import { Keeper } from '../cluster/keeper.js';
import { test } from '../cluster/operator/fixture.js';
import { unless } from '../cluster/unless.js';
import { RecordedLog } from '../recorded-log.js';

type GeneratedRole = New<ClusterRole> & { readonly metadata: { readonly name: string } };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const patiently = { timeout: 30_000 };

test('what @Owns(Kind, { apply: true }) generates is all that apply needs', async ({
  controlPlane,
  admin,
  namespace,
}) => {
  const role = await roleOfKeeper(`keeper-${namespace}`);
  expect(role.rules).toEqual([
    { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'delete', 'get', 'list', 'patch', 'watch'] },
    { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
    { apiGroups: ['myapp.tangx.in'], resources: ['redis'], verbs: ['get', 'list', 'patch', 'watch'] },
    { apiGroups: ['myapp.tangx.in'], resources: ['redis/finalizers'], verbs: ['update'] },
    { apiGroups: ['myapp.tangx.in'], resources: ['redis/status'], verbs: ['patch'] },
  ]);
  await admin.create(ClusterRole, role);
  onTestFinished(async () => void (await admin.delete(ClusterRole, role.metadata)));
  const user = `keeper-of-${namespace}`;
  const apiGroup = 'rbac.authorization.k8s.io';
  await admin.create(RoleBinding, {
    metadata: { name: 'keeper', namespace },
    roleRef: { apiGroup, kind: 'ClusterRole', name: role.metadata.name },
    subjects: [{ apiGroup, kind: 'User', name: user }],
  });

  const kubeconfig = await controlPlane.userKubeconfig(user);
  const log = new RecordedLog();
  const stopping = new AbortController();
  const manager = new Manager({ name: 'keeping', kubeconfig, namespaces: [namespace], log, healthProbe: false });
  manager.add(controller(new Keeper()));
  const ended = manager.run(stopping.signal);
  onTestFinished(async () => {
    stopping.abort();
    await ended;
  });

  // Create, change, prune, make anew, repair, and let go.
  const key = { namespace, name: 'r' };
  await admin.create(Redis, { metadata: key, spec: { replicas: 3 } });
  await settled(admin, namespace, 3, 6379);
  await admin.patch(Redis, key, { spec: { replicas: 1, port: 7000 } });
  await settled(admin, namespace, 1, 7000);
  const former = await admin.get(ConfigMap, { namespace, name: 'r-0' });
  await admin.delete(ConfigMap, { namespace, name: 'r-0' });
  await expect
    .poll(
      async () => (await admin.get(ConfigMap, { namespace, name: 'r-0' }).catch(unless(isNotFound)))?.metadata.uid,
      patiently,
    )
    .not.toBeOneOf([undefined, former.metadata.uid]);
  await settled(admin, namespace, 1, 7000);
  await admin.delete(Redis, key);
  await expect.poll(() => ports(admin, namespace), patiently).toEqual([]);
  expect(log.of('error')).toEqual([]);
  expect(JSON.stringify(log.of('warn'))).not.toContain('forbidden');
});

/** What `kubewright generate` makes of the operator's source. */
async function roleOfKeeper(name: string): Promise<GeneratedRole> {
  const folder = await mkdtemp(join(tmpdir(), 'kubewright-keeper-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = ['test/cluster/keeper.ts', 'api/v1/redis.ts'].map(file => join(ROOT, file));
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), files, include: [], exclude: [] }),
  );
  const { diagnostics, documents } = await generate({
    project: folder,
    include: [join(ROOT, 'test')],
    write: false,
    scaffold: false,
    roleName: name,
  });
  expect(diagnostics).toEqual([]);
  const role = documents.find(({ path }) => path === 'rbac/role.yaml');
  return load(role?.content ?? '') as GeneratedRole;
}

async function ports(client: Client, namespace: string): Promise<unknown[]> {
  const { items } = await client.list(ConfigMap, { namespace });
  return items.filter(({ metadata }) => metadata.name.startsWith('r-')).map(({ data }) => data?.port);
}

/** So many ConfigMaps, all with this port, and the status says so. */
async function settled(client: Client, namespace: string, size: number, port: number): Promise<void> {
  await expect
    .poll(async () => {
      const { status, metadata } = await client.get(Redis, { namespace, name: 'r' });
      return {
        ports: await ports(client, namespace),
        ready: isConditionTrue(status?.conditions, 'Ready'),
        replicas: status?.replicas,
        current: status?.observedGeneration === metadata.generation,
      };
    }, patiently)
    .toEqual({ ports: Array.from({ length: size }, () => String(port)), ready: true, replicas: size, current: true });
}
