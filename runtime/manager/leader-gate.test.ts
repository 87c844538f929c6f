import { describe, expect, it } from 'vitest';
import { deferred, isPending, operator, part } from '../../test/manager-world.js';
import type { ManagerOptions } from './manager-options.js';

describe('a leader gate', () => {
  it('is asked once all before it is ready, and lets controllers start when it opens', async () => {
    const { manager, journal, gate, add, running, clock, stop } = gated();
    add('others', 'recorder');
    add('leaderElection', 'controller');
    const { ended } = await running();
    expect(journal).toEqual(['recorder runs', 'gate runs']);
    expect(await isPending(manager.elected)).toBe(true);
    gate.open();
    await manager.elected;
    await clock.advance(0);
    expect(journal).toEqual(['recorder runs', 'gate runs', 'controller runs']);
    stop();
    await ended;
  });

  it('has a replica that stands by be ready, so that a rollout goes on', async () => {
    const { log, running, stop } = gated();
    const { ended } = await running();
    expect(log.of('info')).toMatchObject([{ message: 'manager started' }]);
    stop();
    await ended;
  });

  it('is not asked where the start was given up', async () => {
    const { journal, add, running, stop } = gated();
    add('caches', 'cache', { ready: 'never' });
    const { ended } = await running();
    stop();
    await ended;
    expect(journal).not.toContain('gate runs');
  });

  it('keeps the lead until controllers have ended, hands it over then, and before what is left stops', async () => {
    const { journal, gate, add, running, clock, stop } = gated();
    add('others', 'recorder');
    const controller = add('leaderElection', 'controller', { end: 'later' });
    const { ended } = await running();
    gate.open();
    await clock.advance(0);
    journal.length = 0;
    stop();
    await clock.advance(1000);
    expect(journal).toEqual(['controller is to stop']);
    controller.end();
    await ended;
    expect(journal).toEqual([
      'controller is to stop',
      'controller ended',
      'gate is to stop',
      'gate ended',
      'gate released',
      'recorder is to stop',
      'recorder ended',
    ]);
    expect(clock.pending).toBe(0);
  });

  it('of a replica that stands by is stopped without a release, and starts no controller', async () => {
    const { manager, journal, add, running, stop } = gated();
    add('leaderElection', 'controller');
    const { ended } = await running();
    stop();
    await ended;
    expect(journal).toEqual(['gate runs', 'gate is to stop', 'gate ended']);
    expect(await isPending(manager.elected)).toBe(true);
  });

  it('that opens after the stop has begun starts nothing', async () => {
    const { journal, gate, add, running, stop, clock } = gated();
    const server = add('others', 'server', { end: 'later' });
    add('leaderElection', 'controller');
    const { ended } = await running();
    stop();
    gate.open();
    await clock.advance(0);
    server.end();
    await ended;
    expect(journal).not.toContain('controller runs');
  });

  it('is not released while a controller still runs: it would act beside the next leader', async () => {
    const { journal, gate, add, running, clock, stop } = gated();
    add('leaderElection', 'controller', { end: 'never' });
    const { ended } = await running();
    gate.open();
    await clock.advance(0);
    const outcome = expect(ended).rejects.toThrow('still running: controller');
    stop();
    await clock.advance(30_000);
    await outcome;
    expect(journal).toContain('gate is to stop');
    expect(journal).not.toContain('gate released');
  });

  it('that is lost stops everything at once, waits for nothing, and run() rejects', async () => {
    const { journal, gate, add, running, clock, log } = gated();
    add('servers', 'server', { end: 'never' });
    add('leaderElection', 'controller', { end: 'never' });
    const { ended } = await running();
    gate.open();
    await clock.advance(0);
    const outcome = expect(ended).rejects.toThrow(/^leader election lost$/);
    gate.close();
    await outcome;
    expect(journal).toEqual(expect.arrayContaining(['controller is to stop', 'server is to stop']));
    expect(journal).not.toContain('gate released');
    expect(log.of('info').at(-1)).toMatchObject({
      message: 'manager stopped',
      fields: { running: ['server', 'controller'] },
    });
    expect(clock.pending).toBe(0);
  });

  it('that is lost is not released, though all has ended: it is another’s by now', async () => {
    const { journal, gate, add, running, clock } = gated();
    add('leaderElection', 'controller');
    const { ended } = await running();
    gate.open();
    await clock.advance(0);
    gate.close();
    await expect(ended).rejects.toThrow('leader election lost');
    await clock.advance(0);
    expect(journal).toContain('controller ended');
    expect(journal).not.toContain('gate released');
  });

  it.each([
    ['the reason of the abort has ended like any other', (signal: AbortSignal) => signal.reason, []],
    ['something else has failed', () => new Error('no server'), ['the leader gate failed while stopping']],
  ])('that rejects while stopping with %s', async (_, reasonOf, told) => {
    const { manager, running, stop, log } = operator();
    const run = (signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(reasonOf(signal))));
    manager.add(part(context => context.setLeaderGate({ name: 'gate', run })));
    const { ended } = await running();
    stop();
    await expect(ended).resolves.toBeUndefined();
    expect(log.of('warn').map(({ message }) => message)).toEqual(told);
  });

  it('that is lost while stopping: nothing is waited for any longer', async () => {
    const { gate, add, running, clock, stop } = gated();
    add('leaderElection', 'controller', { end: 'never' });
    const { ended } = await running();
    gate.open();
    await clock.advance(0);
    const outcome = expect(ended).rejects.toThrow('leader election lost');
    stop();
    await clock.advance(1000);
    gate.close();
    await outcome;
    expect(clock.pending).toBe(0);
  });

  it('that fails before it was open: the rest has its time to stop, and run() rejects with that very error', async () => {
    const { journal, gate, add, running, clock } = gated();
    const server = add('servers', 'server', { end: 'later' });
    const { ended } = await running();
    const failure = new Error('leases are forbidden');
    const outcome = expect(ended).rejects.toBe(failure);
    gate.fail(failure);
    await clock.advance(10_000);
    expect(await isPending(ended)).toBe(true);
    server.end();
    await outcome;
    expect(journal).toContain('server ended');
  });

  it('that cannot be released: the stop goes on, and the log says so', async () => {
    const { gate, running, clock, log, stop } = gated({ release: 'fails' });
    const { ended } = await running();
    gate.open();
    await clock.advance(0);
    stop();
    await ended;
    expect(log.of('warn')).toMatchObject([{ message: 'the lead was not handed over: it has to run out first' }]);
  });

  it('whose release hangs is given up with the time for the stop', async () => {
    const { gate, running, clock, stop } = gated({ release: 'hangs' });
    const { ended } = await running();
    gate.open();
    await clock.advance(0);
    const outcome = expect(ended).rejects.toThrow(
      'did not stop within 30 s (gracefulShutdownTimeout): still running: gate',
    );
    stop();
    await clock.advance(30_000);
    await outcome;
    expect(gate.releaseSignal?.aborted).toBe(true);
  });

  it('is one: a second one is refused', async () => {
    const { manager, signal } = gated();
    manager.add(part(context => context.setLeaderGate({ name: 'other', run: () => Promise.resolve() })));
    await expect(manager.run(signal)).rejects.toThrow('manager redis-operator has two leader gates: gate and other');
  });

  it('is not there by default: controllers start at once', async () => {
    const { manager, running, stop } = operator();
    expect(await isPending(manager.elected)).toBe(true);
    const { ended } = await running();
    await manager.elected;
    stop();
    await ended;
  });
});

interface GateWays {
  readonly release?: 'fails' | 'hangs';
}

function gated({ release: manner }: GateWays = {}, options: Partial<ManagerOptions> = {}) {
  const world = operator(options);
  const { journal } = world;
  const opened = deferred();
  const lost = deferred();
  const gate = {
    name: 'gate',
    releaseSignal: undefined as AbortSignal | undefined,
    open: () => opened.resolve(),
    close: () => lost.resolve(),
    fail: (error: Error) => lost.reject(error),
    run: async (signal: AbortSignal, onElected: () => void) => {
      journal.push('gate runs');
      signal.addEventListener('abort', () => {
        journal.push('gate is to stop');
        lost.resolve();
      });
      void opened.promise.then(onElected);
      await lost.promise;
      journal.push('gate ended');
    },
    release: async (signal: AbortSignal) => {
      gate.releaseSignal = signal;
      if (manner === 'fails') throw new Error('no server');
      if (manner === 'hangs') await new Promise(() => {});
      journal.push('gate released');
    },
  };
  world.manager.add(part(context => context.setLeaderGate(gate)));
  return { ...world, gate };
}
