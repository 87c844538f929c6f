import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import type { ApiObject } from '../object/api-object.js';
import { MemoryStore } from '../store/memory-store.js';
import type { StoredObject } from '../store/stored-object.js';
import { EncodedEvents } from './encoded-events.js';
import { streamEvents } from './event-stream.js';
import { type SessionEvent, WatchSession } from './watch-session.js';

const STORAGE = '/configmaps';
const SIZE = 6_000;

/** A client that takes `room` bytes, and then nothing until it is given more. */
class SlowResponse extends EventEmitter {
  destroyed = false;
  ended = false;
  taken = 0;
  waiting = 0;
  most = 0;

  constructor(private room: number) {
    super();
  }

  write(bytes: Buffer): boolean {
    this.waiting += bytes.length;
    this.most = Math.max(this.most, this.waiting);
    this.#take();
    return this.waiting === 0;
  }

  read(room: number): void {
    this.room += room;
    this.#take();
    if (this.waiting === 0) this.emit('drain');
  }

  end(): void {
    this.ended = true;
  }

  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }

  #take(): void {
    const taken = Math.min(this.room, this.waiting);
    this.room -= taken;
    this.waiting -= taken;
    this.taken += taken;
  }
}

function create(store: MemoryStore, number: number): void {
  const name = `x${number}`;
  const metadata = { name, namespace: 'a', uid: name, resourceVersion: '', creationTimestamp: '' };
  const object: ApiObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { blob: 'x'.repeat(SIZE) } };
  store.put({ storage: STORAGE, namespace: 'a', name }, object, '');
}

const encode = (event: SessionEvent) => (event.type === 'BOOKMARK' ? Buffer.from('BOOKMARK') : event.stored.json);

function streamed(store: MemoryStore, response: SlowResponse, clock = new FakeClock()) {
  const options = { store, storage: STORAGE, namespace: '', matches: () => true, after: store.revision };
  const session = new WatchSession({ ...options, markInitialEvents: false });
  const stopping = new AbortController();
  const ended = streamEvents(session, response as unknown as ServerResponse, {
    clock,
    timeout: 3_600_000,
    bookmarks: false,
    signal: stopping.signal,
    encode,
    encodeError: error => Buffer.from(error.name),
  });
  return { ended, stop: () => stopping.abort() };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await nextTurn();
}

test('of 10,000 changes, a client that reads nothing has no more than a batch waiting', async () => {
  const store = new MemoryStore();
  const response = new SlowResponse(0);
  const { ended, stop } = streamed(store, response);
  for (let number = 0; number < 10_000; number++) {
    create(store, number);
    if (number % 100 === 0) await nextTurn();
  }
  await turns(10);
  expect(response.most).toBeGreaterThan(0);
  expect(response.most).toBeLessThan(100_000);
  stop();
  response.destroy();
  await ended;
});

test('a client that reads again hears of all that it has missed', async () => {
  const store = new MemoryStore();
  const response = new SlowResponse(0);
  const { ended, stop } = streamed(store, response);
  for (let number = 0; number < 100; number++) create(store, number);
  const total = store.stored().reduce((sum, { json }) => sum + json.length, 0);
  await turns(5);
  response.read(Number.POSITIVE_INFINITY);
  while (response.taken < total) await nextTurn();
  expect(response.taken).toBe(total);
  stop();
  await ended;
  expect(response.ended).toBe(true);
});

test('a client that leaves a batch unread for a minute is cut off', async () => {
  const store = new MemoryStore();
  const clock = new FakeClock();
  const response = new SlowResponse(0);
  const { ended } = streamed(store, response, clock);
  create(store, 1);
  await turns(3);
  await clock.advance(59_999);
  expect(response.destroyed).toBe(false);
  await clock.advance(1);
  expect(response.destroyed).toBe(true);
  create(store, 2);
  await ended;
  expect(clock.pending).toBe(0);
});

test('what was told before the end is sent before it', async () => {
  const store = new MemoryStore();
  const response = new SlowResponse(Number.POSITIVE_INFINITY);
  const { ended, stop } = streamed(store, response);
  create(store, 1);
  await Promise.resolve();
  await Promise.resolve();
  stop();
  await ended;
  expect(response.taken).toBe(store.stored()[0]?.json.length);
});

test('what many watches are told is encoded once, and held only as long as there is room', () => {
  const encoded = new EncodedEvents(100);
  const states = ['a', 'b', 'c'].map(name => ({ name }) as unknown as StoredObject);
  const made: string[] = [];
  const ask = (at: number, form: string) =>
    encoded.get(states[at] as StoredObject, form, () => {
      made.push(`${at} ${form}`);
      return Buffer.alloc(40);
    });
  expect(ask(0, 'json')).toBe(ask(0, 'json'));
  ask(0, 'yaml');
  ask(1, 'json');
  ask(0, 'json');
  expect(made).toEqual(['0 json', '0 yaml', '1 json', '0 json']);
});
