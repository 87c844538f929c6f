import { afterEach, describe, expect, test } from 'vitest';
import { RecordedLog } from '../../test/recorded-log.js';
import { ScriptedClient, type WatchCall } from '../../test/scripted-client.js';
import { refusal, Thing, thing } from '../../test/things.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { CachedObject } from './cached-object.js';
import { Informer, type InformerHandler } from './informer.js';

/** More than are told, or taken out, before others get a turn. */
const MANY = 5000;
const name = (i: number) => `a${String(i).padStart(5, '0')}`;
const runs: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of runs.splice(0)) await stop();
});

/** An informer that has listed many objects, and watches. */
async function start() {
  const client = new ScriptedClient();
  const clock = new FakeClock();
  const informer = new Informer(Thing, { client, log: new RecordedLog(), clock, random: () => 0 });
  const stopping = new AbortController();
  const run = informer.run(stopping.signal);
  runs.push(() => {
    stopping.abort();
    return run;
  });
  (await client.nextList()).answer(
    Array.from({ length: MANY }, (_, i) => thing(name(i), i + 1)),
    '10000',
  );
  const watch = await client.nextWatch();
  return { client, clock, informer, watch };
}

/** What a handler has been told: the versions by key. Refuses what cannot be. */
function listener() {
  const told = new Map<string, string>();
  const see = ({ key, resourceVersion }: CachedObject<Thing>) => told.set(key, resourceVersion);
  const handler: InformerHandler<Thing> = {
    onAdd: object => {
      expect(told.has(object.key)).toBe(false);
      see(object);
    },
    onUpdate: (old, now) => {
      expect(told.get(old.key)).toBe(old.resourceVersion);
      see(now);
    },
    onDelete: object => expect(told.delete(object.key)).toBe(true),
  };
  return { told, handler };
}

const stateOf = (informer: Informer<Thing>) =>
  new Map(informer.store.list().map(({ key, resourceVersion }) => [key, resourceVersion]));

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(resolve => setImmediate(resolve));
}

describe('a handler that comes late', () => {
  test('is told of many objects in turns with other work, and of each change of them once', async () => {
    const { informer, watch, clock } = await start();
    const { told, handler } = listener();
    informer.addHandler(handler);
    const first = told.size;
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(MANY);
    // Of what it knows, and of what it does not know yet.
    for (const at of [0, MANY - 1]) watch.send('MODIFIED', thing(name(at), 20_000 + at));
    for (const at of [1, MANY - 2]) watch.send('DELETED', thing(name(at), 30_000 + at));
    for (const at of [2, MANY - 3]) watch.send('ADDED', thing(name(at), 40_000 + at, { uid: `again-${at}` }));
    watch.send('ADDED', thing('a', 50_000));
    watch.send('ADDED', thing('z', 50_001));
    await clock.advance(0);
    await turns(50);
    expect(told).toEqual(stateOf(informer));
    expect(told.size).toBe(MANY);
  });

  test('hears nothing more once it is taken out, half way', async () => {
    const { informer } = await start();
    const { told, handler } = listener();
    const remove = informer.addHandler(handler);
    const first = told.size;
    remove();
    await turns(50);
    expect(told.size).toBe(first);
  });

  test('says when it has been told of all, once, also where it is taken out before', async () => {
    const { informer } = await start();
    const { told, handler } = listener();
    const caughtUp: number[] = [];
    informer.addHandler(handler, () => caughtUp.push(told.size));
    expect(caughtUp).toEqual([]);
    informer.addHandler({}, () => caughtUp.push(-1))();
    await turns(50);
    expect(caughtUp.sort((a, b) => a - b)).toEqual([-1, MANY]);
  });

  test('does not keep others from hearing of changes meanwhile', async () => {
    const { informer, watch, clock } = await start();
    const present = listener();
    informer.addHandler(present.handler);
    await turns(50);
    informer.addHandler(listener().handler);
    watch.send('MODIFIED', thing(name(MANY - 1), 20_000));
    await clock.advance(0);
    expect(present.told.get(`default/${name(MANY - 1)}`)).toBe('20000');
  });
});

describe('a list without many objects that were there', () => {
  async function relist(client: ScriptedClient, clock: FakeClock, watch: WatchCall, items: readonly object[]) {
    watch.fail(refusal('watch', 410, 'Expired'));
    await clock.advance(800);
    (await client.nextList()).answer(items, '90000');
  }

  test('takes them out in turns with other work, and the watch begins when all have been told', async () => {
    const { client, clock, informer, watch } = await start();
    const { told, handler } = listener();
    informer.addHandler(handler);
    await turns(50);
    await relist(client, clock, watch, [thing(name(7), 8)]);
    const sizes = new Set<number>();
    let isWatching = false;
    const next = client.nextWatch().then(() => {
      isWatching = true;
    });
    while (!isWatching) {
      sizes.add(told.size);
      await turns(1);
    }
    await next;
    expect([...told.keys()]).toEqual([`default/${name(7)}`]);
    expect(told).toEqual(stateOf(informer));
    expect([...sizes].some(size => size > 1 && size < MANY)).toBe(true);
  });

  test('tells a handler that comes in the middle of nothing that it never knew', async () => {
    const { client, clock, informer, watch } = await start();
    const early = listener();
    informer.addHandler(early.handler);
    await turns(50);
    await relist(client, clock, watch, []);
    while (informer.store.size > 0) await turns(1);
    expect(early.told.size).toBeGreaterThan(0);
    const late = listener();
    informer.addHandler(late.handler);
    await client.nextWatch();
    await turns(50);
    expect([early.told.size, late.told.size]).toEqual([0, 0]);
  });

  test('and a handler that comes while they leave ends up with what is there', async () => {
    const { client, clock, informer, watch } = await start();
    await relist(client, clock, watch, [thing(name(7), 8), thing(name(MANY - 1), MANY)]);
    while (informer.store.size === MANY) await turns(1);
    const late = listener();
    informer.addHandler(late.handler);
    await client.nextWatch();
    await turns(50);
    expect(late.told).toEqual(stateOf(informer));
    expect(late.told.size).toBe(2);
  });
});
