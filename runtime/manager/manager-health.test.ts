// How a manager becomes ready, and what its health endpoints say of it.
import { describe, expect, it } from 'vitest';
import { type KindInfo, kindOf } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import { isPending, operator, part } from '../../test/manager-world.js';
import { Cache } from '../cache/cache.js';
import { CacheSyncError } from '../cache/cache-sync-error.js';
import type { Client } from '../client/client.js';
import type { Manager } from './manager.js';

describe('cache sync', () => {
  it('that takes longer than the timeout stops the manager with what the cache says is missing', async () => {
    const { journal, add, running, clock } = operator();
    add('servers', 'server');
    add('caches', 'cache', { ready: 'rejects when aborted' });
    add('leaderElection', 'controller');
    const { ended } = await running();
    const outcome = expect(ended).rejects.toThrow('Redis, Pod: not synced');
    await clock.advance(119_999);
    expect(await isPending(ended)).toBe(true);
    await clock.advance(1);
    await outcome;
    expect(journal).not.toContain('controller runs');
    expect(journal).toContain('server ended');
  });

  it('names the kinds of the cache that the controllers share', async () => {
    const { manager, running, clock, log } = operator();
    const client = { list: () => new Promise<never>(() => {}), watch: () => new Promise<never>(() => {}) };
    manager.add(
      part(context => {
        const cache = new Cache({ client: client as unknown as Client, log, clock });
        cache.informer(kindOf<KubernetesObject>()(pods));
        context.addRunnable('caches', cache);
      }),
    );
    const { ended } = await running();
    const outcome = expect(ended).rejects.toThrow(/Pod/);
    await clock.advance(120_000);
    await outcome;
    await expect(ended).rejects.toBeInstanceOf(CacheSyncError);
  });

  it('names the caches that are not ready, where they say nothing themselves', async () => {
    const { add, running, clock } = operator({ cacheSyncTimeout: 5000 });
    add('caches', 'cache', { ready: 'never' });
    add('caches', 'a quick cache');
    const { ended } = await running();
    const outcome = expect(ended).rejects.toThrow(/^cache: not ready within 5 s \(cacheSyncTimeout\)$/);
    await clock.advance(5000);
    await outcome;
  });

  it('has no deadline in the other groups, but is told of', async () => {
    const { stop, add, running, clock, log } = operator({ cacheSyncTimeout: 5000 });
    add('others', 'quick');
    add('others', 'slow', { ready: 'never' });
    const { ended } = await running();
    await clock.advance(3_600_000);
    expect(await isPending(ended)).toBe(true);
    expect(log.of('warn')).toHaveLength(8);
    expect(log.of('warn')[0]).toMatchObject({
      message: 'the start takes long: these are waited for',
      fields: { group: 'others', runnables: ['slow'], seconds: 10 },
    });
    stop();
    await ended;
  });
});

describe('health of a manager', () => {
  const healthProbe = { host: '127.0.0.1', port: 0 };

  it('is ready once all has started, and not ready again while it stops', async () => {
    const { manager, stop, add, signal } = operator({ healthProbe });
    const cache = add('caches', 'cache', { ready: 'later' });
    const controller = add('leaderElection', 'controller', { end: 'later' });
    const ended = manager.run(signal);
    await cache.started;
    expect(await get(manager, '/healthz')).toEqual([200, 'ok']);
    expect(await get(manager, '/readyz/manager')).toEqual([500, 'internal server error: the manager is starting\n']);
    cache.becomeReady();
    await controller.started;
    await expect.poll(() => get(manager, '/readyz')).toEqual([200, 'ok']);
    stop();
    expect(await get(manager, '/readyz/manager')).toEqual([500, 'internal server error: the manager is stopping\n']);
    expect(await get(manager, '/healthz')).toEqual([200, 'ok']);
    controller.end();
    await ended;
    expect(manager.healthProbeAddress).toBeUndefined();
  });

  it('asks the checks of the operator', async () => {
    const { manager, stop, add, signal } = operator({ healthProbe });
    manager.addHealthCheck('disk', () => {
      throw new Error('full');
    });
    manager.add(part(context => context.addReadyCheck('shard', () => Promise.reject(new Error('not mine')))));
    const last = add('leaderElection', 'controller');
    const ended = manager.run(signal);
    await last.started;
    expect(await get(manager, '/healthz/disk')).toEqual([500, 'internal server error: full\n']);
    expect(await get(manager, '/readyz/shard')).toEqual([500, 'internal server error: not mine\n']);
    stop();
    await ended;
  });

  it('on a port in use stops the manager with an error that names the port and the option', async () => {
    const first = operator({ healthProbe });
    const up = first.add('caches', 'cache');
    const firstEnded = first.manager.run(first.signal);
    await up.started;
    const port = first.manager.healthProbeAddress?.port ?? 0;
    const second = operator({ healthProbe: { host: '127.0.0.1', port } });
    second.add('caches', 'cache');
    await expect(second.manager.run(second.signal)).rejects.toThrow(
      `health endpoints: 127.0.0.1:${port} is in use: say another port, or false for no health endpoints, with the option healthProbe of new Manager() or --health-probe-bind-address`,
    );
    expect(second.journal).toEqual([]);
    first.stop();
    await firstEnded;
  });
});

const pods: KindInfo = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', scope: 'Namespaced' };

async function get(manager: Manager, path: string): Promise<[number, string]> {
  const response = await fetch(`http://127.0.0.1:${manager.healthProbeAddress?.port}${path}`);
  return [response.status, await response.text()];
}
