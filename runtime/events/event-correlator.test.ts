import { describe, expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { EventCorrelator } from './event-correlator.js';
import type { Occurrence } from './event-rules.js';

const REDIS = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', namespace: 'default', name: 'a', uid: 'u-1' };
const MINUTE = 60_000;

function setUp() {
  const clock = new FakeClock();
  const correlator = new EventCorrelator(clock, () => 0);
  const happens = (changes: Partial<Occurrence> = {}) =>
    correlator.observe({ object: REDIS, type: 'Normal', reason: 'ScaledUp', message: 'created Pod a-0', ...changes })
      ?.event;
  return { clock, happens };
}

describe('the same again', () => {
  test('counts up one Event, from its first to its last time', async () => {
    const { clock, happens } = setUp();
    const event = happens();
    await clock.advance(66_000);
    expect(happens()).toBe(event);
    expect(event).toMatchObject({ count: 2, first: clock.now() - 66_000, last: clock.now() });
  });

  test.each<[string, Partial<Occurrence>]>([
    ['type', { type: 'Warning' }],
    ['reason', { reason: 'Recreated' }],
    ['message', { message: 'created Pod a-1' }],
    ['kind', { object: { ...REDIS, kind: 'Pod' } }],
    ['API version', { object: { ...REDIS, apiVersion: 'myapp.tangx.in/v2' } }],
    ['namespace', { object: { ...REDIS, namespace: 'other' } }],
    ['name', { object: { ...REDIS, name: 'b' } }],
    ['uid', { object: { ...REDIS, uid: 'u-2' } }],
  ])('is another Event when the %s differs', (_, changes) => {
    const { happens } = setUp();
    const event = happens();
    const other = happens(changes);
    expect(other).not.toBe(event);
    expect([event?.count, other?.count]).toEqual([1, 1]);
    expect(other?.name).not.toBe(event?.name);
  });

  test('is the same Event when only the resource version of the object differs', () => {
    const { happens } = setUp();
    expect(happens({ object: { ...REDIS, resourceVersion: '2' } })).toBe(happens());
  });

  test('is a new Event when 4096 others came in between', () => {
    const { happens } = setUp();
    const event = happens();
    for (let i = 0; i < 4096; i += 1) happens({ object: { ...REDIS, name: `other-${i}` } });
    expect(happens()).not.toBe(event);
  });
});

describe('an action, a related object and annotations', () => {
  const details = { action: 'CreatePod', related: { ...REDIS, kind: 'Pod' }, annotations: { a: 'b' } };

  test('are those of the first occurrence, and make no other Event', () => {
    const { happens } = setUp();
    const event = happens(details);
    expect(happens({ action: 'Other' })).toBe(event);
    expect(event).toMatchObject({ ...details, count: 2 });
  });
});

describe('similar Events', () => {
  test('are combined into one from the tenth message on, with the newest message', () => {
    const { happens } = setUp();
    const events = Array.from({ length: 12 }, (_, i) => happens({ message: `created Pod a-${i}` }));
    expect(new Set(events).size).toBe(10);
    expect(events[8]).toMatchObject({ count: 1, message: 'created Pod a-8' });
    expect(events[9]).toMatchObject({ count: 3, message: '(combined from similar events): created Pod a-11' });
    expect(events[11]).toBe(events[9]);
  });

  test('are not those that only repeat: they count', async () => {
    const { clock, happens } = setUp();
    for (let i = 0; i < 11; i += 1) {
      await clock.advance(30_000);
      happens();
    }
    expect(happens()).toMatchObject({ count: 12, message: 'created Pod a-0' });
  });

  test('are not those of many objects', () => {
    const { happens } = setUp();
    for (let i = 0; i < 30; i += 1) {
      const object = { ...REDIS, name: `redis-${i}`, uid: `u-${i}` };
      expect(happens({ object, message: `message ${i}` })).toMatchObject({ count: 1, message: `message ${i}` });
    }
  });

  test('leave the first nine messages to their own Events', () => {
    const { happens } = setUp();
    const events = Array.from({ length: 10 }, (_, i) => happens({ message: `${i}` }));
    expect(happens({ message: '3' })).toBe(events[3]);
    expect(events[3]?.count).toBe(2);
  });

  test('are those of one object, type and reason', () => {
    const { happens } = setUp();
    for (let i = 0; i < 9; i += 1) happens({ message: `${i}` });
    expect(happens({ message: 'x', reason: 'Other' })?.message).toBe('x');
    expect(happens({ message: 'x', type: 'Warning' })?.message).toBe('x');
    expect(happens({ message: 'x', object: { ...REDIS, name: 'b' } })?.message).toBe('x');
    expect(happens({ message: 'x' })?.message).toBe('(combined from similar events): x');
  });

  test('stand alone again after ten minutes without one of them', async () => {
    const { clock, happens } = setUp();
    for (let i = 0; i < 10; i += 1) happens({ message: `${i}` });
    await clock.advance(10 * MINUTE);
    expect(happens({ message: 'x' })?.message).toBe('(combined from similar events): x');
    await clock.advance(10 * MINUTE + 1);
    expect(happens({ message: 'y' })?.message).toBe('y');
  });

  test('stay combined for as long as they come, however long ago the first was', async () => {
    const { clock, happens } = setUp();
    for (let i = 0; i < 10; i += 1) happens({ message: `${i}` });
    const combined = [];
    for (let i = 10; i < 14; i += 1) {
      await clock.advance(6 * MINUTE);
      combined.push(happens({ message: `${i}` }));
    }
    expect(new Set(combined).size).toBe(1);
    expect(combined[0]).toMatchObject({ count: 5, message: '(combined from similar events): 13' });
  });

  test('keep to 1024 bytes with the prefix', () => {
    const { happens } = setUp();
    for (let i = 0; i < 9; i += 1) happens({ message: `${i}` });
    expect(Buffer.byteLength(happens({ message: 'x'.repeat(1024) })?.message ?? '')).toBe(1024);
  });
});

describe('too much about one object', () => {
  test('is left out after 25 at once, of whatever reason, and allowed again one each five minutes', async () => {
    const { clock, happens } = setUp();
    const written = (count: number): number =>
      Array.from({ length: count }, (_, i) => happens({ reason: `Reason${i}` })).filter(event => event !== undefined)
        .length;
    expect(written(40)).toBe(25);
    await clock.advance(5 * MINUTE - 1);
    expect(written(3)).toBe(0);
    await clock.advance(1);
    expect(written(3)).toBe(1);
  });

  test('does not touch other objects', () => {
    const { happens } = setUp();
    for (let i = 0; i < 40; i += 1) happens();
    expect(happens()).toBeUndefined();
    expect(happens({ object: { ...REDIS, name: 'b' } })).toBeDefined();
  });

  test('of one type leaves room for the other: warnings are told behind any number of others', () => {
    const { happens } = setUp();
    for (let i = 0; i < 40; i += 1) happens({ reason: `Reason${i}` });
    expect(happens()).toBeUndefined();
    expect(happens({ type: 'Warning' })).toMatchObject({ count: 1 });
  });

  test('is counted all the same', async () => {
    const { clock, happens } = setUp();
    for (let i = 0; i < 40; i += 1) happens();
    await clock.advance(5 * MINUTE);
    expect(happens()?.count).toBe(41);
  });
});
