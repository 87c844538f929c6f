// What becomes of Events where they cannot be written, and at the stop.
import { describe, expect, test, vi } from 'vitest';
import { object, refusal, setUp, UNREACHABLE } from '../../test/event-world.js';

const SECOND = 1000;

describe('when the API server cannot be reached', () => {
  test('tries 12 times, first after a random part of 10 seconds, then about 10 seconds apart', async () => {
    const { server, clock, broadcaster, logged, settle } = setUp({ random: () => 0.25 });
    server.down = UNREACHABLE;
    broadcaster.about(object()).normal('R', 'm');
    await settle();
    const delays: number[] = [];
    for (let next = clock.untilNext; next !== undefined; next = clock.untilNext) {
      delays.push(next);
      await clock.advance(next);
    }
    expect(server.requests).toHaveLength(12);
    expect(delays).toEqual([2500, ...Array(10).fill(8750)]);
    expect(logged.at(-1)).toMatchObject({
      level: 'error',
      msg: 'an Event is dropped: it could not be written',
      about: 'Redis default/a',
      reason: 'R',
      tries: 12,
    });
  });

  test.each([
    ['no answer', UNREACHABLE],
    ['an overloaded server', refusal(429, 'TooManyRequests')],
    ['a server that fails inside', refusal(500, 'InternalError')],
    ['a server that is not ready', refusal(503, 'ServiceUnavailable')],
  ])('tries again after %s, and the others wait for their turn', async (_, failure) => {
    const { server, clock, broadcaster, settle } = setUp();
    server.failures = [failure];
    broadcaster.about(object()).normal('First', 'm');
    broadcaster.about(object()).normal('Second', 'm');
    await settle();
    expect(server.requests).toEqual(['create First']);
    await clock.advance(5 * SECOND);
    expect(server.requests).toEqual(['create First', 'create First', 'create Second']);
    expect(server.written).toHaveLength(2);
  });

  test('makes one write of what occurs again meanwhile', async () => {
    const { server, clock, broadcaster, settle } = setUp();
    const events = broadcaster.about(object());
    server.failures = [UNREACHABLE];
    events.normal('R', 'm');
    await settle();
    events.normal('R', 'm');
    events.normal('R', 'm');
    await clock.advance(5 * SECOND);
    expect(server.requests).toEqual(['create R', 'create R']);
    expect(server.written).toMatchObject([{ count: 3 }]);
  });

  test('counts up an Event that was created although the answer was lost', async () => {
    const { server, clock, broadcaster, settle } = setUp();
    const create = server.client.create.bind(server.client);
    let lost = false;
    server.client.create = (async (...call: Parameters<typeof create>) => {
      const answer = await create(...call);
      if (lost) return answer;
      lost = true;
      throw UNREACHABLE;
    }) as typeof create;
    broadcaster.about(object()).normal('R', 'm');
    await settle();
    broadcaster.about(object()).normal('R', 'm');
    await clock.advance(5 * SECOND);
    expect(server.requests).toEqual(['create R', 'create R', 'patch R']);
    expect(server.written).toMatchObject([{ count: 2 }]);
  });

  test('goes on with the creation of an Event that was gone', async () => {
    const { server, clock, broadcaster, settle } = setUp();
    const events = broadcaster.about(object());
    events.normal('R', 'm');
    await settle();
    server.events.clear();
    server.failures = [undefined, UNREACHABLE];
    events.normal('R', 'm');
    await clock.advance(5 * SECOND);
    expect(server.requests).toEqual(['create R', 'patch undefined', 'create R', 'create R']);
    expect(server.written).toMatchObject([{ count: 2 }]);
  });

  test('keeps 1000 Events, drops and counts those beyond', async () => {
    const { server, clock, broadcaster, logged, settle } = setUp();
    server.failures = [UNREACHABLE];
    broadcaster.about(object({ name: 'first' })).normal('R', 'm');
    await settle();
    for (let i = 0; i < 1003; i += 1) broadcaster.about(object({ name: `redis-${i}` })).normal('R', 'm');
    expect(broadcaster.dropped).toBe(3);
    broadcaster.about(object({ name: 'redis-5' })).normal('R', 'm');
    expect(broadcaster.dropped).toBe(3);
    expect(logged.at(-1)).toMatchObject({ level: 'warn', about: 'Redis default/redis-1002', dropped: 3 });
    await clock.advance(5 * SECOND);
    expect(server.written).toHaveLength(1001);
  });
});

