// The folder config/ as a person would apply it: kubectl apply -k.
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { test } from './fixture.js';

const config = (folder: string) => fileURLToPath(new URL(`../../config/${folder}`, import.meta.url));
const OPERATOR = '--as=system:serviceaccount:redis-system:redis-controller-manager';

// A control plane of its own: these names are not a test's to use where others run.
describe('config/', () => {
  test('gives a cluster the definition, and the service account its role', async ({ ownControlPlane: { kubectl } }) => {
    await kubectl.output(['apply', '-k', config('default')]);
    await kubectl.output(['wait', '--for=condition=Established', 'crd/redis.myapp.tangx.in', '--timeout=30s']);

    const mayI = async (...question: string[]) =>
      (await kubectl.run(['auth', 'can-i', ...question, OPERATOR])).stdout.trim();
    expect(await mayI('create', 'pods', '--all-namespaces')).toBe('yes');
    expect(await mayI('patch', 'redis.myapp.tangx.in', '--subresource=status', '--all-namespaces')).toBe('yes');
    expect(await mayI('delete', 'redis.myapp.tangx.in', '--all-namespaces')).toBe('no');
    expect(await mayI('get', 'secrets', '--all-namespaces')).toBe('no');
  });

  test('has a sample that the definition takes and completes', async ({ ownControlPlane: { kubectl } }) => {
    await kubectl.output(['apply', '-k', config('samples'), '-n', 'default']);
    const sample = JSON.parse(await kubectl.output(['get', 'redis', 'redis-sample', '-n', 'default', '-o', 'json']));
    expect(sample.spec).toEqual({ replicas: 3, port: 6379, image: 'redis:7-alpine' });
  });
});
