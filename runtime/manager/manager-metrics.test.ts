// Where a manager serves its metrics, and what parts and users measure with it.
import { request } from 'node:https';
import { describe, expect, it } from 'vitest';
import { operator, part } from '../../test/manager-world.js';
import { RecordedLog } from '../../test/recorded-log.js';
import type { Client } from '../client/client.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { MetricsRegistry } from '../metrics/metrics-registry.js';
import { metricsText } from '../metrics/text-format.js';
import { ManagerMetrics } from './manager-metrics.js';

const LOCAL = { host: '127.0.0.1', port: 0 };

describe('metrics', () => {
  it('are served nowhere unless it is asked for', async () => {
    const { manager, add, signal, stop } = operator();
    const after = add('leaderElection', 'controller');
    const ended = manager.run(signal);
    await after.started;
    expect(manager.metricsAddress).toBeUndefined();
    stop();
    await ended;
  });

  it('are served from before the first runnable to after the last one, those of users and parts among them', async () => {
    const { manager, add, signal, stop } = operator({ metrics: LOCAL });
    manager.metrics.counter({ name: 'ours_total', help: 'Ours.' }).inc();
    let ofPart: MetricsRegistry | undefined;
    manager.add(
      part(context => {
        ofPart = context.metrics;
      }),
    );
    const after = add('leaderElection', 'controller', { end: 'later' });
    const ended = manager.run(signal);
    await after.started;
    expect(ofPart).toBe(manager.metrics);
    const url = `http://127.0.0.1:${manager.metricsAddress?.port}/metrics`;
    expect(await (await fetch(url)).text()).toContain('\nours_total 1\n');
    stop();
    expect((await fetch(url)).status).toBe(200);
    after.end();
    await ended;
    expect(manager.metricsAddress).toBeUndefined();
  });

  it('are served over HTTPS to those who show a token, where it is not for this machine alone', async () => {
    const { manager, add, signal, stop } = operator({ metrics: { ...LOCAL, secure: true } });
    const after = add('leaderElection', 'controller');
    const ended = manager.run(signal);
    await after.started;
    const response = await insecure(manager.metricsAddress?.port ?? 0);
    expect(response).toBe(401);
    stop();
    await ended;
  });

  it('tell of the shards of a manager that shares objects', async () => {
    const measured = new ManagerMetrics(false);
    const counts = { name: 'redis', shards: 8, held: 3, members: 2, gained: 5, handedOver: 1, lost: 1 };
    measured.addTo({
      client: {} as Client,
      leaderElection: undefined,
      sharding: { metrics: counts },
      clock: new FakeClock(),
      log: new RecordedLog(),
      addRunnable: () => {},
    });
    counts.held = 4;
    const text = metricsText((await measured.registry.gather()).families, 'text');
    expect(text).toContain('kubewright_shards{name="redis"} 8\n');
    expect(text).toContain('kubewright_shards_held{name="redis"} 4\n');
    expect(text).not.toContain('leader_election');
  });

  it('are refused over plain HTTP to others than this machine', () => {
    expect(() => operator({ metrics: { secure: false } })).toThrow('metrics: without HTTPS anybody');
  });

  it('of a port that is in use end the start with what to do', async () => {
    const first = operator({ metrics: LOCAL });
    const after = first.add('leaderElection', 'controller');
    const firstEnded = first.manager.run(first.signal);
    await after.started;
    const port = first.manager.metricsAddress?.port ?? 0;
    const { manager, signal } = operator({ metrics: { host: '127.0.0.1', port } });
    await expect(manager.run(signal)).rejects.toThrow(
      `metrics: 127.0.0.1:${port} is in use: say another port, or false for no metrics, with the option metrics of new Manager() or --metrics-bind-address`,
    );
    first.stop();
    await firstEnded;
  });
});

/** The status that is answered to somebody without a token. */
async function insecure(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/metrics', rejectUnauthorized: false, agent: false }, response => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
