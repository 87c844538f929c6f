// What a queue tells of its keys to those who look.
import { expect, it } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { Workqueue } from './workqueue.js';

it('tells of each key which turn comes, since when or until when it waits, and who holds it', async () => {
  const clock = new FakeClock();
  const queue = new Workqueue({ clock, observer: {} });
  const times = { readyAt: undefined, due: undefined, heldAt: undefined };
  queue.add('held', 1);
  await clock.advance(10);
  expect(await queue.get()).toBe('held');
  queue.add('ready', 2);
  queue.addAfter('later', 100, 3);
  queue.addRateLimited('failed');
  const entries = () => [...queue.entries()].sort((a, b) => a.key.localeCompare(b.key));
  expect(entries()).toEqual([
    { ...times, key: 'failed', turn: 'delayed', priority: 0, retries: 1, due: 15 },
    { ...times, key: 'held', turn: 'none', priority: 1, retries: 0, heldAt: 10 },
    { ...times, key: 'later', turn: 'delayed', priority: 3, retries: 0, due: 110 },
    { ...times, key: 'ready', turn: 'ready', priority: 2, retries: 0, readyAt: 10 },
  ]);
  await clock.advance(1);
  queue.add('held', 5);
  expect(entries()[1]).toEqual({
    ...times,
    key: 'held',
    turn: 'ready',
    priority: 5,
    retries: 0,
    readyAt: 11,
    heldAt: 10,
  });
});

it('tells who observes it which key has waited', async () => {
  const clock = new FakeClock();
  const waits: (readonly [number, string])[] = [];
  const queue = new Workqueue({ clock, observer: { queueDuration: (...wait) => waits.push(wait) } });
  queue.add('a');
  await clock.advance(20);
  await queue.get();
  expect(waits).toEqual([[20, 'a']]);
});
