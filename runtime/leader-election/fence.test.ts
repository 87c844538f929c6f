import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ProcessClock } from '../../test/process-clock.js';
import { FakeClock } from '../clock/fake-clock.js';
import { Fence, momentOf } from './fence.js';
import { NotLeaderError } from './not-leader-error.js';

describe('a fence', () => {
  let time: FakeClock;
  let clock: ProcessClock;
  let fence: Fence;

  beforeEach(() => {
    time = new FakeClock();
    clock = new ProcessClock(time, { rate: 1, offset: 0 });
    fence = new Fence(clock, 'the Lease op/a', 10_000);
  });

  test('is closed before anything was renewed', () => {
    expect(() => fence.check()).toThrow(
      new NotLeaderError('this replica may not act: it does not hold the Lease op/a'),
    );
  });

  test('is open for as long as the deadline says, from the moment at which the renewal was sent', async () => {
    const sent = momentOf(clock);
    await time.advance(3000);
    fence.renewed(sent);
    await time.advance(6999);
    expect(fence.isOpen).toBe(true);
    expect(fence.left).toBe(1);
    await time.advance(1);
    expect(() => fence.check()).toThrow('this replica may not act: the Lease op/a was not renewed for 10 s');
  });

  test('of a process that was paused is closed before any of its timers fires', async () => {
    fence.renewed(momentOf(clock));
    const fired = vi.fn();
    clock.setTimer(10_000, fired);
    clock.pause();
    await time.advance(60_000);
    expect(fence.isOpen).toBe(false);
    expect(fired).not.toHaveBeenCalled();
  });

  test('closes when the time of day has leapt, as after a sleep of the machine, until a renewal is answered', async () => {
    fence.renewed(momentOf(clock));
    clock.jump(9_999);
    expect(fence.isOpen).toBe(true);
    clock.jump(1);
    expect(() => fence.check()).toThrow('the time of day has leapt, so the Lease op/a has to be renewed first');
    expect(fence.left).toBe(10_000);
    fence.renewed(momentOf(clock));
    expect(fence.isOpen).toBe(true);
  });

  test('does not mind a time of day that is set back', () => {
    fence.renewed(momentOf(clock));
    clock.jump(-1e9);
    expect(fence.isOpen).toBe(true);
  });

  test('stays closed on a doubt that came after the renewal was sent', async () => {
    const before = momentOf(clock);
    await time.advance(5);
    fence.doubt('the Lease op/a was deleted');
    fence.renewed(before);
    expect(() => fence.check()).toThrow('this replica may not act: the Lease op/a was deleted');
    fence.renewed(momentOf(clock));
    expect(fence.isOpen).toBe(true);
  });

  test('tells of its first refusal after each renewal only', () => {
    fence.onRefusal = vi.fn();
    for (let round = 0; round < 2; round += 1) {
      fence.renewed(momentOf(clock));
      fence.check();
      fence.doubt('doubt');
      for (let times = 0; times < 3; times += 1) expect(() => fence.check()).toThrow(NotLeaderError);
      expect(fence.onRefusal).toHaveBeenCalledTimes(round + 1);
    }
  });

  test('that is closed for good does not open', () => {
    fence.renewed(momentOf(clock));
    fence.close();
    expect(fence.isOpen).toBe(false);
  });
});
