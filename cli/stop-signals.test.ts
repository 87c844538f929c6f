import { afterEach, expect, test, vi } from 'vitest';
import { type StopSignals, stopSignals } from './stop-signals.js';

let signals: StopSignals | undefined;
afterEach(() => {
  signals?.forget();
  vi.restoreAllMocks();
});

test('the first signal stops, a second one hurries, the same press of a key does not', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
  signals = stopSignals();
  const { stop, hurry } = signals;
  expect([stop.aborted, hurry.aborted]).toEqual([false, false]);
  process.emit('SIGINT');
  now.mockReturnValue(1100);
  process.emit('SIGINT');
  expect([stop.aborted, hurry.aborted]).toEqual([true, false]);
  now.mockReturnValue(2000);
  process.emit('SIGTERM');
  expect([stop.aborted, hurry.aborted]).toEqual([true, true]);
});

test('forgotten, they are the business of the process again', () => {
  const before = process.listenerCount('SIGINT');
  stopSignals().forget();
  expect(process.listenerCount('SIGINT')).toBe(before);
});
