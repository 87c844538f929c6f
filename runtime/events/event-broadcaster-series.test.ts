// Events of events.k8s.io/v1.
import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, test } from 'vitest';
import { object, refusal, setUpSeries, UNREACHABLE } from '../../test/event-world.js';
import { FakeClock } from '../clock/fake-clock.js';
import { EventSeries } from './event-series.js';

const MINUTE = 60_000;

describe('an Event of events.k8s.io/v1', () => {
  test('says what is needed there', async () => {
    const { server, broadcaster, settle } = setUpSeries();
    broadcaster.about(object()).warning('PodNameTaken', 'Pod a-0 belongs to somebody else', {
      action: 'CreatePod',
      related: object({ name: 'a-0' }),
      annotations: { note: 'n' },
    });
    await settle();
    const regarding = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', namespace: 'default', uid: 'u-1' };
    expect(server.written).toEqual([
      {
        metadata: {
          namespace: 'default',
          name: expect.stringMatching(/^a\.[0-9a-f]{16}$/),
          annotations: { note: 'n' },
        },
        regarding: { ...regarding, name: 'a', resourceVersion: '7' },
        related: { ...regarding, name: 'a-0', resourceVersion: '7' },
        type: 'Warning',
        reason: 'PodNameTaken',
        action: 'CreatePod',
        note: 'Pod a-0 belongs to somebody else',
        reportingController: 'redis-operator',
        reportingInstance: 'redis-operator-redis-operator-0',
        eventTime: '2026-01-01T00:00:00.000000Z',
      },
    ]);
  });

  test('has an action in any case, and is about an object without a namespace in default', async () => {
    const { server, broadcaster, settle } = setUpSeries();
    broadcaster.about(object({ namespace: undefined })).normal('R', 'm');
    await settle();
    expect(server.written).toMatchObject([{ action: 'Reconcile', metadata: { namespace: 'default' } }]);
    expect(server.written[0]?.regarding).not.toHaveProperty('namespace');
  });

  test('keeps to the lengths that the API server allows', async () => {
    const { server, broadcaster, settle } = setUpSeries({ hostname: 'h'.repeat(200) });
    const long = 'R'.repeat(200);
    broadcaster.about(object()).normal(long, 'm'.repeat(2000), { action: long });
    await settle();
    const [event] = server.written;
    expect([event?.reason.length, event?.action?.length, event?.reportingInstance.length]).toEqual([128, 128, 128]);
    expect(event?.note).toHaveLength(1024);
  });
});

