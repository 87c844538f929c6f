// The real control plane comes to the ends that the embedded one is tested for.
import { describe, expect, vi } from 'vitest';
import { RawClient } from '../../hack/table/raw-client.js';
import { endOf, garbageScenarios, HELD, play, type ScenarioCluster } from '../garbage-scenarios.js';
import { test as base } from './fixture.js';

const test = base.extend('client', { scope: 'file' }, async ({ kubectl }) => RawClient.as(kubectl));

interface Made {
  readonly metadata: Parameters<typeof endOf>[0][number]['metadata'] & { readonly uid: string };
}

describe('the real garbage collector', () => {
  test.for(garbageScenarios)('$title', async (scenario, { client, namespace }) => {
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const real: ScenarioCluster = {
      async put(name, ownerReferences, finalizers) {
        const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ownerReferences, finalizers } };
        const { status } = await client.send('GET', `${path}/${name}`);
        const made =
          status === 404
            ? await client.demand<Made>('POST', path, object)
            : await client.demand<Made>('PUT', `${path}/${name}`, object);
        return made.metadata.uid;
      },
      async delete(name, propagationPolicy) {
        await client.demand('DELETE', `${path}/${name}`, {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          propagationPolicy,
        });
      },
    };
    const end = async () => {
      const { items } = await client.demand<{ items: Made[] }>('GET', path);
      return endOf(items.filter(({ metadata }) => !UNASKED.test(metadata.name)));
    };
    try {
      await play(scenario, real);
      await vi.waitFor(async () => expect(await end()).toEqual(scenario.end), { timeout: 20_000 });
      // Whatever the collector had to do is done when it has collected this one.
      await real.put('canary', [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'nobody', uid: 'nobody' }], []);
      await vi.waitFor(async () => expect((await client.send('GET', `${path}/canary`)).status).toBe(404), {
        timeout: 20_000,
      });
      expect(await end()).toEqual(scenario.end);
    } finally {
      await release(client, path);
    }
  });
});

/** What every namespace has, and the sign of this test. */
const UNASKED = /^(kube-root-ca\.crt|canary)$/;

/** Else the namespace could not be deleted. */
async function release(client: RawClient, path: string): Promise<void> {
  const { items } = await client.demand<{ items: Made[] }>('GET', path);
  for (const item of items) {
    if (!item.metadata.finalizers?.includes(HELD)) continue;
    const finalizers = item.metadata.finalizers.filter(finalizer => finalizer !== HELD);
    await client.send('PUT', `${path}/${item.metadata.name}`, { ...item, metadata: { ...item.metadata, finalizers } });
  }
}
