import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { itemExponentialRateLimiter } from './rate-limiter.js';
import { Workqueue } from './workqueue.js';

type Step =
  | { readonly do: 'add' | 'addRateLimited'; readonly key: string; readonly priority: number }
  | { readonly do: 'forget'; readonly key: string }
  | { readonly do: 'addAfter'; readonly key: string; readonly delay: number; readonly priority: number }
  | { readonly do: 'advance'; readonly by: number }
  | { readonly do: 'get' | 'shutDown' }
  | { readonly do: 'begin' | 'done' | 'abort'; readonly which: number };

const key = fc.constantFrom('a', 'b', 'c', 'd');
const priority = fc.constantFrom(0, 0, 0, -100, 7, 3);
const delay = fc.integer({ min: -1, max: 40 });
const which = fc.nat(7);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('add', 'addRateLimited'), key, priority }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget'), key }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('addAfter'), key, delay, priority }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('advance'), by: fc.nat(50) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('get') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('done'), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('begin'), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('abort'), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('shutDown') }) },
) as fc.Arbitrary<Step>;

/** A turn of a key that was not handed out yet; `ready` is when it was, or will be. */
interface Turn {
  readonly key: string;
  priority: number;
  ready: number;
  /** Its place among those of its priority; undefined before it is ready, or while the key is held. */
  place: number | undefined;
}

/** The workqueue, told in the plainest way: arrays that are searched. */
class Model {
  turns: Turn[] = [];
  held: { readonly key: string; readonly priority: number; readonly since: number }[] = [];
  failures: string[] = [];
  /** What each `get` so far has given; 'waiting' while it waits. */
  answers: (string | undefined | 'waiting')[] = [];
  isShutDown = false;
  now = 0;
  places = 0;
  adds = 0;
  retries = 0;
  queueDurations: number[] = [];
  workDurations: number[] = [];

  add(key: string, priority: number, delay = 0): void {
    if (this.isShutDown) return;
    if (delay > 0) this.retries += 1;
    const ready = this.now + delay;
    const present = this.turns.find(turn => turn.key === key);
    if (present === undefined) {
      this.turns.push({ key, priority, ready, place: undefined });
    } else {
      const waits = present.ready > this.now;
      if (waits && ready < present.ready) {
        present.ready = ready;
      }
      if (priority > present.priority) {
        present.priority = priority;
        if (present.place !== undefined) present.place = this.places++;
      }
    }
    this.line();
  }

  fail(key: string): number {
    const delay = Math.min(5 * 2 ** this.failuresOf(key), 60);
    this.failures.push(key);
    return delay;
  }

  forget(key: string): void {
    this.failures = this.failures.filter(other => other !== key);
  }

  failuresOf(key: string): number {
    return this.failures.filter(other => other === key).length;
  }

  isHeld(key: string): boolean {
    return this.held.some(holding => holding.key === key);
  }

  advance(by: number): void {
    const end = this.now + by;
    const moments = this.turns.map(({ ready }) => ready).filter(ready => ready > this.now && ready <= end);
    for (const moment of moments.sort((a, b) => a - b)) {
      this.now = moment;
      this.line();
    }
    this.now = end;
  }

  /** Puts into the line who is ready and not held, and serves who waits for a key. */
  line(): void {
    for (const turn of this.turns) {
      if (turn.ready > this.now || turn.place !== undefined) continue;
      if (!this.counted.has(turn)) {
        this.counted.add(turn);
        this.adds += 1;
      }
      if (!this.isHeld(turn.key)) {
        turn.place = this.places++;
        this.serve();
      }
    }
    this.serve();
  }
  readonly counted = new Set<Turn>();

  get lined(): Turn[] {
    return this.turns
      .filter(({ place }) => place !== undefined)
      .sort((a, b) => b.priority - a.priority || (a.place as number) - (b.place as number));
  }

  get delayed(): Turn[] {
    return this.turns.filter(({ ready }) => ready > this.now);
  }

  get depth(): Map<number, number> {
    const depth = new Map<number, number>();
    for (const { priority, ready } of this.turns) {
      if (ready <= this.now) depth.set(priority, (depth.get(priority) ?? 0) + 1);
    }
    return depth;
  }

  get(): void {
    this.answers.push('waiting');
    this.serve();
  }

  abort(place: number): void {
    if (this.answers[place] === 'waiting') this.answers[place] = undefined;
  }

  begin(key: string): void {
    const turn = this.turns.find(other => other.key === key && other.ready <= this.now);
    if (turn === undefined) return;
    this.turns = this.turns.filter(other => other !== turn);
    this.held = this.held.map(holding =>
      holding.key === key ? { ...holding, priority: Math.max(holding.priority, turn.priority) } : holding,
    );
  }

  done(key: string): void {
    const since = this.held.find(holding => holding.key === key)?.since as number;
    this.workDurations.push(this.now - since);
    this.held = this.held.filter(holding => holding.key !== key);
    this.line();
  }

  shutDown(): void {
    this.isShutDown = true;
    this.turns = this.turns.filter(({ ready }) => ready <= this.now);
    this.serve();
  }

