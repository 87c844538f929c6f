import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type KindInfo, kindOf } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Cache } from '../cache/cache.js';
import { CacheSyncError } from '../cache/cache-sync-error.js';
import type { Client } from '../client/client.js';
import type { ConnectedClient } from '../client/create-client.js';
import { FakeClock } from '../clock/fake-clock.js';
import { Manager, type ManagerOptions } from './manager.js';
import { type ManagerContext, type ManagerPart, ServiceKey } from './manager-context.js';
import type { Runnable, RunnableGroup } from './runnable.js';

describe('Manager', () => {
  describe('start', () => {
    it('starts servers, caches, others and controllers, whatever the order they were added in', async () => {
      const { manager, journal, stop, add, running } = operator();
      add('leaderElection', 'controller');
      add('others', 'recorder');
      add('caches', 'cache');
      add('servers', 'server');
      const { ended } = await running();
      expect(journal).toEqual(['server runs', 'cache runs', 'recorder runs', 'controller runs']);
      stop();
      await ended;
      expect(manager.healthProbeAddress).toBeUndefined();
    });

    it('starts a group once the one before is ready', async () => {
      const { journal, stop, add, running, clock } = operator();
      const cache = add('caches', 'cache', { ready: 'later' });
      add('leaderElection', 'controller');
      const { ended } = await running();
      expect(journal).toEqual(['cache runs']);
      cache.becomeReady();
      await clock.advance(0);
      expect(journal).toEqual(['cache runs', 'controller runs']);
      stop();
      await ended;
    });

    it('sets the parts up in the order of add, before anything runs', async () => {
      const { manager, journal, stop, running } = operator();
      manager.add(part(context => void context.addRunnable('servers', fakeRunnable('first', journal))));
      manager.add(
        part(async () => {
          await Promise.resolve();
          journal.push('second part');
        }),
      );
      manager.add(part(() => void journal.push('third part')));
      const { ended } = await running();
      expect(journal).toEqual(['second part', 'third part', 'first runs']);
      stop();
      await ended;
    });

    it('rejects with the error of a part that cannot be set up, and starts nothing', async () => {
      const { manager, journal, add, signal } = operator();
      add('servers', 'server');
      manager.add(
        part(() => {
          throw new Error('no such kind');
        }),
      );
      await expect(manager.run(signal)).rejects.toThrow('no such kind');
      expect(journal).toEqual([]);
    });

    it('starts nothing when the signal has aborted before', async () => {
      const { manager, journal, stop, add, signal } = operator();
      add('servers', 'server');
      stop();
      await manager.run(signal);
      expect(journal).toEqual([]);
    });

    it('makes a shared service once for all parts, and another for another key', async () => {
      const { manager, stop, running } = operator();
      const key = new ServiceKey<{ readonly id: number }>('cache');
      const other = new ServiceKey<{ readonly id: number }>('cache');
      const seen: unknown[] = [];
      let made = 0;
      const make = () => ({ id: ++made });
      manager.add(part(context => void seen.push(context.shared(key, make))));
      manager.add(part(context => void seen.push(context.shared(key, make), context.shared(other, make))));
      const { ended } = await running();
      expect(seen).toEqual([{ id: 1 }, { id: 1 }, { id: 2 }]);
      expect(seen[0]).toBe(seen[1]);
      stop();
      await ended;
    });
  });

  describe('client', () => {
    it('comes from the kubeconfig chain when none is given: without one run() rejects and starts nothing', async () => {
      const log = new RecordedLog();
      const manager = new Manager({
        name: 'redis-operator',
        log,
        kubeconfig: '/nonexistent/config',
        healthProbe: false,
      });
      const journal: string[] = [];
      manager.add(part(context => context.addRunnable('servers', fakeRunnable('server', journal))));
      const { signal } = new AbortController();
      await expect(manager.run(signal)).rejects.toThrow('there is no kubeconfig file /nonexistent/config');
      expect(journal).toEqual([]);
    });

    it('that the manager made is closed at the end', async () => {
      const kubeconfig = join(mkdtempSync(join(tmpdir(), 'kubewright-manager-')), 'config');
      writeFileSync(kubeconfig, JSON.stringify(unreachable));
      onTestFinished(() => rmSync(dirname(kubeconfig), { recursive: true }));
      const log = new RecordedLog();
      const manager = new Manager({ name: 'redis-operator', log, kubeconfig, healthProbe: false });
      let close: unknown;
      manager.add(
        part(({ client }) => {
          close = vi.spyOn(client as ConnectedClient, 'close');
        }),
      );
      const stop = new AbortController();
      stop.abort();
      await manager.run(stop.signal);
      expect(close).toHaveBeenCalledOnce();
    });
  });

  describe('misuse', () => {
    it('runs once', async () => {
      const { manager, stop, signal } = operator();
      stop();
      await manager.run(signal);
      await expect(manager.run(signal)).rejects.toThrow('manager redis-operator was run before: make a new one');
    });

    it('refuses parts, checks and runnables that come after run()', async () => {
      const { manager, stop, running } = operator();
      let context!: ManagerContext;
      manager.add(
        part(given => {
          context = given;
        }),
      );
      const { ended } = await running();
      expect(() => manager.add(part(() => {}))).toThrow('manager redis-operator runs already: add parts before run()');
      expect(() => manager.addReadyCheck('late', () => {})).toThrow('add the ready check late before run()');
      expect(() => context.addRunnable('others', fakeRunnable('late', []))).toThrow('add late before run()');
      expect(() => context.shared(new ServiceKey('late service'), () => 1)).toThrow('add late service before run()');
      stop();
      await ended;
    });

    it('refuses two runnables of one name', async () => {
      const { manager, add, signal } = operator();
      add('leaderElection', 'controller/redis');
      add('others', 'controller/redis');
      await expect(manager.run(signal)).rejects.toThrow(
        'manager redis-operator has two runnables named controller/redis',
      );
    });
  });

  describe('stop', () => {
    it('stops in reverse order, each group once the one after it has ended', async () => {
      const { journal, stop, add, running, clock } = operator();
      add('servers', 'server');
      add('caches', 'cache');
      add('others', 'recorder');
      const controller = add('leaderElection', 'controller', { end: 'later' });
      const { ended } = await running();
      journal.length = 0;
      stop();
      await clock.advance(0);
      expect(journal).toEqual(['controller is to stop']);
      controller.end();
      await ended;
      expect(journal.filter(line => line.endsWith('ended'))).toEqual([
        'controller ended',
        'recorder ended',
        'cache ended',
        'server ended',
      ]);
    });

    it('stops what has started when the signal aborts during the start', async () => {
      const { journal, stop, add, running } = operator();
      add('caches', 'cache', { ready: 'never' });
      add('leaderElection', 'controller');
      const { ended } = await running();
      stop();
      await ended;
      expect(journal).toEqual(['cache runs', 'cache is to stop', 'cache ended']);
    });

    it('gives up after the graceful shutdown timeout, and names what still runs', async () => {
      const { journal, stop, add, running, clock } = operator({ gracefulShutdownTimeout: 30_000 });
      add('servers', 'server');
      add('leaderElection', 'controller/ok');
      add('leaderElection', 'controller/redis', { end: 'never' });
      const { ended } = await running();
      const outcome = expect(ended).rejects.toThrow(
        /^manager redis-operator did not stop within 30 s \(gracefulShutdownTimeout\): still running: controller\/redis$/,
      );
      stop();
      await clock.advance(29_999);
      expect(journal).not.toContain('server is to stop');
      await clock.advance(1);
      await outcome;
      expect(journal).toContain('server is to stop');
      expect(clock.pending).toBe(0);
    });

    it('counts the timeout over all groups together', async () => {
      const { stop, add, running, clock } = operator({ gracefulShutdownTimeout: 30_000 });
      add('caches', 'cache', { end: 'never' });
      const controller = add('leaderElection', 'controller', { end: 'later' });
      const { ended } = await running();
      const outcome = expect(ended).rejects.toThrow('still running: cache');
      stop();
      await clock.advance(20_000);
      controller.end();
      await clock.advance(10_000);
      await outcome;
    });

    it('waits for nothing with a timeout of 0', async () => {
      const { journal, stop, add, running } = operator({ gracefulShutdownTimeout: 0 });
      add('servers', 'server');
      add('leaderElection', 'controller', { end: 'never' });
      const { ended } = await running();
      stop();
      await ended;
      expect(journal.slice(2, 4)).toEqual(['controller is to stop', 'server is to stop']);
    });

    it('waits without end with a timeout below 0', async () => {
      const { stop, add, running, clock } = operator({ gracefulShutdownTimeout: -1 });
      const controller = add('leaderElection', 'controller', { end: 'later' });
      const { ended } = await running();
      stop();
      await clock.advance(24 * 60 * 60_000);
      expect(await isPending(ended)).toBe(true);
      controller.end();
      await ended;
    });

    it('leaves no timer behind', async () => {
      const { stop, add, running, clock } = operator();
      add('caches', 'cache');
      const { ended } = await running();
      expect(clock.pending).toBe(0);
      stop();
      await ended;
      expect(clock.pending).toBe(0);
    });
  });

  describe('failure', () => {
    const failure = new Error('the watch broke');

    it.each<RunnableGroup>(['servers', 'caches', 'others', 'leaderElection'])(
      'of one of the %s while running: stops the rest, and rejects with that very error',
      async group => {
        const { journal, add, running } = operator();
        add('servers', 'server');
        add('leaderElection', 'controller');
        const failing = add(group, 'failing');
        const { ended } = await running();
        failing.fail(failure);
        await expect(ended).rejects.toBe(failure);
        expect(journal).toEqual(expect.arrayContaining(['controller ended', 'server ended']));
      },
    );

    it.each<RunnableGroup>(['servers', 'caches', 'others', 'leaderElection'])(
      'of one of the %s at the start: starts no later group, stops the earlier ones',
      async group => {
        const { journal, add, manager, signal } = operator();
        const groups: readonly RunnableGroup[] = ['servers', 'caches', 'others', 'leaderElection'];
        for (const name of groups) add(name, name, name === group ? { run: 'throws', ready: 'never' } : {});
        await expect(manager.run(signal)).rejects.toThrow(`${group} cannot run`);
        const before = groups.slice(0, groups.indexOf(group));
        expect(journal).toEqual([
          ...before.map(name => `${name} runs`),
          ...before.toReversed().flatMap(name => [`${name} is to stop`, `${name} ended`]),
        ]);
      },
    );

    it('while stopping: the rest is stopped, and run() rejects', async () => {
      const { journal, stop, add, running, clock } = operator();
      add('servers', 'server');
      const controller = add('leaderElection', 'controller', { end: 'later' });
      const { ended } = await running();
      const outcome = expect(ended).rejects.toBe(failure);
      stop();
      await clock.advance(0);
      controller.fail(failure);
      await outcome;
      expect(journal).toContain('server ended');
    });

    it('the first one counts, later ones are logged', async () => {
      const { add, running, log } = operator();
      const one = add('others', 'one', { end: 'later' });
      const two = add('leaderElection', 'two', { end: 'later' });
      const { ended } = await running();
      one.fail(failure);
      two.fail(new Error('me too'));
      await expect(ended).rejects.toBe(failure);
      expect(log.of('error')).toMatchObject([
        { message: 'another failure while stopping', fields: { what: 'two failed' } },
      ]);
    });

    it('is not what a runnable rejects with after the abort, where that is the reason of the abort', async () => {
      const { manager, stop, running } = operator();
      const aborting: Runnable = {
        name: 'aborting',
        run: signal =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
      };
      manager.add(part(context => context.addRunnable('others', aborting)));
      const { ended } = await running();
      stop();
      await expect(ended).resolves.toBeUndefined();
    });

    it('is not an early end: the manager runs on', async () => {
      const { journal, stop, add, running, clock } = operator();
      const job = add('others', 'job', { end: 'later' });
      add('leaderElection', 'controller');
      const { ended } = await running();
      job.end();
      await clock.advance(0);
      expect(await isPending(ended)).toBe(true);
      stop();
      await ended;
      expect(journal).toContain('controller ended');
    });

    it('that comes after the manager gave up is logged, not thrown', async () => {
      const { stop, add, running, clock, log } = operator({ gracefulShutdownTimeout: 1000 });
      const controller = add('leaderElection', 'controller', { end: 'later' });
      const { ended } = await running();
      const outcome = expect(ended).rejects.toThrow('did not stop within 1 s');
      stop();
      await clock.advance(1000);
      await outcome;
      controller.fail(failure);
      await clock.advance(0);
      expect(log.of('error')).toMatchObject([
        { message: 'another failure while stopping', fields: { what: 'controller failed', error: failure } },
      ]);
    });
  });

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

    it('names the caches where they say nothing themselves', async () => {
      const { add, running, clock } = operator({ cacheSyncTimeout: 5000 });
      add('caches', 'cache', { ready: 'never' });
      const { ended } = await running();
      const outcome = expect(ended).rejects.toThrow('cache: not ready within 5 s (cacheSyncTimeout)');
      await clock.advance(5000);
      await outcome;
    });

    it('has no deadline in the other groups', async () => {
      const { stop, add, running, clock } = operator({ cacheSyncTimeout: 5000 });
      add('others', 'slow', { ready: 'never' });
      const { ended } = await running();
      await clock.advance(3_600_000);
      expect(await isPending(ended)).toBe(true);
      stop();
      await ended;
    });
  });

  describe('health', () => {
    const healthProbe = { host: '127.0.0.1', port: 0 };

    it('is ready once all has started, and not ready again while it stops', async () => {
      const { manager, stop, add, signal } = operator({ healthProbe });
      const cache = add('caches', 'cache', { ready: 'later' });
      const controller = add('leaderElection', 'controller', { end: 'later' });
      const ended = manager.run(signal);
      await cache.started;
      expect(await get(manager, '/healthz')).toEqual([200, 'ok']);
      expect(await get(manager, '/readyz/manager')).toEqual([500, 'internal server error: the manager is starting']);
      cache.becomeReady();
      await controller.started;
      await expect.poll(() => get(manager, '/readyz')).toEqual([200, 'ok']);
      stop();
      expect(await get(manager, '/readyz/manager')).toEqual([500, 'internal server error: the manager is stopping']);
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
      expect(await get(manager, '/healthz/disk')).toEqual([500, 'internal server error: full']);
      expect(await get(manager, '/readyz/shard')).toEqual([500, 'internal server error: not mine']);
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
        `health endpoints: 127.0.0.1:${port} is in use: say another port, or false for no health endpoints, with the option healthProbe of new Manager()`,
      );
      expect(second.journal).toEqual([]);
      first.stop();
      await firstEnded;
    });
  });
});

