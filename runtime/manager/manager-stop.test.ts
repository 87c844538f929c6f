// How a manager stops, and what failures do.
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isPending, operator, part } from '../../test/manager-world.js';
import { RUNNABLE_GROUPS, type Runnable } from './runnable.js';

describe('the stop of a manager', () => {
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

  it('that takes long is told of before it is given up: the kubelet may be faster', async () => {
    const { stop, add, running, clock, log } = operator({ gracefulShutdownTimeout: 60_000 });
    add('leaderElection', 'controller/ok');
    const controller = add('leaderElection', 'controller/redis', { end: 'later' });
    const { ended } = await running();
    stop();
    await clock.advance(30_000);
    const fields = { group: 'leaderElection', runnables: ['controller/redis'] };
    expect(log.of('warn')).toMatchObject([
      { message: 'the stop takes long: these are waited for', fields: { ...fields, seconds: 10 } },
      { message: 'the stop takes long: these are waited for', fields: { ...fields, seconds: 30 } },
    ]);
    controller.end();
    await ended;
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

  it('while the last group starts is not followed by readiness', async () => {
    const { stop, add, running, log } = operator();
    add('leaderElection', 'controller', { ready: 'never' });
    const { ended } = await running();
    stop();
    await ended;
    expect(log.of('info').map(({ message }) => message)).toEqual(['manager stops', 'manager stopped']);
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

  it('after a failure leaves nothing on the signal, which may go on', async () => {
    const { add, running, signal } = operator();
    const controller = add('leaderElection', 'controller', { end: 'later' });
    const { ended } = await running();
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    controller.fail(new Error('the watch broke'));
    await expect(ended).rejects.toThrow('the watch broke');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('a failure', () => {
  const failure = new Error('the watch broke');

  it.each(RUNNABLE_GROUPS)(
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

  it.each(RUNNABLE_GROUPS)(
    'of one of the %s at the start: starts no later group, stops the earlier ones',
    async group => {
      const { journal, add, manager, signal } = operator();
      for (const name of RUNNABLE_GROUPS) add(name, name, name === group ? { run: 'throws', ready: 'never' } : {});
      await expect(manager.run(signal)).rejects.toThrow(`${group} cannot run`);
      const before = RUNNABLE_GROUPS.slice(0, RUNNABLE_GROUPS.indexOf(group));
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
