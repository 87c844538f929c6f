import { describe, expect, it, onTestFinished } from 'vitest';
import { kindOf } from '../../decorators/kind.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Thing, thing } from '../../test/things.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { ExternalSource, SourceContext } from './external-source.js';
import { runSource } from './run-source.js';

const Fleet = kindOf<Thing>()({ group: 'a.org', version: 'v1', kind: 'Fleet', plural: 'fleets', scope: 'Cluster' });

describe('a source', () => {
  it('gives keys, objects, and lists of both', async () => {
    const { keys, ended } = run(async function* () {
      yield { namespace: 'x', name: 'key' };
      yield thing('object', 1);
      yield [{ namespace: 'x', name: 'listed' }, thing('listed', 1)];
      yield [];
    });
    await ended;
    expect(keys).toEqual(['x/key', 'default/object', 'x/listed', 'default/listed']);
  });

  it('gives names alone for a cluster-scoped kind', async () => {
    const { keys, ended } = run(
      async function* () {
        yield { name: 'a' };
      },
      { kind: Fleet },
    );
    await ended;
    expect(keys).toEqual(['a']);
  });

  it('that ends of itself is told of, and not opened again', async () => {
    const { log, clock, opened, ended } = run(async function* () {});
    await ended;
    expect([opened(), clock.pending]).toEqual([1, 0]);
    expect(log.of('info')).toMatchObject([{ message: 'the source has ended: nothing more comes from it' }]);
  });

  it('that fails is logged, and opened again after 1 s, 2 s, 4 s ... up to 5 minutes', async () => {
    const { log, clock } = run(() => {
      throw new Error('no way');
    });
    const delays: (number | undefined)[] = [];
    for (let i = 0; i < 11; i += 1) {
      await clock.advance(0);
      delays.push(clock.untilNext);
      await clock.advance(clock.untilNext ?? 0);
    }
    expect(delays).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map(seconds => seconds * 1000));
    expect(log.of('error')[1]).toMatchObject({
      message: 'the source failed; it is opened again',
      fields: { error: { message: 'no way' }, retryInMilliseconds: 2000 },
    });
  });

  it('that gave something before it failed again waits for the shortest time', async () => {
    const { clock, keys } = run(async function* () {
      yield { namespace: 'x', name: 'a' };
      throw new Error('cut off');
    });
    for (let i = 0; i < 4; i += 1) {
      await clock.advance(0);
      expect(clock.untilNext).toBe(1000);
      await clock.advance(1000);
    }
    expect(keys).toHaveLength(5);
  });

  it.each<[string, unknown, string]>([
    ['a text', 'x/a', 'x/a'],
    ['nothing', undefined, 'undefined'],
    ['a key without its namespace', { name: 'a' }, '{"name":"a"}'],
    ['a key without a name', { namespace: 'a' }, '{"namespace":"a"}'],
    ['an object without a name', { metadata: {} }, '{"metadata":{}}'],
  ])('that gives %s has failed, with an error that says what it is to give', async (_, step, shown) => {
    const { log, clock, keys } = run(async function* () {
      yield step as never;
    });
    await clock.advance(0);
    expect(log.of('error').map(({ fields }) => (fields.error as Error).message)).toEqual([
      `source calls gave ${shown}: it gives keys of Thing as { namespace, name }, or objects`,
    ]);
    expect(keys).toEqual([]);
  });

  it('ends at the stop, even where it hangs, and is told of it', async () => {
    let signal: AbortSignal | undefined;
    const { stop, ended, log, clock } = run(context => {
      signal = context.signal;
      return { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
    });
    await clock.advance(0);
    stop();
    await ended;
    expect([signal?.aborted, clock.pending, log.lines]).toEqual([true, 0, []]);
  });

  it('ends at the stop while it waits to be opened again', async () => {
    const { stop, ended, clock, opened } = run(() => {
      throw new Error('no way');
    });
    await clock.advance(0);
    stop();
    await ended;
    expect([clock.pending, opened()]).toEqual([0, 1]);
  });

  it('that always has more lets others run in between', async () => {
    const { stop, ended, keys } = run(async function* () {
      for (let i = 0; ; i += 1) yield { namespace: 'x', name: `n-${i}` };
    });
    // Were there no turn for others, this would never come.
    await new Promise(resolve => setImmediate(resolve));
    stop();
    await ended;
    expect(keys.length).toBeGreaterThan(0);
  });
});

function run(open: ExternalSource['open'], { kind = Thing as typeof Thing | typeof Fleet } = {}) {
  const clock = new FakeClock();
  const log = new RecordedLog();
  const stopping = new AbortController();
  const keys: string[] = [];
  let opened = 0;
  const source: ExternalSource = {
    name: 'calls',
    open: context => {
      opened += 1;
      return open(context);
    },
  };
  const context = { log, clock, signal: stopping.signal } as unknown as SourceContext;
  const ended = runSource(source, kind, context, key => keys.push(key));
  const stop = (): void => stopping.abort();
  onTestFinished(stop);
  return { clock, log, keys, ended, stop, opened: () => opened };
}
