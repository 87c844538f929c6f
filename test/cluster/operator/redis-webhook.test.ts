// What users hear from the webhooks of the Redis operator, in the words of kubectl, beside what is on the page of gestures.
import { describe, expect } from 'vitest';
import { Redis } from '../../../api/v1/redis.js';
import { startRedisWebhooks } from './redis-webhooks.js';
import { test as base, manifest, noKubectl } from './with-kubectl.js';

/** `configure` has the API server ask the webhooks about this namespace. */
const test = base.extend('configure', async ({ admin, namespace }, { onCleanup }) => {
  const webhooks = await startRedisWebhooks(admin, namespace);
  onCleanup(() => webhooks.stop());
  return async () => {
    await webhooks.configure();
    return webhooks;
  };
});

const LOW = 'is below 6379: write 6379 or a higher port, or leave it out';
const MINUTE = { timeout: 60_000 };

describe.skipIf(noKubectl)('kubectl', MINUTE, () => {
  test('may leave the tag to the operator, and is warned where it cannot know one', async ({ configure, kubectl }) => {
    await configure();
    await kubectl.output(['apply', '-f', '-'], manifest({ image: 'redis' }));
    const image = ['get', 'redis', 'r', '-o', 'jsonpath={.spec.image}'];
    expect(await kubectl.output(image)).toBe('redis:7-alpine');
    // Once more, as pipelines do.
    const again = await kubectl.run(['apply', '-f', '-'], manifest({ image: 'redis' }));
    expect([again.code, again.stderr]).toEqual([0, '']);
    const other = await kubectl.run(['apply', '-f', '-'], manifest({ image: 'registry.example.com/redis' }));
    expect([other.code, other.stderr.trim()]).toEqual([
      0,
      'Warning: spec.image: registry.example.com/redis has neither tag nor digest, so its Pods may run different versions: write one',
    ]);
    expect(await kubectl.output(image)).toBe('registry.example.com/redis');
  });

  test('goes on using a Redis from before the webhooks: scale, edit, delete', async ({
    configure,
    kubectl,
    admin,
    namespace,
    operator: _,
    observer,
  }) => {
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { port: 2000 } });
    await observer.settled(namespace, 'r', 1);
    await configure();
    await kubectl.output(['scale', '--replicas=2', 'redis/r']);
    await observer.settled(namespace, 'r', 2);
    const patch = (spec: object) =>
      kubectl.run(['patch', 'redis', 'r', '--type=merge', '-p', JSON.stringify({ spec })]);
    expect((await patch({ image: 'redis:8' })).stderr).toBe('');
    expect((await patch({ port: 3000 })).stderr.trim()).toBe(`Warning: spec.port: 3000 ${LOW}`);
    await kubectl.output(['delete', 'redis', 'r', '--timeout=40s']);
    await observer.gone(namespace, 'r');
  });

  test('deletes a Redis also while nobody answers', async ({
    configure,
    kubectl,
    admin,
    namespace,
    operator: _,
    observer,
  }) => {
    await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } });
    await observer.settled(namespace, 'r', 2);
    const webhooks = await configure();
    await webhooks.end();
    const refused = await kubectl.run(['patch', 'redis', 'r', '--type=merge', '-p', '{"spec":{"port":7000}}']);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('failed calling webhook')]);
    await kubectl.output(['label', 'redis', 'r', 'a=b']);
    await kubectl.output(['delete', 'redis', 'r', '--timeout=40s']);
    await observer.gone(namespace, 'r');
  });
});
