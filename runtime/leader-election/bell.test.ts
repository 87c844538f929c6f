import { expect, test } from 'vitest';
import { isPending } from '../../test/manager-world.js';
import { FakeClock } from '../clock/fake-clock.js';
import { Bell } from './bell.js';

test('a wait ends after its time, when it is rung, and when the signal aborts; nothing is left of it', async () => {
  const clock = new FakeClock();
  const stop = new AbortController();
  const bell = new Bell();
  const inTime = bell.wait(clock, 1000, stop.signal);
  await clock.advance(999);
  expect(await isPending(inTime)).toBe(true);
  await clock.advance(1);
  await inTime;
  const rung = bell.wait(clock, 1000, stop.signal);
  bell.ring();
  await rung;
  const stopped = bell.wait(clock, 1000, stop.signal);
  stop.abort();
  await stopped;
  expect(clock.pending).toBe(0);
});

test('rung while nobody waits, it ends the next wait, and that one alone', async () => {
  const clock = new FakeClock();
  const bell = new Bell();
  const { signal } = new AbortController();
  bell.ring();
  bell.ring();
  await bell.wait(clock, 1000, signal);
  const next = bell.wait(clock, 1000, signal);
  expect(await isPending(next)).toBe(true);
  await clock.advance(1000);
  await next;
});