describe('a server that fails most of the time, or hangs', () => {
  test('gets each of many Events in the end, and none twice', async () => {
    const { server, clock, broadcaster } = setUp({ random: () => 0 });
    const names = Array.from({ length: 50 }, (_, i) => `redis-${i}`);
    server.failures = names.flatMap(() => [UNREACHABLE, UNREACHABLE, UNREACHABLE, UNREACHABLE, undefined]);
    for (const name of names) broadcaster.about(object({ name })).normal(`R-${name}`, 'm');
    await clock.advance(50 * 40 * SECOND);
    expect(server.written.map(({ involvedObject, count }) => [involvedObject.name, count])).toEqual(
      names.map(name => [name, 1]),
    );
    expect(server.requests).toHaveLength(250);
    expect(broadcaster.dropped).toBe(0);
  });

  test('is waited for by no caller, and holds no more than what may wait', async () => {
    const { server, broadcaster, settle } = setUp();
    server.failures = [() => new Promise(() => {})];
    for (let i = 0; i < 5000; i += 1) broadcaster.about(object({ name: `redis-${i}` })).normal('R', 'm');
    await settle();
    for (let i = 5000; i < 5010; i += 1) broadcaster.about(object({ name: `redis-${i}` })).normal('R', 'm');
    expect(server.requests).toHaveLength(1);
    // One is on its way since, which has made room for another.
    expect(broadcaster.dropped).toBe(5010 - 1001);
    const deadline = new AbortController();
    deadline.abort();
    await broadcaster.stop(deadline.signal);
  });
});

describe('when the API server refuses', () => {
  test.each([
    ['a missing permission', refusal(403, 'Forbidden')],
    ['an invalid Event', refusal(422, 'Invalid')],
    ['a fault of the client', new TypeError('oops')],
  ])('drops the Event after %s, logs it, and goes on', async (_, failure) => {
    const { server, clock, broadcaster, logged, settle } = setUp();
    server.failures = [failure];
    broadcaster.about(object()).normal('First', 'm');
    broadcaster.about(object()).normal('Second', 'm');
    await settle();
    expect(server.requests).toEqual(['create First', 'create Second']);
    expect(logged).toMatchObject([
      {
        level: 'error',
        msg: 'an Event is dropped: it was refused',
        reason: 'First',
        error: { message: failure.message },
      },
    ]);
    expect(clock.pending).toBe(0);
  });

  test.each([
    ['is being deleted', refusal(403, 'Forbidden', { causes: [{ reason: 'NamespaceTerminating' }] })],
    ['is gone', refusal(404, 'NotFound', { name: 'default', kind: 'namespaces' })],
  ])('drops the Event in silence when its namespace %s', async (_, failure) => {
    const { server, broadcaster, logged, settle } = setUp();
    server.failures = [failure];
    broadcaster.about(object()).normal('R', 'm');
    await settle();
    expect(server.requests).toEqual(['create R']);
    expect(logged).toEqual([]);
  });
});

describe('stop', () => {
  test('writes what waits, and takes no more', async () => {
    const { server, broadcaster, settle } = setUp();
    broadcaster.about(object()).normal('R', 'm');
    broadcaster.about(object()).normal('S', 'm');
    await broadcaster.stop();
    expect(server.requests).toEqual(['create R', 'create S']);
    broadcaster.about(object()).normal('Late', 'm');
    await settle();
    expect(server.written).toHaveLength(2);
  });

  test('resolves at once when nothing waits', async () => {
    await setUp().broadcaster.stop();
  });

  test('tries at once what would be tried later', async () => {
    const { server, clock, broadcaster, settle } = setUp();
    server.failures = [UNREACHABLE];
    broadcaster.about(object()).normal('R', 'm');
    await settle();
    await broadcaster.stop();
    expect(server.written).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  test('tries each Event once, without a delay, while the API server cannot be reached', async () => {
    const { server, clock, broadcaster, logged } = setUp();
    server.down = UNREACHABLE;
    for (const name of ['a', 'b', 'c']) broadcaster.about(object({ name })).normal('R', 'm');
    await broadcaster.stop();
    expect(server.requests).toHaveLength(3);
    expect(clock.pending).toBe(0);
    expect(logged.map(({ msg, about }) => [msg, about])).toEqual(
      ['a', 'b', 'c'].map(name => ['an Event is dropped: it could not be written', `Redis default/${name}`]),
    );
  });

  test('gives up what hangs when the deadline has passed, and says what was lost', async () => {
    const { server, broadcaster, logged, settle } = setUp();
    server.failures = [() => new Promise(() => {})];
    for (const name of ['a', 'b', 'c']) broadcaster.about(object({ name })).normal('R', 'm');
    const deadline = new AbortController();
    const stopped = vi.fn();
    const stop = broadcaster.stop(deadline.signal).then(stopped);
    await settle();
    expect(stopped).not.toHaveBeenCalled();
    deadline.abort();
    await stop;
    await settle();
    expect(server.requests).toEqual(['create R']);
    expect(logged.map(({ level, msg, count }) => [level, msg, count])).toEqual([
      ['warn', 'Events were not written before the stop', 2],
      ['warn', 'an Event was not written before the stop', undefined],
    ]);
  });
});