describe('a series', () => {
  test('begins with the second time, whatever the message', async () => {
    const { server, clock, broadcaster, settle } = setUpSeries();
    const events = broadcaster.about(object());
    events.normal('R', 'first');
    await clock.advance(66_000);
    events.normal('R', 'second');
    await settle();
    expect(server.requests).toEqual(['create R', 'patch R']);
    expect(server.written).toMatchObject([
      { note: 'first', series: { count: 2, lastObservedTime: '2026-01-01T00:01:06.000000Z' } },
    ]);
  });

  test('is written at once with its count when it occurs many times in one turn', async () => {
    const { server, broadcaster, settle } = setUpSeries();
    for (let i = 0; i < 5; i += 1) broadcaster.about(object()).normal('R', 'm');
    await settle();
    expect(server.requests).toEqual(['create R']);
    expect(server.written).toMatchObject([{ series: { count: 5 } }]);
  });

  test('is of one object, related object, type, reason and action', async () => {
    const { server, broadcaster, settle } = setUpSeries();
    const events = broadcaster.about(object());
    events.normal('R', 'm', { action: 'A' });
    events.normal('R', 'm', { action: 'B' });
    events.normal('S', 'm', { action: 'A' });
    events.warning('R', 'm', { action: 'A' });
    events.normal('R', 'm', { action: 'A', related: object({ name: 'pod' }) });
    broadcaster.about(object({ name: 'b' })).normal('R', 'm', { action: 'A' });
    await settle();
    expect(server.written).toHaveLength(6);
    for (const event of server.written) expect(event).not.toHaveProperty('series');
  });

  test('goes on when the object has changed', async () => {
    const { server, broadcaster, settle } = setUpSeries();
    broadcaster.about(object()).normal('R', 'm');
    const changed = object();
    broadcaster
      .about({ ...changed, metadata: { ...changed.metadata, resourceVersion: '8' } } as typeof changed)
      .normal('R', 'm');
    await settle();
    expect(server.written).toMatchObject([{ series: { count: 2 } }]);
  });

  test('is counted without a request from the third time on, and written when it has been over for six minutes', async () => {
    const { server, clock, broadcaster } = setUpSeries();
    const events = broadcaster.about(object());
    for (let i = 0; i < 10; i += 1) {
      events.normal('R', 'm');
      await clock.advance(1000);
    }
    expect(server.requests).toEqual(['create R', 'patch R']);
    await clock.advance(6 * MINUTE);
    expect(server.requests).toHaveLength(2);
    await clock.advance(6 * MINUTE);
    expect(server.requests).toEqual(['create R', 'patch R', 'patch R']);
    expect(server.written).toMatchObject([{ series: { count: 10, lastObservedTime: '2026-01-01T00:00:09.000000Z' } }]);
    await clock.advance(60 * MINUTE);
    expect(server.requests).toHaveLength(3);
  });

  test('that is over is followed by a new Event, and so is an Event that occurred once', async () => {
    const { server, clock, broadcaster, settle } = setUpSeries();
    const events = broadcaster.about(object());
    events.normal('R', 'm');
    events.normal('S', 'm');
    events.normal('S', 'm');
    await clock.advance(12 * MINUTE);
    events.normal('R', 'm');
    events.normal('S', 'm');
    await settle();
    expect(server.written.map(({ reason, series }) => [reason, series?.count])).toEqual([
      ['R', undefined],
      ['S', 2],
      ['R', undefined],
      ['S', undefined],
    ]);
  });

  test('that goes on is written every half an hour: the API server keeps it for an hour', async () => {
    const { server, clock, broadcaster } = setUpSeries();
    const events = broadcaster.about(object());
    for (let i = 0; i < 31; i += 1) {
      events.normal('R', 'm');
      await clock.advance(MINUTE);
    }
    expect(server.requests).toEqual(['create R', 'patch R', 'patch R']);
    expect(server.written).toMatchObject([{ series: { count: 30 } }]);
  });

  test('is created anew, with its whole count, when the API server has dropped it meanwhile', async () => {
    const { server, clock, broadcaster } = setUpSeries();
    const events = broadcaster.about(object());
    events.normal('R', 'm');
    await clock.advance(0);
    server.events.clear();
    events.normal('R', 'm');
    await clock.advance(0);
    expect(server.requests).toEqual(['create R', 'patch undefined', 'create R']);
    expect(server.written).toMatchObject([{ series: { count: 2 } }]);
  });

  test('is none yet of an Event that occurred once and was created, although the answer was lost', async () => {
    const { server, clock, broadcaster, logged, settle } = setUpSeries();
    const create = server.client.create.bind(server.client);
    server.client.create = (async (...call: Parameters<typeof create>) => {
      server.client.create = create;
      await create(...call);
      throw UNREACHABLE;
    }) as typeof create;
    const events = broadcaster.about(object());
    events.normal('R', 'm');
    await clock.advance(10_000);
    expect(server.requests).toEqual(['create R', 'create R']);
    expect(logged.map(({ level }) => level)).toEqual(['warn']);
    events.normal('R', 'm');
    await settle();
    expect(server.requests.slice(2)).toEqual(['patch R']);
    expect(server.written).toMatchObject([{ series: { count: 2 } }]);
  });

  test('whose last write fails is tried again, until the server refuses it', async () => {
    const { server, clock, broadcaster } = setUpSeries();
    const events = broadcaster.about(object());
    events.normal('R', 'm');
    await clock.advance(0);
    server.failures = [UNREACHABLE, refusal(422, 'Invalid')];
    events.normal('R', 'm');
    await clock.advance(5000);
    expect(server.requests).toEqual(['create R', 'patch R', 'patch R']);
    await clock.advance(MINUTE);
    expect(server.requests).toHaveLength(3);
  });

  test('is written with its last count at the stop, which leaves no timer behind', async () => {
    const { server, clock, broadcaster, settle } = setUpSeries();
    const events = broadcaster.about(object());
    for (let i = 0; i < 4; i += 1) {
      events.normal('R', 'm');
      await settle();
    }
    expect(server.written).toMatchObject([{ series: { count: 2 } }]);
    await broadcaster.stop();
    expect(server.written).toMatchObject([{ series: { count: 4 } }]);
    await settle();
    expect(clock.pending).toBe(0);
  });

  test('is no part of the reconcile that recorded first: neither its requests nor its timers', async () => {
    const clock = new FakeClock();
    const { server, broadcaster } = setUpSeries({ clock });
    const reconcile = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const see = <F extends (...call: never[]) => unknown>(of: F): F =>
      ((...call) => {
        seen.push(reconcile.getStore());
        return of(...call);
      }) as F;
    server.client.create = see(server.client.create);
    server.client.patch = see(server.client.patch);
    clock.setTimer = see(clock.setTimer.bind(clock));
    const events = broadcaster.about(object());
    reconcile.run('the first', () => events.normal('R', 'm'));
    await clock.advance(0);
    reconcile.run('the second', () => events.normal('R', 'm'));
    await clock.advance(0);
    expect(server.requests).toEqual(['create R', 'patch R']);
    expect(seen).toEqual([undefined, undefined, undefined]);
    await broadcaster.stop();
  });

  test('is forgotten when 4096 others came in between: what occurs then is a new Event', () => {
    const series = new EventSeries(new FakeClock(), () => 0);
    const observe = (name: string) =>
      series.observe({ object: { apiVersion: 'v1', kind: 'Pod', name }, type: 'Normal', reason: 'R', message: 'm' });
    const { event } = observe('a');
    for (let i = 1; i < 4096; i += 1) observe(`other-${i}`);
    expect(observe('a').event).toBe(event);
    for (let i = 0; i < 4096; i += 1) observe(`another-${i}`);
    expect(observe('a').event).not.toBe(event);
  });

  test('has no spam filter: what is counted costs no request', async () => {
    const { server, broadcaster, settle } = setUpSeries();
    const events = broadcaster.about(object());
    for (let i = 0; i < 100; i += 1) {
      events.normal('R', `message ${i}`);
      await settle();
    }
    expect(server.requests).toEqual(['create R', 'patch R']);
  });
});
