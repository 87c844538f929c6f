// What docs/guides/install.md says of taking the operator away.
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { test as base, NAMESPACE } from './fixture.js';

const DEFAULT = fileURLToPath(new URL('../../../config/default', import.meta.url));
const DEFINITION = 'crd/redis.myapp.tangx.in';
const patiently = { timeout: 90_000 };

const test = base.extend('installation', { scope: 'file' }, async ({ bare: { kubectl }, startReplica }) => ({
  kubectl,
  /** Installs, and starts a replica. */
  start: async () => {
    await kubectl.output(['apply', '-k', DEFAULT]);
    await kubectl.established([DEFINITION]);
    // Nobody on this machine could be asked through the Service.
    await kubectl.output(['delete', 'mutatingwebhookconfigurations,validatingwebhookconfigurations', '--all']);
    const replica = await startReplica();
    await expect.poll(() => replica.probe('/readyz'), patiently).toBe(200);
    return replica;
  },
  /** Creates a Redis, and waits for its Pod, and so for its finalizer. */
  createRedis: async (name: string) => {
    const redis = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: { name }, spec: { replicas: 1 } };
    await kubectl.output(['create', '-n', 'default', '-f', '-'], { input: JSON.stringify(redis) });
    await expect
      .poll(() => kubectl.output(['get', 'pods', '-n', 'default', '-o', 'name']), patiently)
      .toBe(`pod/${name}-0\n`);
  },
  exists: async (what: string, ...args: string[]) => (await kubectl.run(['get', what, ...args])).code === 0,
}));

test('every Redis first, then the operator: nothing is left', { timeout: 300_000 }, async ({ installation }) => {
  const { kubectl, start, createRedis, exists } = installation;
  const replica = await start();
  await createRedis('first');
  await kubectl.output(['delete', 'redis', '--all', '--all-namespaces', '--timeout=90s']);
  expect(await replica.stop()).toBe(0);
  await kubectl.output(['delete', '-k', DEFAULT, '--ignore-not-found', '--timeout=90s']);
  expect([await exists(DEFINITION), await exists(`namespace/${NAMESPACE}`)]).toEqual([false, false]);
});

test('the operator first, for good: what is released by hand goes, and its Pods', { timeout: 300_000 }, async ({
  installation,
}) => {
  const { kubectl, start, createRedis } = installation;
  const replica = await start();
  await createRedis('released');
  expect(await replica.stop()).toBe(0);
  await kubectl.output(['delete', 'redis', 'released', '-n', 'default', '--wait=false']);
  const release = ['--type=merge', '--patch', '{"metadata":{"finalizers":null}}'];
  await kubectl.output(['patch', 'redis', 'released', '-n', 'default', ...release]);
  await expect.poll(() => kubectl.output(['get', 'redis,pods', '-n', 'default', '-o', 'name']), patiently).toBe('');
});

test('the operator first: the definition waits, and goes once the operator is back', { timeout: 300_000 }, async ({
  installation,
}) => {
  const { kubectl, start, createRedis, exists } = installation;
  const replica = await start();
  await createRedis('second');
  expect(await replica.stop()).toBe(0);
  await kubectl.output(['delete', '-k', DEFAULT, '--ignore-not-found', '--wait=false']);
  await expect.poll(() => exists(`namespace/${NAMESPACE}`), patiently).toBe(false);
  expect(await exists('redis/second', '-n', 'default')).toBe(true);
  const condition = `jsonpath={.status.conditions[?(@.type=="Terminating")].status}`;
  await expect.poll(() => kubectl.output(['get', DEFINITION, '-o', condition]), patiently).toBe('True');

  // Applied again, it lets go of what is being deleted.
  const next = await start();
  await expect.poll(() => exists(DEFINITION), patiently).toBe(false);
  expect(await kubectl.output(['get', 'pods', '-n', 'default', '-o', 'name'])).toBe('');
  await next.stop();
});
