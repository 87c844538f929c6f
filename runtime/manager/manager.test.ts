import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { fakeRunnable, operator, part } from '../../test/manager-world.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { recordSpans } from '../../test/recorded-spans.js';
import type { ConnectedClient } from '../client/create-client.js';
import { FakeClock } from '../clock/fake-clock.js';
import { Namespace } from '../kinds/core-v1.js';
import { Manager } from './manager.js';
import { type ManagerContext, ServiceKey } from './manager-context.js';

describe('Manager', () => {
  describe('start', () => {
    it('starts servers, webhooks, caches, others and controllers, whatever the order they were added in', async () => {
      const { manager, journal, stop, add, running } = operator();
      add('leaderElection', 'controller');
      add('others', 'recorder');
      add('caches', 'cache');
      add('webhooks', 'webhook');
      add('servers', 'server');
      const { ended } = await running();
      expect(journal).toEqual(['server runs', 'webhook runs', 'cache runs', 'recorder runs', 'controller runs']);
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

    it('names the module of its lines; parts name theirs', async () => {
      const { manager, log, stop, running } = operator();
      manager.add(part(context => context.log.info('set up')));
      const { ended } = await running();
      stop();
      await ended;
      expect(log.of('info').map(({ message, fields }) => [message, fields.module])).toEqual([
        ['set up', undefined],
        ['manager started', 'manager'],
        ['manager stops', 'manager'],
        ['manager stopped', 'manager'],
      ]);
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

    it('is that of the context which is asked for', async () => {
      const options = { name: 'redis-operator', log: new RecordedLog(), kubeconfig: unreachable() };
      const stop = new AbortController();
      stop.abort();
      const servers: string[] = [];
      for (const context of [undefined, 'other']) {
        const manager = new Manager({ ...options, context, healthProbe: false });
        manager.add(part(({ client }) => void servers.push((client as ConnectedClient).server)));
        await manager.run(stop.signal);
      }
      expect(servers).toEqual(['https://127.0.0.1:1/', 'https://127.0.0.1:2/']);
    });

    it('has spans where the manager has', async () => {
      const spans = recordSpans();
      const manager = new Manager({
        name: 'redis-operator',
        log: new RecordedLog(),
        kubeconfig: unreachable(),
        healthProbe: false,
        tracing: { tracerProvider: spans.provider, allRequests: true },
      });
      const stop = new AbortController();
      stop.abort();
      manager.add(
        part(async ({ client }) => {
          await client.create(Namespace, { metadata: { name: 'a' } }).catch(() => {});
        }),
      );
      await manager.run(stop.signal);
      expect(spans.all).toHaveLength(1);
    });

    it('that the manager made is closed at the end', async () => {
      const log = new RecordedLog();
      const manager = new Manager({ name: 'redis-operator', log, kubeconfig: unreachable(), healthProbe: false });
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

    it('that the manager makes tells of each request, and keeps to a rate', async () => {
      const clock = new FakeClock();
      const sent: string[] = [];
      const manager = new Manager({
        name: 'redis-operator',
        log: new RecordedLog(),
        clock,
        kubeconfig: unreachable(),
        healthProbe: false,
        rateLimit: { qps: 0.1, burst: 1 },
        onRequest: ({ method, code }) => sent.push(`${method} ${code}`),
      });
      const stop = new AbortController();
      manager.add(
        part(async ({ client }) => {
          const create = () => client.create(Namespace, { metadata: { name: 'a' } }).catch(() => {});
          await create();
          expect(sent).toEqual(['POST <error>']);
          const second = create();
          await clock.advance(0);
          expect(clock.untilNext).toBe(10_000);
          await clock.advance(10_000);
          await second;
          expect(sent).toEqual(['POST <error>', 'POST <error>']);
          stop.abort();
        }),
      );
      await manager.run(stop.signal);
      expect(sent).toHaveLength(2);
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
});

/** The path of a kubeconfig that leads to a server where none is. */
function unreachable(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'kubewright-manager-')), 'config');
  writeFileSync(path, JSON.stringify(nowhere));
  onTestFinished(() => rmSync(dirname(path), { recursive: true }));
  return path;
}

const nowhere = {
  'current-context': 'test',
  contexts: [
    { name: 'test', context: { cluster: 'test', user: 'test' } },
    { name: 'other', context: { cluster: 'other', user: 'test' } },
  ],
  clusters: [
    { name: 'test', cluster: { server: 'https://127.0.0.1:1' } },
    { name: 'other', cluster: { server: 'https://127.0.0.1:2' } },
  ],
  users: [{ name: 'test', user: {} }],
};
