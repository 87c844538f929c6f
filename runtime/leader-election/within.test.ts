import { expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { within } from './within.js';

const never = (): Promise<never> => new Promise(() => {});

test('a call is answered within its time, and no timer is left', async () => {
  const clock = new FakeClock();
  const { signal } = new AbortController();
  expect(await within(clock, 1000, signal, async () => 'answer')).toBe('answer');
  await expect(within(clock, 1000, signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(clock.pending).toBe(0);
});

test('a call that does not heed its signal is not waited for longer, nor when all is to end', async () => {
  const clock = new FakeClock();
  const stop = new AbortController();
  const late = within(clock, 1500, stop.signal, never);
  late.catch(() => {});
  await clock.advance(1500);
  await expect(late).rejects.toThrow('no answer within 1.5 s');
  const stopped = within(clock, 1500, stop.signal, never);
  stop.abort(new Error('the operator stops'));
  await expect(stopped).rejects.toThrow('the operator stops');
  await expect(within(clock, 1500, stop.signal, never)).rejects.toThrow('the operator stops');
});

test('a call is told of its end', async () => {
  const clock = new FakeClock();
  const stop = new AbortController();
  const told: unknown[] = [];
  const call = (signal: AbortSignal): Promise<never> => {
    signal.addEventListener('abort', () => told.push((signal.reason as Error).message));
    return never();
  };
  within(clock, 1000, stop.signal, call).catch(() => {});
  await clock.advance(1000);
  within(clock, 1000, stop.signal, call).catch(() => {});
  stop.abort(new Error('stop'));
  expect(told).toEqual(['no answer within 1 s', 'stop']);
});
