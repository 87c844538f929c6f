import { expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { eventNames } from './event-name.js';

const START = Date.UTC(2026, 0, 1);

test('is the name of the object and the nanoseconds of the moment in hex', () => {
  const name = eventNames(new FakeClock(START), () => 0.5);
  expect(name('a')).toBe(`a.${(BigInt(START) * 1_000_000n + 500_000n).toString(16)}`);
});

test('never comes twice, also when neither the clock nor chance moves, or the clock goes back', async () => {
  let now = START;
  const clock = { ...new FakeClock(), now: () => now, monotonic: () => 0, setTimer: () => ({ cancel: () => {} }) };
  const name = eventNames(clock, () => 0);
  const names = new Set<string>();
  for (let i = 0; i < 100; i += 1) {
    names.add(name('a'));
    now -= 10;
  }
  expect(names.size).toBe(100);
});

test.each([
  ['system:node', 'event'],
  ['Upper', 'event'],
  [`${'a'.repeat(235)}.b`, 'a'.repeat(235)],
  ['a'.repeat(253), 'a'.repeat(236)],
])('is a DNS subdomain of at most 253 characters for the object %s', (object, prefix) => {
  const name = eventNames(new FakeClock(START), () => 0)(object);
  expect(name.startsWith(`${prefix}.1`)).toBe(true);
  expect(name.length).toBeLessThanOrEqual(253);
});
