import { afterEach, expect, test } from 'vitest';
import { Histogram } from './histogram.js';
import { MetricsRegistry } from './metrics-registry.js';
import { NodeMetrics } from './node-metrics.js';

const patiently = { timeout: 20_000 };
let unwatch = (): void => {};
afterEach(() => unwatch());

async function found(registry: MetricsRegistry): Promise<ReadonlyMap<string, unknown>> {
  const { families, errors } = await registry.gather();
  expect(errors).toEqual([]);
  return new Map(families.map(({ name, samples }) => [name, samples[0]?.value]));
}

test('memory is told in any case, the delays of the event loop while they are watched', async () => {
  const registry = new MetricsRegistry();
  const node = new NodeMetrics(registry);
  const delay = 'nodejs_eventloop_lag_max_seconds';
  const before = await found(registry);
  expect(before.get('nodejs_heap_size_used_bytes')).toBeGreaterThan(1e6);
  expect(before.get('nodejs_version_info')).toBe(1);
  expect(before.has(delay)).toBe(false);

  unwatch = node.watch();
  await expect.poll(async () => (await found(registry)).get(delay), patiently).toBeGreaterThan(0);
  // Each scrape begins anew: one that follows at once finds none.
  await expect.poll(async () => (await found(registry)).has(delay), { ...patiently, interval: 0 }).toBe(false);
  unwatch();
  expect((await found(registry)).has(delay)).toBe(false);
});

test('garbage collections are counted by kind while they are watched', async () => {
  const registry = new MetricsRegistry();
  unwatch = new NodeMetrics(registry).watch();
  const collections = async (): Promise<number> => {
    const { families } = await registry.gather();
    const samples = families.find(({ name }) => name === 'nodejs_gc_duration_seconds')?.samples ?? [];
    expect(samples.map(({ labels }) => labels.kind)).toEqual(['major', 'minor', 'incremental', 'weakcb']);
    return samples.reduce((sum, { value }) => sum + (value instanceof Histogram ? value.count : 0), 0);
  };
  await expect
    .poll(() => {
      // Garbage: the young generation has to be cleared more than once.
      Array.from({ length: 300_000 }, (_, at) => ({ at }));
      return collections();
    }, patiently)
    .toBeGreaterThan(0);
});
