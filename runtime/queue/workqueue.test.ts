import { describe, expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { bucketRateLimiter, itemExponentialRateLimiter, maxOfRateLimiters } from './rate-limiter.js';
import { Workqueue } from './workqueue.js';

const clock = new FakeClock();
const queueOf = (...keys: string[]): Workqueue => {
  const queue = new Workqueue({ clock });
  for (const key of keys) queue.add(key);
  return queue;
};

describe('add and get', () => {
  test('hands out keys in the order in which they were added', async () => {
    const queue = queueOf('a', 'b', 'c');
    expect([await queue.get(), await queue.get(), await queue.get()]).toEqual(['a', 'b', 'c']);
  });

  test('keeps a key once, at its first place, however often it is added', async () => {
    const queue = queueOf('a', 'b', 'a', 'a');
    expect(queue.length).toBe(2);
    expect([await queue.get(), await queue.get()]).toEqual(['a', 'b']);
    expect(queue.length).toBe(0);
  });

  test('gives a key to the worker that waits longest', async () => {
    const queue = queueOf();
    const first = queue.get();
    const second = queue.get();
    queue.add('a');
    queue.add('b');
    expect([await first, await second]).toEqual(['a', 'b']);
    expect(queue.processing).toBe(2);
  });

  test('does not give a key to a second worker while the first holds it', async () => {
    const queue = queueOf('a');
    await queue.get();
    queue.add('a');
    expect(queue.length).toBe(0);
    const second = queue.get();
    queue.add('b');
    expect(await second).toBe('b');
  });

  test('queues a key that was added while held, once, at its done', async () => {
    const queue = queueOf('a');
    await queue.get();
    queue.add('a');
    queue.add('a');
    queue.add('b');
    queue.done('a');
    expect([await queue.get(), await queue.get()]).toEqual(['b', 'a']);
    queue.done('a');
    expect(queue.length).toBe(0);
  });

  test('keeps nothing of a key that is done', async () => {
    const queue = queueOf('a');
    await queue.get();
    queue.done('a');
    expect([queue.length, queue.processing, queue.waiting]).toEqual([0, 0, 0]);
  });

  test('takes no harm from a done for a key that nobody holds', async () => {
    const queue = queueOf('a');
    queue.done('a');
    queue.done('unknown');
    expect([queue.length, queue.processing]).toEqual([1, 0]);
    expect(await queue.get()).toBe('a');
    queue.done('a');
    queue.done('a');
    expect(queue.processing).toBe(0);
  });
});

describe('get with a signal', () => {
  test('gives undefined when the signal aborts, and leaves the next key to others', async () => {
    const queue = queueOf();
    const abort = new AbortController();
    const stopped = queue.get(abort.signal);
    const waiting = queue.get();
    abort.abort();
    queue.add('a');
    expect([await stopped, await waiting]).toEqual([undefined, 'a']);
  });

  test('takes no key for a signal that has aborted before', async () => {
    const queue = queueOf('a');
    expect(await queue.get(AbortSignal.abort())).toBeUndefined();
    expect(queue.length).toBe(1);
  });

  test('keeps a key that was handed over just before the abort', async () => {
    const queue = queueOf();
    const abort = new AbortController();
    const got = queue.get(abort.signal);
    queue.add('a');
    abort.abort();
    expect(await got).toBe('a');
    expect(queue.processing).toBe(1);
  });
});

describe('addAfter', () => {
  test('adds the key when the delay has passed, not before', async () => {
    const queue = queueOf();
    queue.addAfter('a', 100);
    await clock.advance(99);
    expect([queue.length, queue.waiting]).toEqual([0, 1]);
    await clock.advance(1);
    expect([queue.length, queue.waiting]).toEqual([1, 0]);
  });

  test.each([0, -1, Number.NaN])('adds at once for a delay of %d', delay => {
    const queue = queueOf();
    queue.addAfter('a', delay);
    expect([queue.length, queue.waiting]).toEqual([1, 0]);
  });

  test('of a key that waits after a failure, or the other way round, keeps the shorter of the two delays', () => {
    for (const [delay, until] of [
      [3, 3],
      [8, 5],
    ] as const) {
      const alone = new FakeClock();
      const queue = new Workqueue({ clock: alone });
      queue.addRateLimited('a');
      queue.addAfter('a', delay);
      expect(alone.untilNext).toBe(until);
      queue.addAfter('b', delay);
      queue.addRateLimited('b');
      expect(alone.untilNext).toBe(until);
      expect(queue.waiting).toBe(2);
    }
  });

  test('keeps the earlier moment when a key is delayed again', async () => {
    const queue = queueOf();
    queue.addAfter('a', 100);
    queue.addAfter('a', 20);
    queue.addAfter('a', 200);
    expect(queue.waiting).toBe(1);
    await clock.advance(20);
    expect([queue.length, queue.waiting]).toEqual([1, 0]);
    await clock.advance(1000);
    expect(queue.length).toBe(1);
  });

  test('adds keys in the order of their moments, and of their scheduling when these are the same', async () => {
    const queue = queueOf();
    queue.addAfter('d', 30);
    queue.addAfter('b', 20);
    queue.addAfter('c', 20);
    queue.addAfter('a', 10);
    await clock.advance(50);
    expect([await queue.get(), await queue.get(), await queue.get(), await queue.get()]).toEqual(['a', 'b', 'c', 'd']);
  });

  test('arms one timer for all delayed keys, for the earliest', async () => {
    const alone = new FakeClock();
    const queue = new Workqueue({ clock: alone });
    for (let i = 1000; i > 0; i -= 1) queue.addAfter(`key-${i}`, i);
    expect([alone.pending, alone.untilNext]).toEqual([1, 1]);
    await alone.advance(400);
    expect([queue.length, alone.pending, alone.untilNext]).toEqual([400, 1, 1]);
    await alone.advance(600);
    expect([queue.length, alone.pending]).toEqual([1000, 0]);
  });

  test('has one turn for a key that is added meanwhile, the earlier one', async () => {
    const alone = new FakeClock();
    const queue = new Workqueue({ clock: alone });
    queue.addAfter('a', 10);
    queue.add('a');
    expect([queue.length, queue.waiting, alone.pending]).toEqual([1, 0, 0]);
    await queue.get();
    queue.done('a');
    await alone.advance(10);
    expect(queue.length).toBe(0);
  });

  test('delays the next turn of a key that is held', async () => {
    const queue = queueOf('a');
    await queue.get();
    queue.addAfter('a', 10);
    queue.done('a');
    expect([queue.length, queue.waiting]).toEqual([0, 1]);
    await clock.advance(10);
    expect(queue.length).toBe(1);
  });

  test('waits on when the timer fires early', async () => {
    const early = new FakeClock();
    const queue = new Workqueue({
      clock: {
        now: () => early.now(),
        monotonic: () => early.monotonic(),
        setTimer: (delay, callback) => early.setTimer(delay > 1 ? delay - 1 : delay, callback),
      },
    });
    queue.addAfter('a', 10);
    await early.advance(9);
    expect([queue.length, queue.waiting]).toEqual([0, 1]);
    await early.advance(1);
    expect([queue.length, queue.waiting]).toEqual([1, 0]);
  });
});

describe('addRateLimited', () => {
  /** The delay of the next failure. */
  async function failOnce(queue: Workqueue, alone: FakeClock, key: string): Promise<number> {
    queue.addRateLimited(key);
    const delay = alone.untilNext ?? Number.NaN;
    await alone.advance(delay);
    expect(await queue.get()).toBe(key);
    queue.done(key);
    return delay;
  }

  test('doubles the delay of a key from 5 ms with each failure, up to 1000 s', async () => {
    const alone = new FakeClock();
    const queue = new Workqueue({ clock: alone });
    const delays: number[] = [];
    for (let i = 0; i < 20; i += 1) delays.push(await failOnce(queue, alone, 'a'));
    expect(delays.slice(0, 5)).toEqual([5, 10, 20, 40, 80]);
    expect(delays.slice(16)).toEqual([327_680, 655_360, 1_000_000, 1_000_000]);
    expect(queue.retries('a')).toBe(20);
  });

  test('stays at the longest delay after thousands of failures', async () => {
    const alone = new FakeClock();
    const queue = new Workqueue({ clock: alone });
    for (let i = 0; i < 5000; i += 1) queue.addRateLimited('a');
    await alone.advance(5);
    await queue.get();
    queue.done('a');
    expect(await failOnce(queue, alone, 'a')).toBe(1_000_000);
  });

  test('takes the delays of its options', async () => {
    const alone = new FakeClock();
    const queue = new Workqueue({
      clock: alone,
      rateLimiter: itemExponentialRateLimiter({ baseDelay: 100, maxDelay: 300 }),
    });
    const delays: number[] = [];
    for (let i = 0; i < 4; i += 1) delays.push(await failOnce(queue, alone, 'a'));
    expect(delays).toEqual([100, 200, 300, 300]);
  });

  test('counts the failures of each key apart', async () => {
    const alone = new FakeClock();
    const queue = new Workqueue({ clock: alone });
    await failOnce(queue, alone, 'a');
    await failOnce(queue, alone, 'a');
    expect(await failOnce(queue, alone, 'b')).toBe(5);
    expect([queue.retries('a'), queue.retries('b'), queue.retries('c')]).toEqual([2, 1, 0]);
  });

  test('starts from the shortest delay again after forget, which leaves the queue as it is', async () => {
    const alone = new FakeClock();
    const queue = new Workqueue({ clock: alone });
    await failOnce(queue, alone, 'a');
    await failOnce(queue, alone, 'a');
    queue.add('a');
    queue.forget('a');
    expect([queue.retries('a'), queue.length]).toEqual([0, 1]);
    await queue.get();
    queue.done('a');
    expect(await failOnce(queue, alone, 'a')).toBe(5);
  });
});

describe('a rate limiter', () => {
  test('of the user is asked for the delay, and told of success', async () => {
    const alone = new FakeClock();
    const forgotten: string[] = [];
    const limiter = { when: () => 70, forget: (key: string) => void forgotten.push(key), retries: () => 3 };
    const queue = new Workqueue({ clock: alone, rateLimiter: limiter });
    queue.addRateLimited('a');
    expect([alone.untilNext, queue.retries('a')]).toEqual([70, 3]);
    queue.forget('a');
    expect(forgotten).toEqual(['a']);
  });

  test('joined of a bucket and one for each key waits for the slower', async () => {
    const alone = new FakeClock();
    const bucket = bucketRateLimiter(10, 2, alone);
    const rateLimiter = maxOfRateLimiters(itemExponentialRateLimiter(), bucket);
    const queue = new Workqueue({ clock: alone, rateLimiter });
    for (const key of ['a', 'b', 'c', 'd']) queue.addRateLimited(key);
    await alone.advance(5);
    expect(queue.length).toBe(2);
    await alone.advance(94);
    expect(queue.length).toBe(2);
    await alone.advance(1);
    expect(queue.length).toBe(3);
    await alone.advance(100);
    expect([queue.length, queue.retries('d')]).toEqual([4, 1]);
  });
});

describe('priorities', () => {
  test('hand out the highest first, and within one the oldest', async () => {
    const queue = queueOf();
    queue.add('low', -100);
    queue.add('a');
    queue.add('high', 10);
    queue.add('b');
    expect([await queue.get(), await queue.get(), await queue.get(), await queue.get()]).toEqual([
      'high',
      'a',
      'b',
      'low',
    ]);
  });

  test('only rise while the key waits, and a raise goes to the end of its new priority', async () => {
    const queue = queueOf();
    queue.add('a', -100);
    queue.add('b', -100);
    queue.add('c');
    queue.add('b');
    queue.add('c', -100);
    expect([...queue.metrics.depth]).toEqual(
      expect.arrayContaining([
        [0, 2],
        [-100, 1],
      ]),
    );
    expect([await queue.get(), await queue.get(), await queue.get()]).toEqual(['c', 'b', 'a']);
    expect(queue.priorityOf('b')).toBe(0);
  });

  test('of a key that is held are those of its next turn', async () => {
    const queue = queueOf('a');
    await queue.get();
    queue.add('a', -100);
    queue.add('b', -5);
    queue.done('a');
    expect([await queue.get(), await queue.get()]).toEqual(['b', 'a']);
    expect(queue.priorityOf('a')).toBe(-100);
  });

  test('hold for delayed turns too, and are forgotten when the key is done', async () => {
    const queue = queueOf();
    queue.addAfter('a', 10, 5);
    queue.addAfter('a', 20, 3);
    await clock.advance(10);
    await queue.get();
    expect(queue.priorityOf('a')).toBe(5);
    queue.done('a');
    expect(queue.priorityOf('a')).toBeUndefined();
    queue.add('a', 1);
    await queue.get();
    expect(queue.priorityOf('a')).toBe(1);
  });

  test('may be many: each key one of its own', async () => {
    const queue = queueOf();
    const count = 1000;
    // 7919 is coprime to the count: the priorities come in no order.
    for (let i = 0; i < count; i += 1) queue.add(String((i * 7919) % count), (i * 7919) % count);
    const order: number[] = [];
    while (queue.length > 0) order.push(Number(await queue.get()));
    expect(order).toEqual(Array.from({ length: count }, (_, i) => count - 1 - i));
  });
});

test('a hot key, added again at each turn, takes no more than its turn among those of its priority', async () => {
  const queue = queueOf('hot', ...Array.from({ length: 50 }, (_, i) => `key-${i}`));
  const order: string[] = [];
  while (order.length < 52) {
    const key = (await queue.get()) as string;
    order.push(key);
    for (let i = 0; i < 3; i += 1) queue.add('hot');
    queue.done(key);
  }
  expect([order[0], order[51]]).toEqual(['hot', 'hot']);
  expect(new Set(order).size).toBe(51);
});

describe('shutDown', () => {
  test('still hands out queued keys, then gives undefined', async () => {
    const queue = queueOf('a', 'b');
    queue.shutDown();
    expect([await queue.get(), await queue.get(), await queue.get()]).toEqual(['a', 'b', undefined]);
  });

  test('ends the workers that wait', async () => {
    const queue = queueOf();
    const waiting = [queue.get(), queue.get()];
    queue.shutDown();
    expect(await Promise.all(waiting)).toEqual([undefined, undefined]);
  });

  test('takes no more keys and drops the delayed ones with their timer', async () => {
    const alone = new FakeClock();
    const queue = new Workqueue({ clock: alone });
    queue.addAfter('a', 10);
    queue.shutDown();
    queue.add('b');
    queue.addAfter('c', 10);
    queue.addRateLimited('d');
    expect([queue.length, queue.waiting, alone.pending]).toEqual([0, 0, 0]);
    expect(await queue.get()).toBeUndefined();
  });

  test('hands out once more a key that was added while held before the shutdown, but not one added after', async () => {
    const queue = queueOf('a', 'b');
    await queue.get();
    await queue.get();
    queue.add('a');
    queue.shutDown();
    queue.add('b');
    queue.done('a');
    queue.done('b');
    expect([await queue.get(), await queue.get()]).toEqual(['a', undefined]);
  });

  test('may be called twice', async () => {
    const queue = queueOf('a');
    queue.shutDown();
    queue.shutDown();
    expect(await queue.get()).toBe('a');
  });
});

describe('shutDownWithDrain', () => {
  test('resolves at once when nothing is queued or held', async () => {
    const queue = queueOf();
    queue.addAfter('later', 10);
    await queue.shutDownWithDrain();
  });

  test('resolves when the last key is done, also one that was queued again', async () => {
    const queue = queueOf('a', 'b');
    await queue.get();
    queue.add('a');
    let drained = false;
    const end = queue.shutDownWithDrain().then(() => {
      drained = true;
    });
    queue.done('a');
    await queue.get();
    queue.done('b');
    await Promise.resolve();
    expect(drained).toBe(false);
    await queue.get();
    queue.done('a');
    await end;
    expect(drained).toBe(true);
  });

  test('takes no more keys', async () => {
    const queue = queueOf('a');
    await queue.get();
    const drained = queue.shutDownWithDrain();
    queue.add('b');
    queue.done('a');
    await drained;
    expect(await queue.get()).toBeUndefined();
  });
});
