import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ModelServer } from '../../test/model-server.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { streaming } from '../../test/streaming.js';
import { refusal, Thing } from '../../test/things.js';
import { ConnectionError } from '../client/connection-error.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { CachedObject } from './cached-object.js';
import { Informer, type InformerHandler } from './informer.js';

const key = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), namespace: fc.constantFrom('n1', 'n2') });
const owners = fc.subarray(['x', 'y', 'z']);
const cut = () => new ConnectionError('watch Thing', 'https://server', new Error('cut'));
const garbage = () => new ConnectionError('watch Thing', 'https://server', new SyntaxError('garbage'));
const errors = {
  expired: () => refusal('watch', 410, 'Expired'),
  tooLarge: () => refusal('list', 504, 'Timeout', 'ResourceVersionTooLarge'),
  busy: () => refusal('watch', 429, 'TooManyRequests'),
  internal: () => refusal('watch', 500, 'InternalError'),
  notFound: () => refusal('watch', 404, 'NotFound'),
  forbidden: () => refusal('list', 403, 'Forbidden'),
  cut,
  garbage,
};
const error = fc.constantFrom(...(Object.keys(errors) as (keyof typeof errors)[]));

/** `toString` is what a counterexample shows. */
type Step = { readonly toString: () => string; run(server: ModelServer, clock: FakeClock): void | Promise<void> };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.tuple(key, owners).map(([{ name, namespace }, uids]) => ({
      toString: () => `write ${namespace}/${name} of ${uids}`,
      run: (server: ModelServer) => server.write(name, namespace, uids),
    })),
  },
  {
    weight: 6,
    arbitrary: key.map(({ name, namespace }) => ({
      toString: () => `delete ${namespace}/${name}`,
      run: (server: ModelServer) => server.delete(name, namespace),
    })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Step>(
      { toString: () => 'compact', run: server => server.compact() },
      { toString: () => 'bookmark', run: server => server.bookmark() },
      { toString: () => 'end the watches', run: server => server.endWatches() },
      { toString: () => 'silence the watches', run: server => server.silence() },
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(error, fc.boolean()).map(([name, now]) => ({
      toString: () => `${name} ${now ? 'on the watches' : 'at the next call'}`,
      run: (server: ModelServer) => {
        if (now) server.endWatches(errors[name]());
        else server.nextErrors.push(errors[name]());
      },
    })),
  },
  {
    weight: 10,
    arbitrary: fc.constantFrom(0, 0, 0, 1, 1000, 1000, 5000, 100_000).map(milliseconds => ({
      toString: () => `${milliseconds} ms pass`,
      run: (_: ModelServer, clock: FakeClock) => clock.advance(milliseconds),
    })),
  },
);

test.each(['pages', 'streams'])(
  'whatever happens between, an informer ends up with what the server has, and tells all of it (%s)',
  async how => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }), fc.nat(3), async (steps, lag) => {
        const server = new ModelServer();
        const clock = new FakeClock();
        const client = how === 'streams' ? streaming(server) : server;
        const informer = new Informer(Thing, { client, log: new RecordedLog(), clock, random: () => 0.5 });
        const told = new Map<string, CachedObject<Thing>>();
        informer.addHandler(checkedReplay(told));
        server.lag = lag;
        const stopping = new AbortController();
        const run = informer.run(stopping.signal);
        for (const { run: take } of steps) await take(server, clock);
        server.nextErrors.length = 0;
        // Past the longest silence and the longest back-off, with turns for what takes more than one.
        for (let i = 0; i < 40; i++) await clock.advance(6000);
        const expected = new Map(server.objects);
        const objects = (entries: Iterable<CachedObject<Thing>>) =>
          new Map([...entries].map(({ key, object }) => [key, object]));
        expect(objects(informer.store.list())).toEqual(expected);
        expect(objects(told.values())).toEqual(expected);
        for (const uid of ['x', 'y', 'z']) {
          expect(informer.store.ownedBy(uid)).toEqual(
            informer.store.list().filter(({ owners }) => owners.some(owner => owner.uid === uid)),
          );
        }
        const lists = informer.store.list();
        stopping.abort();
        await run;
        expect(clock.pending).toBe(0);
        expect(informer.store.list()).toEqual(lists);
      }),
      { numRuns: 300 },
    );
  },
);

/** Plays what it hears on a map, and refuses what cannot be. */
function checkedReplay(told: Map<string, CachedObject<Thing>>): InformerHandler<Thing> {
  return {
    onAdd: object => {
      expect(told.has(object.key)).toBe(false);
      told.set(object.key, object);
    },
    onUpdate: (old, now) => {
      expect(told.get(now.key)).toBe(old);
      expect(now.uid).toBe(old.uid);
      expect(Number(now.resourceVersion)).toBeGreaterThan(Number(old.resourceVersion));
      expect(old.object.metadata.resourceVersion).toBe(old.resourceVersion);
      told.set(now.key, now);
    },
    onDelete: object => {
      expect(told.get(object.key)?.uid).toBe(object.uid);
      told.delete(object.key);
    },
  };
}
