import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scriptedController } from '../../test/scripted-controller.js';
import type { Thing } from '../../test/things.js';
import { thing } from '../../test/things.js';
import { sleep } from '../clock/clock.js';
import { FakeClock } from '../clock/fake-clock.js';
import { keyText } from '../meta/object-key.js';
import type { Reconciler } from './reconciler.js';
import { done, requeueAfter, TerminalError } from './result.js';

/** What happens to an object, after a while. */
interface Happening {
  readonly wait: number;
  readonly name: string;
  readonly what: 'put' | 'remove';
}

/** How a reconcile goes. */
interface Course {
  readonly takes: number;
  readonly end: 'done' | 'requeue' | 'fail' | 'fail for good';
}

const happening: fc.Arbitrary<Happening> = fc.record({
  wait: fc.constantFrom(0, 0, 0, 1, 5, 20, 100),
  name: fc.constantFrom('a', 'b', 'c'),
  what: fc.constantFrom('put', 'put', 'put', 'remove'),
});
const course: fc.Arbitrary<Course> = fc.record({
  takes: fc.constantFrom(0, 1, 7, 30, 200),
  end: fc.constantFrom('done', 'requeue', 'fail', 'fail for good'),
});

test('whatever happens, no object is reconciled twice at once or without a cause, and the last reconcile of each saw its last state', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { maxLength: 40 }),
      fc.array(course, { maxLength: 30 }),
      fc.integer({ min: 1, max: 4 }),
      async (happenings, courses, maxConcurrentReconciles) => {
        const clock = new FakeClock();
        const removed = happenings.filter(({ what }) => what === 'remove').map(({ name }) => `default/${name}`);
        const reconciler = new Following(clock, courses, removed);
        const options = { maxConcurrentReconciles };
        const operator = scriptedController({ options, reconciler, clock });
        const present = new Map<string, string>();
        for (const [i, { wait, name, what }] of happenings.entries()) {
          await clock.advance(wait);
          const object = thing(name, i + 1);
          if (what === 'put') {
            present.set(`default/${name}`, String(i + 1));
            operator.cache.put(object);
          } else {
            present.delete(`default/${name}`);
            operator.cache.remove(object);
          }
        }
        // Longer than every retry of those that may still fail.
        await clock.advance(1_000_000);

        expect(reconciler.overlaps).toEqual([]);
        expect(reconciler.causeless).toEqual([]);
        expect(reconciler.most).toBeLessThanOrEqual(maxConcurrentReconciles);
        for (const [key, version] of present) expect([key, reconciler.seen.get(key)]).toEqual([key, version]);
        await operator.stop();
        await operator.ended;
      },
    ),
  );
});

/** Goes the given courses, one after the other, and then only ends well; keeps what it sees. */
class Following {
  readonly overlaps: string[] = [];
  /** Reconciles that nothing had led to, and retries that did not say so. */
  readonly causeless: string[] = [];
  /** Whose last reconcile is to be tried again. */
  readonly #failed = new Set<string>();
  /** The version that the last reconcile of a key was given. */
  readonly seen = new Map<string, string>();
  most = 0;
  readonly #running = new Set<string>();
  readonly #courses: Course[];
  readonly #clock: FakeClock;
  readonly #removed: ReadonlySet<string>;

  /** @param removed the keys of objects that go meanwhile, and are forgotten then */
  constructor(clock: FakeClock, courses: readonly Course[], removed: readonly string[]) {
    this.#removed = new Set(removed);
    this.#clock = clock;
    this.#courses = [...courses];
  }

  readonly reconcile: Reconciler<Thing>['reconcile'] = async (object, context) => {
    const key = keyText(context.key);
    if (this.#running.has(key)) this.overlaps.push(key);
    this.#running.add(key);
    const isRetry = context.causes.some(({ type }) => type === 'retry');
    const isTold = context.causes.length > 0 && (isRetry || !this.#failed.has(key) || this.#removed.has(key));
    if (!isTold) this.causeless.push(key);
    this.most = Math.max(this.most, this.#running.size);
    this.seen.set(key, object.metadata.resourceVersion);
    const { takes, end } = this.#courses.shift() ?? { takes: 0, end: 'done' };
    if (takes > 0) await sleep(this.#clock, takes);
    this.#running.delete(key);
    if (end === 'fail') this.#failed.add(key);
    else this.#failed.delete(key);
    if (end === 'fail') throw new Error('not yet');
    if (end === 'fail for good') throw new TerminalError('never');
    return end === 'requeue' ? requeueAfter(50) : done;
  };
}
