// An operator that runs serves what a controller-runtime operator in its place would.
import { readFile } from 'node:fs/promises';
import {
  controller,
  createClient,
  done,
  Manager,
  type ManagerOptions,
  Reconciles,
  type Result,
  requeueAfter,
  type Snapshot,
  TerminalError,
} from 'kubewright';
import { ConfigMap } from 'kubewright/kinds';
import { expect, onTestFinished } from 'vitest';
import { RecordedLog } from '../recorded-log.js';
import { test } from './fixture.js';

const patiently = { timeout: 30_000 };

/** Each ConfigMap is called what becomes of it. */
@Reconciles(ConfigMap, { name: 'measured', maxConcurrentReconciles: 3 })
class Measured {
  async reconcile({ metadata }: Snapshot<ConfigMap>): Promise<Result> {
    if (metadata.name === 'later') return requeueAfter(3_600_000);
    if (metadata.name === 'terminal') throw new TerminalError('no');
    if (metadata.name === 'panic') throw new TypeError('no');
    return done;
  }
}

test('a running operator serves the metrics of its controllers, requests, watches and process', async ({
  controlPlane,
  admin,
  namespace,
}) => {
  for (const name of ['success', 'later', 'terminal', 'panic']) {
    await admin.create(ConfigMap, { metadata: { namespace, name } });
  }
  const client = await createClient('measured', {
    kubeconfig: controlPlane.adminKubeconfig,
    rateLimit: { qps: 1000, burst: 1000 },
  });
  onTestFinished(() => client.close());
  const { scrape } = await runMeasured({ client, namespaces: [namespace], leaderElection: { namespace } });
  await expect
    .poll(scrape, patiently)
    .toContain('controller_runtime_reconcile_total{controller="measured",result="requeue_after"} 1\n');
  await expect.poll(scrape, patiently).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  const text = await scrape();
  expect(text).toContain('controller_runtime_terminal_reconcile_errors_total{controller="measured"} 1\n');
  expect(text).toContain('controller_runtime_max_concurrent_reconciles{controller="measured"} 3\n');
  expect(text).toMatch(/^controller_runtime_reconcile_panics_total\{controller="measured"\} [1-9]/m);
  expect(text).toMatch(/^controller_runtime_reconcile_time_seconds_count\{controller="measured"\} [1-9]/m);
  expect(text).toMatch(/^workqueue_work_duration_seconds_count\{controller="measured",name="measured"\} [1-9]/m);
  expect(text).toMatch(/^workqueue_depth\{controller="measured",name="measured",priority="0"\} \d/m);
  expect(text).toContain('leader_election_master_status{name="measured"} 1\n');
  expect(text).toMatch(/^rest_client_requests_total\{code="20[01]",host="[^"]+",method="POST"\} [1-9]/m);
  expect(text).toMatch(/^rest_client_request_duration_seconds_count\{host="[^"]+",verb="GET"\} [1-9]/m);
  const kind = 'form="object",group="",kind="ConfigMap"';
  expect(text).toMatch(new RegExp(`^kubewright_cache_objects\\{${kind},version="v1"\\} [4-9]$`, 'm'));
  expect(text).toMatch(new RegExp(`^kubewright_cache_bytes\\{${kind},version="v1"\\} [1-9]`, 'm'));
  expect(text).toMatch(
    new RegExp(`^kubewright_watch_lists_total\\{${kind},namespace="${namespace}",version="v1"\\} 1$`, 'm'),
  );
  expect(text).toMatch(
    new RegExp(`^kubewright_watch_age_seconds\\{${kind},namespace="${namespace}",version="v1"\\} \\d`, 'm'),
  );

  const served = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name));
  const recording = await readFile('runtime/metrics/testdata/controller-runtime.json', 'utf8');
  const missing = (JSON.parse(recording) as readonly { name: string }[])
    .map(({ name }) => name)
    .filter(name => !served.has(name));
  // No webhooks here, no name of a host that is looked up, and no request that was sent twice.
  expect(missing.filter(name => !/^controller_runtime_(conversion_)?webhook_/.test(name)).sort()).toEqual([
    'rest_client_dns_resolution_duration_seconds',
    'rest_client_request_retries_total',
  ]);
});

test('scrapes that come while an operator stops are answered whole or not at all, and hold nothing up', async ({
  admin,
  namespace,
}) => {
  for (const name of ['success', 'later']) await admin.create(ConfigMap, { metadata: { namespace, name } });
  const log = new RecordedLog();
  const { scrape, stop } = await runMeasured({ client: admin, namespaces: [namespace], log });
  await expect.poll(scrape, patiently).toContain(',result="requeue_after"} 1\n');
  const outcomes = new Map<string, number>();
  const count = (outcome: string): void => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const scrapers = Array.from({ length: 8 }, async () => {
    // The last line of a whole answer: names are in order.
    const whole = /^workqueue_work_duration_seconds_count\{controller="measured",name="measured"\} [1-9]\d*\n$/m;
    while (!outcomes.has('ECONNREFUSED')) {
      await scrape().then(
        text => count(whole.test(text) ? 'whole' : text),
        (error: TypeError) => count((error.cause as NodeJS.ErrnoException).code ?? String(error)),
      );
    }
  });
  await expect.poll(() => outcomes.get('whole') ?? 0, patiently).toBeGreaterThan(20);
  await stop();
  await Promise.all(scrapers);
  for (const outcome of outcomes.keys()) {
    expect(['whole', 'ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET']).toContain(outcome);
  }
  expect(log.of('error')).toEqual([]);
});

interface MeasuredOperator {
  scrape(): Promise<string>;
  /** Resolves when it has ended, which it does by itself at the end of the test. */
  stop(): Promise<void>;
}

async function runMeasured(options: Partial<ManagerOptions>): Promise<MeasuredOperator> {
  const manager = new Manager({
    name: 'measured',
    log: new RecordedLog(),
    healthProbe: false,
    metrics: { host: '127.0.0.1', port: 0, requestDetails: true },
    ...options,
  });
  manager.add(controller(new Measured()));
  const stopping = new AbortController();
  const ended = manager.run(stopping.signal);
  ended.catch(() => {});
  const stop = (): Promise<void> => {
    stopping.abort();
    return ended;
  };
  onTestFinished(stop);
  await expect.poll(() => manager.metricsAddress, { timeout: 30_000 }).toBeDefined();
  const url = `http://127.0.0.1:${manager.metricsAddress?.port}/metrics`;
  return { scrape: async () => (await fetch(url)).text(), stop };
}
