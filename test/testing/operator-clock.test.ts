// An operator and its cluster that share a clock, which moves when the test says so.
import {
  controller,
  createLogger,
  Manager,
  minutes,
  type ReconcileContext,
  Reconciles,
  type Result,
  requeueAfter,
  type Snapshot,
} from 'kubewright';
import { ConfigMap } from 'kubewright/kinds';
import { FakeClock, startTestCluster } from 'kubewright/testing';
import { expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 30_000 });

const HOUR = minutes(60);

/** Counts the hours in a ConfigMap. */
@Reconciles(ConfigMap)
class HourCounter {
  constructor(private readonly clock: FakeClock) {}

  async reconcile({ metadata, data = {} }: Snapshot<ConfigMap>, { client }: ReconcileContext): Promise<Result> {
    const due = Number(data.due ?? 0);
    const now = this.clock.now();
    if (now < due) return requeueAfter(due - now);
    const counted = { count: String(Number(data.count ?? 0) + 1), due: String(now + HOUR) };
    await client.patch(ConfigMap, metadata, { data: counted });
    return requeueAfter(HOUR);
  }
}

test('what an operator does each hour is tested in no time', async () => {
  const clock = new FakeClock();
  await using cluster = await startTestCluster({ clock, controllers: false, untilTimeout: 20_000 });
  const { kubeconfigPath: kubeconfig } = cluster;
  const log = createLogger({ level: 'fatal' });
  const manager = new Manager({ name: 'hour-counter', kubeconfig, clock, log, healthProbe: false });
  manager.add(controller(new HourCounter(clock)));
  const stopping = new AbortController();
  const running = manager.run(stopping.signal);

  const hours = { namespace: 'default', name: 'hours' };
  const counted = (count: string) => cluster.until(ConfigMap, hours, ({ data }) => data?.count === count);
  await cluster.client.create(ConfigMap, { metadata: hours });
  await counted('1');
  expect(clock.monotonic()).toBe(0);
  await clock.advanceUntil(counted('2'), minutes(1));
  expect(clock.monotonic()).toBeGreaterThanOrEqual(HOUR);

  stopping.abort();
  await running;
});