const pods: KindInfo = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', scope: 'Namespaced' };

const unreachable = {
  'current-context': 'test',
  contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
  clusters: [{ name: 'test', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'test', user: {} }],
};

/** A manager with nothing in it, on a fake clock, and what a test does with it. */
function operator(options: Partial<ManagerOptions> = {}) {
  const clock = new FakeClock();
  const log = new RecordedLog();
  const manager = new Manager({
    name: 'redis-operator',
    client: {} as Client,
    log,
    clock,
    healthProbe: false,
    ...options,
  });
  const journal: string[] = [];
  const controller = new AbortController();
  return {
    manager,
    clock,
    log,
    journal,
    signal: controller.signal,
    stop: () => controller.abort(),
    add: (group: RunnableGroup, name: string, ways: Ways = {}) => {
      const runnable = fakeRunnable(name, journal, ways);
      manager.add(part(context => context.addRunnable(group, runnable)));
      return runnable;
    },
    /** Runs the manager up to where it waits. In an object, because an async function would await the promise. */
    running: async () => {
      const ended = manager.run(controller.signal);
      ended.catch(() => {});
      await clock.advance(0);
      return { ended };
    },
  };
}

/** What a fake runnable does; by default it is ready at once and ends when asked. */
interface Ways {
  readonly run?: 'throws';
  readonly ready?: 'later' | 'never' | 'rejects when aborted';
  readonly end?: 'later' | 'never';
}

