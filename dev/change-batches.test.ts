import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../runtime/clock/fake-clock.js';
import { ChangeBatches } from './change-batches.js';

const forever = new AbortController().signal;

describe('ChangeBatches', () => {
  it('answers what has changed once there is silence, each path once', async () => {
    const clock = new FakeClock();
    const batches = new ChangeBatches(clock);
    const taken = vi.fn();
    void batches.next(forever).then(taken);
    batches.add('a');
    await clock.advance(49);
    batches.add('b');
    batches.add('a');
    await clock.advance(49);
    expect(taken).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(taken).toHaveBeenCalledExactlyOnceWith(new Set(['a', 'b']));
  });

  it('keeps what changes while nobody asks, and begins the next batch empty', async () => {
    const clock = new FakeClock();
    const batches = new ChangeBatches(clock);
    batches.add('a');
    await clock.advance(50);
    expect(await batches.next(forever)).toEqual(new Set(['a']));
    batches.add('b');
    await clock.advance(50);
    expect(await batches.next(forever)).toEqual(new Set(['b']));
  });

  it('answers nothing when it is told to stop, at once and with no timer left', async () => {
    const clock = new FakeClock();
    const batches = new ChangeBatches(clock);
    const stop = new AbortController();
    const next = batches.next(stop.signal);
    batches.add('a');
    stop.abort();
    expect(await next).toBeUndefined();
    expect(await batches.next(stop.signal)).toBeUndefined();
    expect(clock.pending).toBe(0);
  });
});
