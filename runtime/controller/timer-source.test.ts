import { describe, expect, it } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import type { SourceContext } from './external-source.js';
import { every } from './timer-source.js';

const key = (name: string) => ({ namespace: 'default', name });

describe('every', () => {
  it('tells of all objects after each period, for the first time after one', async () => {
    const { clock, steps } = open(every(1000, { jitter: 0 }));
    await clock.advance(999);
    expect(steps).toEqual([]);
    await clock.advance(1);
    expect(steps).toEqual([[key('of-all')]]);
    await clock.advance(3000);
    expect(steps).toHaveLength(4);
  });

  it('asks which objects each time', async () => {
    let count = 0;
    const { clock, steps } = open(every(1000, { jitter: 0, keys: async () => [key(`n-${++count}`)] }));
    await clock.advance(2000);
    expect(steps).toEqual([[key('n-1')], [key('n-2')]]);
  });

  it.each([
    [0, 900],
    [0.5, 1000],
    [0.99999, 1099.998],
  ])('waits a tenth less or more, at random: %d', async (random, delay) => {
    const { clock } = open(every(1000, { random: () => random }));
    await clock.advance(0);
    expect(clock.untilNext).toBeCloseTo(delay, 3);
  });

  it('ends at the stop', async () => {
    const { clock, stop, ended } = open(every(1000));
    await clock.advance(0);
    stop();
    await ended;
    expect(clock.pending).toBe(0);
  });

  it('has a name, and refuses what is no time', () => {
    expect([every(1500).name, every(1, { name: 'prices' }).name]).toEqual(['every 1.5 s', 'prices']);
    expect(() => every(0)).toThrow('every: the period is a number of milliseconds > 0, not 0');
    expect(() => every(Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(() => every(1, { jitter: 1 })).toThrow('every: the jitter is a number from 0 to below 1, not 1');
  });
});

function open(source: ReturnType<typeof every>) {
  const clock = new FakeClock();
  const stopping = new AbortController();
  const steps: unknown[] = [];
  const context = { clock, signal: stopping.signal, allKeys: () => [key('of-all')] } as unknown as SourceContext;
  const run = async (): Promise<void> => {
    for await (const step of source.open(context)) steps.push(step);
  };
  return { clock, steps, ended: run(), stop: () => stopping.abort() };
}
