import { afterEach, beforeEach, expect, test } from 'vitest';
import { anyType, ControllerWorld } from '../../test/controller-world.js';
import { EventExpiry } from './event-expiry.js';

const EVENT = anyType('v1', 'Event');
const MINUTE = 60_000;

let world: ControllerWorld;
beforeEach(() => {
  world = new ControllerWorld([EVENT]);
});
afterEach(() => {
  world.stop();
  expect(world.clock.pending).toBe(0);
});

test('an Event goes an hour after it was made', async () => {
  world.run(options => new EventExpiry(options));
  await world.create(EVENT, { name: 'first' });
  await world.clock.advance(30 * MINUTE);
  await world.create(EVENT, { name: 'second' });
  await world.clock.advance(30 * MINUTE - 1);
  expect(world.names(EVENT)).toEqual(['first', 'second']);
  await world.clock.advance(1);
  expect(world.names(EVENT)).toEqual(['second']);
  await world.clock.advance(30 * MINUTE);
  expect(world.names(EVENT)).toEqual([]);
});

test('an Event that is written again has another hour', async () => {
  world.run(options => new EventExpiry(options));
  await world.create(EVENT, { name: 'again' });
  await world.clock.advance(59 * MINUTE);
  await world.change(EVENT, 'again', { labels: { count: '2' } });
  await world.clock.advance(59 * MINUTE);
  expect(world.names(EVENT)).toEqual(['again']);
  await world.clock.advance(MINUTE);
  expect(world.names(EVENT)).toEqual([]);
});

test('an Event that is there at the start has its hour from then', async () => {
  await world.create(EVENT, { name: 'old' });
  await world.clock.advance(5 * 60 * MINUTE);
  world.run(options => new EventExpiry({ ...options, ttl: MINUTE }));
  await world.quiet();
  expect(world.names(EVENT)).toEqual(['old']);
  await world.clock.advance(MINUTE);
  expect(world.names(EVENT)).toEqual([]);
});
