import { describe, expect, test } from 'vitest';
import { systemClock } from './clock.js';
import { FakeClock } from './fake-clock.js';

describe('the fake clock', () => {
  test('calls in the order in which calls come due, each at its time', async () => {
    const clock = new FakeClock(0);
    const calls: (readonly [string, number])[] = [];
    clock.setTimer(20, () => calls.push(['second', clock.now()]));
    clock.setTimer(10, () => {
      calls.push(['first', clock.now()]);
      clock.setTimer(5, () => calls.push(['inner', clock.now()]));
    });
    await clock.advance(20);
    expect(calls).toEqual([
      ['first', 10],
      ['inner', 15],
      ['second', 20],
    ]);
    expect(clock.now()).toBe(20);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('does not move on by %d', async milliseconds => {
    const clock = new FakeClock(0);
    await expect(clock.advance(milliseconds)).rejects.toThrow(RangeError);
    await expect(clock.advanceUntil(new Promise(() => {}), milliseconds)).rejects.toThrow(RangeError);
    expect(clock.now()).toBe(0);
  });

  test('does not go back when two move it on at once', async () => {
    const clock = new FakeClock(0);
    await Promise.all([clock.advance(100), clock.advance(50)]);
    expect(clock.now()).toBe(100);
  });

  test('tells how far it has moved since its start', async () => {
    const clock = new FakeClock(1_000);
    await clock.advance(30);
    expect([clock.now(), clock.monotonic()]).toEqual([1_030, 30]);
  });

  test('moves on until a promise settles, in whatever way', async () => {
    const clock = new FakeClock(0);
    const after = (delay: number) => new Promise<string>(resolve => clock.setTimer(delay, () => resolve('done')));
    expect(await clock.advanceUntil(after(25), 10)).toBe('done');
    expect(clock.now()).toBe(30);
    await expect(clock.advanceUntil(Promise.reject(new Error('no')), 10)).rejects.toThrow('no');
  });

  test('does not call what was cancelled, or is not due', async () => {
    const clock = new FakeClock();
    clock.setTimer(1, () => expect.unreachable()).cancel();
    clock.setTimer(11, () => expect.unreachable());
    await clock.advance(10);
    expect(clock.pending).toBe(1);
  });
});

test('the machine’s clock calls back later, never at once', async () => {
  let called = false;
  const done = new Promise<void>(resolve => {
    systemClock.setTimer(0, () => {
      called = true;
      resolve();
    });
  });
  expect(called).toBe(false);
  const alive = setTimeout(() => {}, 60_000);
  await done;
  clearTimeout(alive);
});
