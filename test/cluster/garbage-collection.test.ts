// What becomes of dependents when their owners go.
import { type Client, createOrUpdate, isNotFound, type OwnerReference, type Snapshot } from 'kubewright';
import { ConfigMap } from 'kubewright/kinds';
import { describe, expect, vi } from 'vitest';
import {
  endOf,
  type GarbageScenario,
  garbageScenarios,
  HELD,
  play,
  type ScenarioCluster,
} from '../garbage-scenarios.js';
import { test } from './fixture.js';

describe('the garbage collector', () => {
  test.for(garbageScenarios)('$title', async (scenario, { admin, namespace }) => {
    const cluster = new NamespacedScenario(admin, namespace);
    try {
      await play(scenario, cluster);
      await vi.waitFor(async () => expect(await cluster.end()).toEqual(scenario.end), patiently);
      // Whatever the collector had to do is done when it has collected this one.
      await cluster.put(CANARY, [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'nobody', uid: 'nobody' }], []);
      await vi.waitFor(async () => expect(await cluster.has(CANARY)).toBe(false), patiently);
      expect(await cluster.end()).toEqual(scenario.end);
    } finally {
      await cluster.release();
    }
  });
});

const patiently = { timeout: 20_000 };
const CANARY = 'canary';
/** What every namespace has. */
const UNASKED = 'kube-root-ca.crt';

class NamespacedScenario implements ScenarioCluster {
  constructor(
    readonly client: Client,
    readonly namespace: string,
  ) {}

  async put(name: string, ownerReferences: readonly OwnerReference[], finalizers: readonly string[]): Promise<string> {
    const key = { namespace: this.namespace, name };
    const { object } = await createOrUpdate(this.client, ConfigMap, key, present => ({
      ...present,
      metadata: { ...present?.metadata, ...key, ownerReferences, finalizers },
    }));
    return object.metadata.uid;
  }

  async delete(name: string, propagationPolicy: GarbageScenario['deletions'][number]['policy']): Promise<void> {
    await this.client.delete(
      ConfigMap,
      { namespace: this.namespace, name },
      { ...(propagationPolicy !== undefined && { propagationPolicy }) },
    );
  }

  async has(name: string): Promise<boolean> {
    try {
      await this.client.get(ConfigMap, { namespace: this.namespace, name });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  async end(): Promise<Record<string, object>> {
    return endOf((await this.#left()).filter(({ metadata }) => ![UNASKED, CANARY].includes(metadata.name)));
  }

  /** Else the namespace could not be deleted. */
  async release(): Promise<void> {
    for (const { metadata } of await this.#left()) {
      const finalizers = metadata.finalizers ?? [];
      if (!finalizers.includes(HELD)) continue;
      const kept = finalizers.filter(finalizer => finalizer !== HELD);
      await this.client.patch(ConfigMap, metadata, { metadata: { finalizers: kept } });
    }
  }

  async #left(): Promise<readonly Snapshot<ConfigMap>[]> {
    return (await this.client.list(ConfigMap, { namespace: this.namespace })).items;
  }
}