  serve(): void {
    for (let i = this.answers.indexOf('waiting'); i >= 0; i = this.answers.indexOf('waiting')) {
      const [turn] = this.lined;
      if (turn === undefined && !this.isShutDown) return;
      this.answers[i] = turn?.key;
      if (turn === undefined) continue;
      this.turns = this.turns.filter(other => other !== turn);
      this.held.push({ key: turn.key, priority: turn.priority, since: this.now });
      this.queueDurations.push(this.now - turn.ready);
    }
  }
}

test('does what a naive model does, whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps => {
      const clock = new FakeClock();
      const queueDurations: number[] = [];
      const workDurations: number[] = [];
      const queue = new Workqueue({
        clock,
        rateLimiter: itemExponentialRateLimiter({ maxDelay: 60 }),
        observer: {
          queueDuration: duration => queueDurations.push(duration),
          workDuration: duration => workDurations.push(duration),
        },
      });
      const model = new Model();
      const aborts: AbortController[] = [];
      const answers: (string | undefined | 'waiting')[] = [];

      const take = (step: Step): void | Promise<void> => {
        switch (step.do) {
          case 'add':
            queue.add(step.key, step.priority);
            model.add(step.key, step.priority);
            return;
          case 'addRateLimited':
            queue.addRateLimited(step.key, step.priority);
            if (!model.isShutDown) model.add(step.key, step.priority, model.fail(step.key));
            return;
          case 'forget':
            queue.forget(step.key);
            model.forget(step.key);
            return;
          case 'addAfter':
            queue.addAfter(step.key, step.delay, step.priority);
            model.add(step.key, step.priority, Math.max(0, step.delay));
            return;
          case 'advance':
            model.advance(step.by);
            return clock.advance(step.by);
          case 'get': {
            const place = answers.push('waiting') - 1;
            aborts[place] = new AbortController();
            void queue.get(aborts[place].signal).then(answer => {
              answers[place] = answer;
            });
            model.get();
            return;
          }
          case 'abort': {
            const place = step.which % aborts.length;
            aborts[place]?.abort();
            model.abort(place);
            return;
          }
          case 'begin': {
            const key = model.held[step.which % model.held.length]?.key;
            if (key === undefined) return;
            queue.begin(key);
            model.begin(key);
            return;
          }
          case 'done': {
            const key = model.held[step.which % model.held.length]?.key;
            if (key === undefined) return;
            queue.done(key);
            model.done(key);
            return;
          }
          case 'shutDown':
            queue.shutDown();
            model.shutDown();
        }
      };

      for (const step of steps) {
        await take(step);
        await Promise.resolve();

        expect(answers).toEqual(model.answers);
        expect(new Set(model.held.map(({ key }) => key)).size).toBe(model.held.length);
        expect(model.held.map(({ key }) => queue.priorityOf(key))).toEqual(model.held.map(held => held.priority));
        expect([queue.length, queue.processing, queue.waiting]).toEqual([
          model.lined.length,
          model.held.length,
          model.delayed.length,
        ]);
        expect(clock.pending).toBe(model.delayed.length > 0 ? 1 : 0);
        expect(['a', 'b', 'c', 'd'].map(key => queue.retries(key))).toEqual(
          ['a', 'b', 'c', 'd'].map(key => model.failuresOf(key)),
        );
        const { metrics } = queue;
        expect([metrics.adds, metrics.retries]).toEqual([model.adds, model.retries]);
        expect(new Map([...metrics.depth].sort())).toEqual(new Map([...model.depth].sort()));
        const ages = model.held.map(({ since }) => model.now - since);
        expect(metrics.unfinishedWork).toBe(ages.reduce((sum, age) => sum + age, 0));
        expect(metrics.longestRunning).toBe(Math.max(0, ...ages));
        expect([queueDurations, workDurations]).toEqual([model.queueDurations, model.workDurations]);
      }
    }),
    { numRuns: 3000 },
  );
});

test('lets every worker see the newest state of each key, and no key two workers, in any interleaving', async () => {
  const change = fc.record({ key, delay: fc.constantFrom(0, 0, 3, 7) });
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(change, { maxLength: 25 }),
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      async (s, changes, workers, begins) => {
        const clock = new FakeClock();
        const queue = new Workqueue({ clock });
        const newest = new Map<string, number>();
        const seen = new Map<string, number>();
        const holders = new Set<string>();
        const failures: string[] = [];

        const work = async (): Promise<void> => {
          for (let key = await queue.get(); key !== undefined; key = await queue.get()) {
            if (holders.has(key)) failures.push(`two workers held ${key}`);
            holders.add(key);
            if (begins) queue.begin(key);
            const version = newest.get(key) as number;
            await s.schedule(Promise.resolve(), `work on ${key}`);
            seen.set(key, version);
            holders.delete(key);
            queue.done(key);
          }
        };
        const produce = async (): Promise<void> => {
          for (const [version, { key, delay }] of changes.entries()) {
            await s.schedule(Promise.resolve(), `change ${key}`);
            newest.set(key, version);
            queue.addAfter(key, delay);
            if (delay > 3) await clock.advance(2);
          }
          await clock.advance(10);
        };

        const ends = Array.from({ length: workers }, work);
        const produced = produce();
        await s.waitFor(produced);
        await s.waitFor(queue.shutDownWithDrain());
        await s.waitFor(Promise.all(ends));
        expect(failures).toEqual([]);
        expect(seen).toEqual(newest);
      },
    ),
    { numRuns: 500 },
  );
});
