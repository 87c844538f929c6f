import { existsSync } from 'node:fs';
import { createClient, isNotFound } from 'kubewright';
import { ConfigMap, Pod } from 'kubewright/kinds';
import { afterEach, describe, expect, test } from 'vitest';
import { startEmbeddedControlPlane } from './embedded-control-plane.js';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function started(options: Parameters<typeof startEmbeddedControlPlane>[0] = {}) {
  const controlPlane = await startEmbeddedControlPlane(options);
  ends.push(() => controlPlane.stop());
  return controlPlane;
}

async function clientOf(kubeconfig: string) {
  const client = await createClient('test', { kubeconfig });
  ends.push(() => client.close());
  return client;
}

const key = { namespace: 'default', name: 'kept' };

describe('an embedded control plane', () => {
  test.each(['http:', 'https:'])('has the same data under the same URL after an outage, over %s', async protocol => {
    const controlPlane = await started({ tls: protocol === 'https:' });
    const { server } = controlPlane;
    expect(new URL(server)).toMatchObject({ protocol, hostname: '127.0.0.1' });
    const client = await clientOf(controlPlane.adminKubeconfig);
    await client.create(ConfigMap, { metadata: key, data: { a: '1' } });
    await controlPlane.stopApiServer();
    await expect(client.get(ConfigMap, key)).rejects.toThrow('ECONNREFUSED');
    await controlPlane.start();
    expect(controlPlane.server).toBe(server);
    expect((await client.get(ConfigMap, key)).data).toEqual({ a: '1' });
  });

  test.each([false, true])('lets the users in whose kubeconfigs it writes; with TLS %s', async tls => {
    const controlPlane = await started({ tls });
    const kubeconfigs = [
      await controlPlane.userKubeconfig('anna', ['eins', 'zwei']),
      await controlPlane.userKubeconfig('otto'),
    ];
    expect(new Set(kubeconfigs).size).toBe(2);
    for (const kubeconfig of kubeconfigs) {
      const client = await clientOf(kubeconfig);
      const error = await client.get(ConfigMap, key).catch((reason: unknown) => reason);
      expect(isNotFound(error)).toBe(true);
    }
  });

  test('leaves Pods Pending when it is told to', async () => {
    const client = await clientOf((await started({ simulatePods: false })).adminKubeconfig);
    const { metadata } = await client.create(Pod, {
      metadata: key,
      spec: { containers: [{ name: 'main', image: 'busybox' }] },
    });
    // Without a node it goes at once, and not after its grace.
    await client.delete(Pod, metadata);
    await expect(client.get(Pod, metadata)).rejects.toThrow('not found');
  });

  test('leaves no folder when it is stopped, and may be stopped again', async () => {
    const controlPlane = await started();
    expect(existsSync(controlPlane.folder)).toBe(true);
    await controlPlane.stop();
    expect(existsSync(controlPlane.folder)).toBe(false);
    await controlPlane.stop();
  });
});
