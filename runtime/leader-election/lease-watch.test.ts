import { beforeEach, expect, test } from 'vitest';
import { leaseRefusal } from '../../test/lease-refusal.js';
import type { SeenLease } from '../../test/lease-shelf.js';
import { RecordedLog } from '../../test/recorded-log.js';
import type { WatchEvent, WatchOptions } from '../client/client.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { Lease } from '../kinds/coordination-v1.js';
import { followLeases } from './lease-watch.js';

let clock: FakeClock;
let log: RecordedLog;
let stop: AbortController;
/** When each watch was opened, and with what. */
let opened: { readonly at: number; readonly options: WatchOptions }[];
/** What the next watches bring: events and then their end, or an error. */
let next: () => Iterable<WatchEvent<Lease>>;
let heard: (readonly [string, boolean])[];

beforeEach(() => {
  clock = new FakeClock();
  log = new RecordedLog();
  stop = new AbortController();
  opened = [];
  heard = [];
  next = () => [];
});

test('tells of each state, and of what has gone; bookmarks are none', async () => {
  const brought = [event('ADDED', 'a'), event('MODIFIED', 'b'), event('BOOKMARK', 'c'), event('DELETED', 'd')];
  next = () => brought.splice(0);
  follow();
  await clock.advance(0);
  expect(heard).toEqual([
    ['a', false],
    ['b', false],
    ['d', true],
  ]);
  expect(opened[0]?.options).toMatchObject({ namespace: 'op', fieldSelector: 'metadata.name=a', timeoutSeconds: 450 });
});

test('a watch that has ended is opened again soon, and asks for what happened meanwhile', async () => {
  follow();
  await clock.advance(5000);
  expect(opened.map(({ at }) => at)).toEqual([0, 1500, 3000, 4500]);
  expect(opened.map(({ options }) => options.resourceVersion)).toEqual([undefined, undefined, undefined, undefined]);
});

test('one that cannot be opened is tried again later and later, up to 45 s; an event ends that', async () => {
  next = () => {
    throw new Error('refused');
  };
  follow();
  await clock.advance(200_000);
  const pauses = opened.map(({ at }, i) => at - (opened[i - 1]?.at ?? 0)).slice(1);
  expect(pauses).toEqual([1500, 3000, 6000, 12_000, 24_000, 45_000, 45_000, 45_000]);
  next = () => [event('ADDED', 'a')];
  await clock.advance(45_000);
  next = () => {
    throw new Error('refused');
  };
  const before = opened.length;
  await clock.advance(3100);
  expect(opened.length - before).toBe(2);
});

test('who may not watch is told once', async () => {
  next = () => {
    throw leaseRefusal('watch', 'a', 403, 'Forbidden');
  };
  follow();
  await clock.advance(100_000);
  expect(opened.length).toBeGreaterThan(4);
  expect(log.of('info').map(({ message }) => message)).toEqual(['Leases may not be watched: a release is seen later']);
});

test('ends when it is asked to, also amid a pause', async () => {
  const ended = follow();
  await clock.advance(100);
  stop.abort();
  await ended;
  expect(clock.pending).toBe(0);
});

function follow(): Promise<void> {
  const client = {
    watch: async function* (_kind: unknown, options: WatchOptions) {
      opened.push({ at: clock.monotonic(), options });
      yield* next();
    },
  };
  const options = { namespace: 'op', fieldSelector: 'metadata.name=a', clock, log, random: () => 0.5 };
  return followLeases({ ...options, client: client as never }, stop.signal, (lease, isGone) => {
    heard.push([lease.metadata.name, isGone]);
  });
}

function event(type: WatchEvent<Lease>['type'], name: string): WatchEvent<Lease> {
  const object = { metadata: { namespace: 'op', name, resourceVersion: '1' } } as unknown as SeenLease;
  return { type, object } as WatchEvent<Lease>;
}
