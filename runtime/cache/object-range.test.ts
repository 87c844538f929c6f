import { expect, onTestFinished, test } from 'vitest';
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import { ModelServer } from '../../test/model-server.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { refusal, Thing } from '../../test/things.js';
import type { Client, ListOptions, WatchOptions } from '../client/client.js';
import { FakeClock } from '../clock/fake-clock.js';
import { Cache } from './cache.js';
import type { ObjectRange } from './object-range.js';

/** A range of namespaces, which the selector names plainly. */
class Range implements ObjectRange {
  shardSelector: string;
  readonly #listeners = new Set<() => Promise<unknown>>();

  constructor(selector: string) {
    this.shardSelector = selector;
  }

  onChange(listener: () => Promise<unknown>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async change(selector: string): Promise<void> {
    this.shardSelector = selector;
    await Promise.all([...this.#listeners].map(tell => tell()));
  }
}

/** A server that sends what is in the namespaces that a selector names. */
class FilteringServer extends ModelServer {
  readonly asked: (string | undefined)[] = [];

  override async list<T extends KubernetesObject>(kind: Kind<T>, options: ListOptions = {}) {
    this.asked.push(options.shardSelector);
    const page = await super.list(kind, options);
    return { ...page, items: page.items.filter(({ metadata }) => isIn(options.shardSelector, metadata)) };
  }

  override async *watch<T extends KubernetesObject>(kind: Kind<T>, options: WatchOptions = {}) {
    for await (const event of super.watch(kind, options)) {
      if (event.type === 'BOOKMARK' || isIn(options.shardSelector, event.object.metadata)) yield event;
    }
  }
}

function isIn(selector: string | undefined, metadata: object): boolean {
  const { namespace = '' } = metadata as { namespace?: string };
  return selector?.split(',').includes(namespace) ?? true;
}

test('a cache keeps what is in its range, and has what is in a new one when the change is done with', async () => {
  const { server, range, cache, turns, keys } = start('n1');
  server.write('a', 'n1', []);
  server.write('b', 'n2', []);
  cache.informer(Thing);
  await turns();
  expect(keys()).toEqual(['n1/a']);
  await settled(range.change('n1,n2'), turns);
  expect(keys()).toEqual(['n1/a', 'n2/b']);
  server.write('c', 'n2', []);
  await turns();
  expect(keys()).toEqual(['n1/a', 'n2/b', 'n2/c']);
  await settled(range.change('n2'), turns);
  expect(keys()).toEqual(['n2/b', 'n2/c']);
});

test('a change while a list is under way is done with when another list is', async () => {
  const { server, range, cache, turns, keys } = start('n1');
  server.write('b', 'n2', []);
  cache.informer(Thing);
  await turns();
  const first = range.change('n2');
  const second = range.change('n1,n2');
  await settled(Promise.all([first, second]), turns);
  expect(keys()).toEqual(['n2/b']);
  expect(server.asked.at(-1)).toBe('n1,n2');
});

test('a change is not done with before a list has come, however often it fails', async () => {
  const { server, range, cache, turns, keys, clock } = start('n1');
  server.write('b', 'n2', []);
  cache.informer(Thing);
  await turns();
  server.nextErrors.push(refusal('list', 500, 'InternalError'), refusal('list', 500, 'InternalError'));
  let isDone = false;
  const change = range.change('n2').then(() => {
    isDone = true;
  });
  await turns();
  expect([isDone, keys()]).toEqual([false, []]);
  for (let pause = 0; pause < 5; pause += 1) {
    await clock.advance(5000);
    await turns();
  }
  await settled(change, turns);
  expect(keys()).toEqual(['n2/b']);
});

test('nobody waits for a kind that was never listed', async () => {
  const { server, range, cache, turns } = start('n1');
  server.nextErrors.push(...Array.from({ length: 50 }, () => refusal('list', 404, 'NotFound')));
  cache.informer(Thing);
  await turns();
  await settled(range.change('n2'), turns);
});

test('of a kind that is kept whole the range does not count', async () => {
  const { server, range, cache, turns, keys } = start('n1');
  server.write('a', 'n1', []);
  server.write('b', 'n2', []);
  cache.keepWhole(Thing);
  cache.informer(Thing);
  await turns();
  await settled(range.change('n2'), turns);
  expect(keys()).toEqual(['n1/a', 'n2/b']);
  expect(server.asked).toEqual([undefined]);
});

function start(selector: string) {
  const [server, range, clock] = [new FilteringServer(), new Range(selector), new FakeClock()];
  const client = server as unknown as Pick<Client, 'list' | 'watch'>;
  const cache = new Cache({ client, log: new RecordedLog(), clock, random: () => 0.5, range });
  const stopping = new AbortController();
  void cache.run(stopping.signal);
  onTestFinished(() => stopping.abort());
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await clock.advance(0);
  };
  const keys = () =>
    cache
      .headers(Thing)
      .map(({ key }) => key)
      .toSorted();
  return { server, range, clock, cache, turns, keys };
}

async function settled(promise: Promise<unknown>, turns: () => Promise<void>): Promise<void> {
  let isSettled = false;
  void promise.then(() => {
    isSettled = true;
  });
  await turns();
  expect(isSettled).toBe(true);
}
