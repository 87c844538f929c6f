// The same history as client-go's EventCorrelator was given, and the same Events.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { EventCorrelator } from './event-correlator.js';
import type { EventType } from './event-recorder.js';

/** Written by hack/events/oracle. */
interface Step {
  /** Milliseconds since the step before. */
  readonly wait: number;
  /** So many other objects come in between, once each. */
  readonly others?: number;
  readonly occurs: readonly [name: string, type: EventType, reason: string, message: string];
  /** Absent where it is left out. Events of the same number are the same. */
  readonly event?: number;
  readonly count?: number;
  readonly message?: string;
}

const steps = JSON.parse(
  await readFile(new URL('testdata/correlations.json', import.meta.url), 'utf8'),
) as readonly Step[];

test('of a random history come the same Events as in client-go, counted, combined and left out as there', async () => {
  const clock = new FakeClock();
  const correlator = new EventCorrelator(clock, () => 0);
  const observe = (name: string, type: EventType, reason: string, message: string) =>
    correlator.observe({
      object: { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name, uid: `uid-${name}` },
      type,
      reason,
      message,
    })?.event;
  const numbers = new Map<object, number>();
  const found: object[] = [];
  for (const [at, { wait, others = 0, occurs }] of steps.entries()) {
    await clock.advance(wait);
    for (let other = 0; other < others; other += 1) observe(`other-${at}-${other}`, 'Normal', 'R', 'm');
    const event = observe(...occurs);
    if (event !== undefined && !numbers.has(event)) numbers.set(event, numbers.size + 1);
    found.push(event === undefined ? {} : { event: numbers.get(event), count: event.count, message: event.message });
  }
  expect(found).toEqual(
    steps.map(({ event, count, message }) => (event === undefined ? {} : { event, count, message })),
  );
});

test('in that history each of the rules is at work', () => {
  const left = steps.filter(({ event }) => event === undefined);
  const combined = steps.filter(({ message = '' }) => message.startsWith('(combined from similar events): '));
  const counted = steps.filter(({ count = 0 }) => count > 1);
  for (const some of [left, combined, counted]) expect(some.length).toBeGreaterThan(40);
  expect(steps.filter(({ others = 0 }) => others >= 4096)).toHaveLength(3);
});
