import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sleep, systemClock } from './clock.js';
import { FakeClock } from './fake-clock.js';

const DAY = 24 * 60 * 60 * 1000;

describe('systemClock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('tells the time of day and a time that moves with it', () => {
    const before = systemClock.monotonic();
    vi.advanceTimersByTime(250);
    expect(systemClock.now()).toBe(1_250);
    expect(systemClock.monotonic() - before).toBe(250);
  });

  test('calls back once when the delay has passed', () => {
    const callback = vi.fn();
    systemClock.setTimer(100, callback);
    vi.advanceTimersByTime(99);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(callback).toHaveBeenCalledOnce();
  });

  test.each([0, -5])('calls back soon for a delay of %d, never at once', delay => {
    const callback = vi.fn();
    systemClock.setTimer(delay, callback);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledOnce();
  });

  test('honours a delay that is longer than setTimeout can take', () => {
    const callback = vi.fn();
    systemClock.setTimer(60 * DAY, callback);
    vi.advanceTimersByTime(60 * DAY - 1);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledOnce();
  });

  test.each([0, 30])('does not call back after cancel, also %d days into a long delay', days => {
    const callback = vi.fn();
    const timer = systemClock.setTimer(60 * DAY, callback);
    vi.advanceTimersByTime(days * DAY);
    timer.cancel();
    vi.advanceTimersByTime(60 * DAY);
    expect(callback).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
    timer.cancel();
  });
});

describe('sleep', () => {
  test('resolves to true when the delay has passed', async () => {
    const clock = new FakeClock();
    const settled = vi.fn();
    const slept = sleep(clock, 100).then(settled);
    await clock.advance(99);
    expect(settled).not.toHaveBeenCalled();
    await clock.advance(1);
    await slept;
    expect(settled).toHaveBeenCalledWith(true);
  });

  test('resolves to false as soon as the signal aborts, and leaves no timer', async () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    const slept = sleep(clock, 100, abort.signal);
    await clock.advance(50);
    abort.abort();
    expect(await slept).toBe(false);
    expect(clock.pending).toBe(0);
  });

  test('resolves to false at once when the signal has aborted before', async () => {
    const clock = new FakeClock();
    expect(await sleep(clock, 100, AbortSignal.abort())).toBe(false);
    expect(clock.pending).toBe(0);
  });

  test('leaves no listener on the signal', async () => {
    const clock = new FakeClock();
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    const slept = sleep(clock, 100, signal);
    await clock.advance(100);
    await slept;
    expect(removed.mock.calls.map(([type, listener]) => [type, listener])).toEqual(
      added.mock.calls.map(([type, listener]) => [type, listener]),
    );
  });
});

describe('FakeClock', () => {
  test('stands still until it is moved', async () => {
    const clock = new FakeClock(5_000);
    expect([clock.now(), clock.monotonic()]).toEqual([5_000, 0]);
    await clock.advance(70);
    expect([clock.now(), clock.monotonic()]).toEqual([5_070, 70]);
  });

  test('calls timers in the order of their moments, at their moments', async () => {
    const clock = new FakeClock();
    const calls: [string, number][] = [];
    const call = (name: string) => () => calls.push([name, clock.monotonic()]);
    clock.setTimer(30, call('c'));
    clock.setTimer(10, call('a'));
    clock.setTimer(10, call('b'));
    clock.setTimer(90, call('d'));
    expect([clock.pending, clock.untilNext]).toEqual([4, 10]);
    await clock.advance(50);
    expect(calls).toEqual([
      ['a', 10],
      ['b', 10],
      ['c', 30],
    ]);
    expect([clock.pending, clock.untilNext]).toEqual([1, 40]);
  });

  test('calls timers that other timers set, and lets promises settle in between', async () => {
    const clock = new FakeClock();
    const moments: number[] = [];
    const tick = async (): Promise<void> => {
      while (await sleep(clock, 10)) moments.push(clock.monotonic());
    };
    void tick();
    await clock.advance(35);
    expect(moments).toEqual([10, 20, 30]);
  });

  test('calls a timer for a delay of 0 when it is moved, not at once', async () => {
    const clock = new FakeClock();
    const callback = vi.fn();
    clock.setTimer(0, callback);
    expect(callback).not.toHaveBeenCalled();
    await clock.advance(0);
    expect(callback).toHaveBeenCalledOnce();
  });

  test('does not call a timer that was cancelled', async () => {
    const clock = new FakeClock();
    const callback = vi.fn();
    clock.setTimer(10, callback).cancel();
    await clock.advance(20);
    expect(callback).not.toHaveBeenCalled();
    expect(clock.untilNext).toBeUndefined();
  });
});
