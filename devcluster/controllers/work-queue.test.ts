import { expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { StatusError } from '../object/status-error.js';
import { WorkQueue } from './work-queue.js';

/** A queue whose items fail as often as they say. */
function recordedQueue(failures: Readonly<Record<string, readonly unknown[]>> = {}) {
  const clock = new FakeClock(0);
  const processed: (readonly [string, number])[] = [];
  const reported: unknown[] = [];
  const left = new Map(Object.entries(failures).map(([item, errors]) => [item, [...errors]]));
  const queue = new WorkQueue<string>({
    clock,
    report: error => reported.push(error),
    process: async item => {
      processed.push([item, clock.now()]);
      const error = left.get(item)?.shift();
      if (error !== undefined) throw error;
    },
  });
  return { clock, queue, processed, reported };
}

test('an item that is added twice is processed once, in the order of the first', async () => {
  const { clock, queue, processed } = recordedQueue();
  for (const key of ['a', 'b', 'a']) queue.add(key, key);
  await clock.advance(0);
  await clock.advance(0);
  await clock.advance(0);
  expect(processed.map(([item]) => item)).toEqual(['a', 'b']);
});

test('an item that fails comes back after longer and longer waits, and begins anew once it went well', async () => {
  const failed = new Error('no');
  const { clock, queue, processed, reported } = recordedQueue({ a: [failed, failed, failed] });
  queue.add('a', 'a');
  for (let step = 0; step < 20; step++) await clock.advance(10);
  expect(processed.map(([, at]) => at)).toEqual([0, 10, 30, 70]);
  expect(reported).toEqual([failed, failed, failed]);
});

test('a conflict is tried again, and not reported', async () => {
  const { clock, queue, processed, reported } = recordedQueue({ a: [new StatusError(409, 'Conflict', 'modified')] });
  queue.add('a', 'a');
  for (let step = 0; step < 5; step++) await clock.advance(10);
  expect(processed).toHaveLength(2);
  expect(reported).toEqual([]);
});

test('nothing is begun after the stop', async () => {
  const { clock, queue, processed } = recordedQueue({ a: [new Error('no')] });
  queue.add('a', 'a');
  await clock.advance(0);
  queue.stop();
  queue.add('b', 'b');
  await clock.advance(60_000);
  expect(processed).toHaveLength(1);
  expect(clock.pending).toBe(0);
});

test('it is idle when everything has had its turn, whether that went well or not, and when it is stopped', async () => {
  const { clock, queue, processed } = recordedQueue({ b: [new Error('no')] });
  await queue.idle();
  for (const key of ['a', 'b', 'c']) queue.add(key, key);
  await queue.idle();
  expect(processed.map(([item]) => item)).toEqual(['a', 'b', 'c']);
  expect(clock.pending).toBe(1);
  queue.add('d', 'd');
  queue.stop();
  await queue.idle();
  expect(processed).toHaveLength(3);
});