function fakeRunnable(name: string, journal: string[], ways: Ways = {}) {
  const started = deferred();
  const ready = deferred();
  const ended = deferred();
  return {
    name,
    started: started.promise,
    becomeReady: () => ready.resolve(),
    end: () => ended.resolve(),
    fail: (error: Error) => ended.reject(error),
    run: async (signal: AbortSignal) => {
      if (ways.run === 'throws') throw new Error(`${name} cannot run`);
      journal.push(`${name} runs`);
      started.resolve();
      signal.addEventListener('abort', () => {
        journal.push(`${name} is to stop`);
        if (ways.end === undefined) ended.resolve();
      });
      await ended.promise;
      journal.push(`${name} ended`);
    },
    ready: (signal: AbortSignal) => {
      if (ways.ready === 'rejects when aborted') {
        signal.addEventListener('abort', () => ready.reject(new Error('Redis, Pod: not synced')));
      }
      return ways.ready === undefined ? Promise.resolve() : ready.promise;
    },
  };
}

/** A promise that is settled from outside. */
function deferred() {
  let resolve!: () => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
}

function part(addTo: ManagerPart['addTo']): ManagerPart {
  return { addTo };
}

async function isPending(promise: Promise<void>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) === pending;
}

async function get(manager: Manager, path: string): Promise<[number, string]> {
  const response = await fetch(`http://127.0.0.1:${manager.healthProbeAddress?.port}${path}`);
  return [response.status, await response.text()];
}
