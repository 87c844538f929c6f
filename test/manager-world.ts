// A manager on a fake clock, and runnables that tell what happens to them.
import type { Client } from '../runtime/client/client.js';
import { FakeClock } from '../runtime/clock/fake-clock.js';
import { Manager } from '../runtime/manager/manager.js';
import type { ManagerPart } from '../runtime/manager/manager-context.js';
import type { ManagerOptions } from '../runtime/manager/manager-options.js';
import type { RunnableGroup } from '../runtime/manager/runnable.js';
import { RecordedLog } from './recorded-log.js';

/** A manager with nothing in it, on a fake clock, and what a test does with it. */
export function operator(options: Partial<ManagerOptions> = {}) {
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
export interface Ways {
  readonly run?: 'throws';
  readonly ready?: 'later' | 'never' | 'rejects when aborted';
  readonly end?: 'later' | 'never';
}

export function fakeRunnable(name: string, journal: string[], ways: Ways = {}) {
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
export function deferred() {
  let resolve!: () => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
}

export function part(addTo: ManagerPart['addTo']): ManagerPart {
  return { addTo };
}

export async function isPending(promise: Promise<void>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) === pending;
}
