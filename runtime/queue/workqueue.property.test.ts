import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { Workqueue } from './workqueue.js';

type Step =
  | { readonly do: 'add' | 'addRateLimited' | 'forget'; readonly key: string }
  | { readonly do: 'addAfter'; readonly key: string; readonly delay: number }
  | { readonly do: 'advance'; readonly by: number }
  | { readonly do: 'get' | 'shutDown' }
  | { readonly do: 'done' | 'abort'; readonly which: number };

const key = fc.constantFrom('a', 'b', 'c', 'd');
const which = fc.nat(7);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('add', 'addRateLimited', 'forget'), key }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('addAfter'), key, delay: fc.integer({ min: -1, max: 40 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('advance'), by: fc.nat(50) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('get') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('done'), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('abort'), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('shutDown') }) },
) as fc.Arbitrary<Step>;

/** The workqueue, told in the plainest way: arrays that are searched. */
class Model {
  queued: string[] = [];
  held: string[] = [];
  again: string[] = [];
  delayed: { key: string; due: number }[] = [];
  failures: string[] = [];
  /** What each `get` so far has given; 'waiting' while it waits. */
  answers: (string | undefined | 'waiting')[] = [];
  isShutDown = false;
  now = 0;

  add(key: string): void {
    if (this.isShutDown || this.queued.includes(key)) return;
    if (!this.held.includes(key)) this.queued.push(key);
    else if (!this.again.includes(key)) this.again.push(key);
    this.serve();
  }

  addAfter(key: string, delay: number): void {
    if (this.isShutDown) return;
    if (delay <= 0) {
      this.add(key);
      return;
    }
    const due = this.now + delay;
    const present = this.delayed.find(entry => entry.key === key);
    if (present !== undefined && present.due <= due) return;
    this.delayed = [...this.delayed.filter(entry => entry.key !== key), { key, due }];
  }

  addRateLimited(key: string): void {
    this.addAfter(key, Math.min(5 * 2 ** this.retries(key), 60));
    this.failures.push(key);
  }

  forget(key: string): void {
    this.failures = this.failures.filter(other => other !== key);
  }

  retries(key: string): number {
    return this.failures.filter(other => other === key).length;
  }

  advance(by: number): void {
    this.now += by;
    const due = this.delayed.filter(entry => entry.due <= this.now);
    this.delayed = this.delayed.filter(entry => entry.due > this.now);
    for (const entry of due.sort((a, b) => a.due - b.due)) this.add(entry.key);
  }

  get(): void {
    this.answers.push('waiting');
    this.serve();
  }

  abort(place: number): void {
    if (this.answers[place] === 'waiting') this.answers[place] = undefined;
  }

  done(key: string): void {
    this.held = this.held.filter(other => other !== key);
    if (!this.again.includes(key)) return;
    this.again = this.again.filter(other => other !== key);
    this.queued.push(key);
    this.serve();
  }

  shutDown(): void {
    this.isShutDown = true;
    this.delayed = [];
    this.serve();
  }

  serve(): void {
    for (let i = this.answers.indexOf('waiting'); i >= 0; i = this.answers.indexOf('waiting')) {
      const key = this.queued.shift();
      if (key === undefined && !this.isShutDown) return;
      this.answers[i] = key;
      if (key !== undefined) this.held.push(key);
    }
  }
}

test('does what a naive model does, whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps => {
      const clock = new FakeClock();
      const queue = new Workqueue({ clock, maxDelay: 60 });
      const model = new Model();
      const aborts: AbortController[] = [];
      const answers: (string | undefined | 'waiting')[] = [];

      const take = (step: Step): void | Promise<void> => {
        switch (step.do) {
          case 'add':
          case 'addRateLimited':
          case 'forget':
            queue[step.do](step.key);
            model[step.do](step.key);
            return;
          case 'addAfter':
            queue.addAfter(step.key, step.delay);
            model.addAfter(step.key, step.delay);
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
          case 'done': {
            const key = model.held[step.which % model.held.length];
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
        expect(new Set(model.held).size).toBe(model.held.length);
        expect([queue.length, queue.processing, queue.waiting]).toEqual([
          model.queued.length,
          model.held.length,
          model.delayed.length,
        ]);
        expect(clock.pending).toBe(model.delayed.length > 0 ? 1 : 0);
        expect(['a', 'b', 'c', 'd'].map(key => queue.retries(key))).toEqual(
          ['a', 'b', 'c', 'd'].map(key => model.retries(key)),
        );
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
      async (s, changes, workers) => {
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
