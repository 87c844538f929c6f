import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../runtime/client/client.js';
import { systemClock } from '../runtime/clock/clock.js';
import { CustomResourceDefinition } from '../runtime/kinds/apiextensions-v1.js';
import { startTestCluster, type TestCluster } from '../testing/test-cluster.js';
import { customKind, untilServed } from './until-served.js';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.stop());

async function define(plural: string, kind: string) {
  const schema = { openAPIV3Schema: { type: 'object' } };
  const { metadata } = await cluster.client.create(CustomResourceDefinition, {
    metadata: { name: `${plural}.example.dev` },
    spec: {
      group: 'example.dev',
      scope: 'Namespaced',
      names: { plural, kind },
      versions: [
        { name: 'v1', served: true, storage: true, schema },
        { name: 'v0', served: false, storage: false, schema },
      ],
    },
  });
  return metadata.name;
}

describe('untilServed', () => {
  it('answers the definition when its objects can be listed', async () => {
    const { spec } = await untilServed(cluster.client, await define('widgets', 'Widget'));
    expect((await cluster.client.list(customKind(spec, 'v1'))).items).toEqual([]);
  });

  it('tells of names that are another definition’s, long before the time is over', async () => {
    await untilServed(cluster.client, await define('gadgets', 'Gadget'));
    const name = await define('gizmos', 'Gadget');
    await expect(untilServed(cluster.client, name, { within: 3_600_000 })).rejects.toMatchObject({
      name: 'RefusedError',
      object: 'CustomResourceDefinition gizmos.example.dev',
      message: expect.stringMatching(/^gizmos\.example\.dev is not served: "Gadget\w*" is already in use$/),
      hint: expect.stringContaining('kubectl delete crd'),
    });
  });

  it('gives up after a while, and says how to find out more', async () => {
    const definition = { metadata: { name: 'later.example.dev' }, spec: { versions: [] } };
    // Nothing but `get` is asked of it before the definition is established.
    const client = { get: async () => definition } as unknown as Client;
    let time = 0;
    const clock = {
      ...systemClock,
      monotonic: () => time,
      setTimer(delay: number, callback: () => void) {
        time += delay;
        queueMicrotask(callback);
        return { cancel() {} };
      },
    };
    await expect(untilServed(client, 'later.example.dev', { within: 500, clock })).rejects.toMatchObject({
      name: 'RefusedError',
      hint: 'kubectl describe crd later.example.dev tells what it lacks',
    });
    expect(time).toBeGreaterThan(500);
  });
});
