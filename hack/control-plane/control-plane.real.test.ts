import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, vi } from 'vitest';
import type { OwnerReference } from '../../decorators/object-meta.js';
import { test } from '../../test/real/fixture.js';
import { startControlPlane } from './control-plane.js';

const scratch = join(tmpdir(), `kubewright-crds-${process.pid}`);

const configMap = (name: string, owner?: OwnerReference) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...(owner && { ownerReferences: [owner] }) },
});

describe('a control plane', () => {
  test('is of one version with its kubectl', async ({ kubectl }) => {
    const { clientVersion, serverVersion } = JSON.parse(await kubectl.output(['version', '-o', 'json']));
    expect(serverVersion.gitVersion).toMatch(/^v1\.\d+\.\d+$/);
    expect(serverVersion.gitVersion).toBe(clientVersion.gitVersion);
  });

  test('deletes a dependent after its owner', async ({ kubectl, namespace }) => {
    await kubectl.apply([configMap('owner')], '-n', namespace);
    const uid = await kubectl.output(['get', 'configmap/owner', '-n', namespace, '-o', 'jsonpath={.metadata.uid}']);
    await kubectl.apply(
      [configMap('dependent', { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid })],
      '-n',
      namespace,
    );
    await kubectl.output(['delete', 'configmap/owner', '-n', namespace]);
    await kubectl.output(['wait', '--for=delete', 'configmap/dependent', '-n', namespace, '--timeout=50s']);
  });

  test('ends a deleted namespace with all that is in it', async ({ kubectl, namespace }) => {
    await kubectl.apply([configMap('content')], '-n', namespace);
    await kubectl.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: `${namespace}-2` } }]);
    await kubectl.output(['delete', 'namespace', `${namespace}-2`, '--timeout=50s']);
    expect((await kubectl.run(['get', 'namespace', `${namespace}-2`])).stderr).toContain('NotFound');
  });

  test('takes a certificate for the user and the groups that it names', async ({ controlPlane, kubectl }) => {
    const user = kubectl.as(await controlPlane.userKubeconfig('anna', ['eins', 'zwei']));
    const review = JSON.parse(await user.output(['auth', 'whoami', '-o', 'json']));
    expect(review.status.userInfo).toMatchObject({
      username: 'anna',
      groups: ['eins', 'zwei', 'system:authenticated'],
    });
  });

  test('forbids what RBAC does not grant to a user', async ({ controlPlane, kubectl, namespace }) => {
    const user = kubectl.as(await controlPlane.userKubeconfig(`reader-of-${namespace}`));
    const refused = await user.run(['get', 'pods', '-n', namespace]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`User "reader-of-${namespace}" cannot list resource "pods"`);

    await kubectl.output(['create', 'role', 'reader', '--verb=list', '--resource=pods', '-n', namespace]);
    const binding = ['create', 'rolebinding', 'reader', '--role=reader', `--user=reader-of-${namespace}`];
    await kubectl.output([...binding, '-n', namespace]);
    await vi.waitFor(() => user.output(['get', 'pods', '-n', namespace]), { timeout: 60_000 });
  });
});

describe('a control plane of one test', () => {
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  test('refuses connections while its API server is stopped, and has the same data under the same URL afterwards', async ({
    ownControlPlane,
  }) => {
    const { kubectl } = ownControlPlane;
    await kubectl.apply([configMap('kept')]);
    await ownControlPlane.stopApiServer();
    expect((await kubectl.run(['get', 'configmaps'])).stderr).toContain('refused');
    await ownControlPlane.start();
    expect(await kubectl.output(['get', 'configmap/kept', '-o', 'name'])).toBe('configmap/kept\n');
  });

  test('collects the dependents of custom resources that it was started with at once', async () => {
    const controlPlane = await startControlPlane({ crds: [writeCrd()] });
    const { kubectl } = controlPlane;
    try {
      await kubectl.apply([{ apiVersion: 'test.example/v1', kind: 'Owner', metadata: { name: 'owner' } }]);
      const uid = await kubectl.output(['get', 'owner/owner', '-o', 'jsonpath={.metadata.uid}']);
      await kubectl.apply([
        configMap('dependent', { apiVersion: 'test.example/v1', kind: 'Owner', name: 'owner', uid }),
      ]);
      await kubectl.output(['delete', 'owner/owner']);
      await kubectl.output(['wait', '--for=delete', 'configmap/dependent', '--timeout=20s']);
    } finally {
      await controlPlane.stop();
    }
  });

  test('leaves no process and no folder when it is stopped', async () => {
    const controlPlane = await startControlPlane();
    const { pids } = controlPlane;
    expect(pids.map(isRunning)).toEqual([true, true, true]);
    await controlPlane.stop();
    expect(pids.map(isRunning)).toEqual([false, false, false]);
    expect(existsSync(controlPlane.location.folder)).toBe(false);
    await controlPlane.stop();
  });

  test('leaves no server and no folder when the process that started it is killed', async () => {
    const { child, folder } = await startByCommand();
    const servers = await processesNaming(folder);
    expect(servers).toHaveLength(4);
    child.kill('SIGKILL');
    await vi.waitFor(async () => expect(await processesNaming(folder)).toEqual([]), { timeout: 60_000 });
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false), { timeout: 60_000 });
  });

  test('runs from the command line until it is interrupted, and then exits with 0', async () => {
    const { child, folder } = await startByCommand();
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(await processesNaming(folder)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });
});

function writeCrd(): string {
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'owners.test.example' },
    spec: {
      group: 'test.example',
      names: { kind: 'Owner', singular: 'owner', plural: 'owners' },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    },
  };
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, 'owners.json'), JSON.stringify(crd));
  return scratch;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Starts `npm run control-plane`'s script, and waits until it says where its kubeconfig is. */
async function startByCommand() {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    printed += chunk;
    const folder = printed.match(/KUBECONFIG=(.*)\/admin\.yaml/)?.[1];
    if (folder !== undefined) {
      return { child, folder };
    }
  }
  throw new Error(`the command ended without a control plane: ${printed}`);
}

/** The processes that have this text in their command line: the servers and their guard. */
async function processesNaming(text: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'args']);
  return stdout.split('\n').filter(line => line.includes(text));
}
