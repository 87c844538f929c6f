// The chart on a real API server: installed, upgraded, uninstalled, and installed again.
import { describe, expect } from 'vitest';
import { NAMESPACE, routeWebhooks } from './fixture.js';
import { HELM, test } from './helm-fixture.js';

const patiently = { timeout: 90_000 };

describe.skipIf('unavailable' in HELM)('helm install', { timeout: 300_000 }, () => {
  test('runs the operator; an upgrade changes what is said; uninstalling keeps every Redis', async ({
    bare,
    bundled: { chart },
    helm,
    startReplica,
  }) => {
    const { kubectl, adminKubeconfig } = bare;
    const release = ['--namespace', NAMESPACE, '--kubeconfig', adminKubeconfig];
    const installed = await helm('install', 'redis', chart, ...release, '--create-namespace');
    expect(installed.stdout).toContain(
      'kubectl --namespace redis-system rollout status deployment/redis-controller-manager',
    );
    expect(installed.stderr).not.toMatch(/warn/i);
    await kubectl.established(['crd/redis.myapp.tangx.in']);

    const replica = await startReplica();
    await expect.poll(() => replica.probe('/readyz'), patiently).toBe(200);
    await routeWebhooks(kubectl, replica);
    const create = async (name: string) => {
      const redis = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: { name }, spec: { replicas: 1 } };
      return await kubectl.run(['create', '-n', 'default', '-f', '-'], { input: JSON.stringify(redis) });
    };
    await expect.poll(async () => (await create('tangx-in')).stderr, patiently).toContain('tangx-in is reserved');
    expect(await create('kept')).toMatchObject({ code: 0 });
    await expect
      .poll(() => kubectl.output(['get', 'pods', '-n', 'default', '-o', 'name']), patiently)
      .toBe('pod/kept-0\n');

    const deployment = [
      'get',
      'deployment',
      'redis-controller-manager',
      '-n',
      NAMESPACE,
      '-o',
      'jsonpath={.spec.replicas}',
    ];
    await helm('upgrade', 'redis', chart, ...release, '--set', 'replicas=3');
    expect(await kubectl.output(deployment)).toBe('3');

    expect(await replica.stop()).toBe(0);
    await helm('uninstall', 'redis', ...release);
    expect(await kubectl.output(['get', 'redis', '-n', 'default', '-o', 'name'])).toBe('redis.myapp.tangx.in/kept\n');
    const left = ['get', 'deployments,services,roles,rolebindings,poddisruptionbudgets', '-n', NAMESPACE, '-o', 'name'];
    expect(await kubectl.output(left)).toBe('');
    expect(
      await kubectl.output(['get', 'mutatingwebhookconfigurations,validatingwebhookconfigurations', '-o', 'name']),
    ).toBe('');

    // Which takes over the definition that it finds.
    await helm('install', 'redis', chart, ...release);
    const next = await startReplica();
    await kubectl.output(['delete', 'redis', 'kept', '-n', 'default', '--timeout=90s']);
    expect(await next.stop()).toBe(0);
  });
});
