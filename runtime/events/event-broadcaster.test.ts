import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { object, setUp } from '../../test/event-world.js';

const SECOND = 1000;

describe('an Event', () => {
  test('is a core/v1 Event with everything that kubectl describe shows', async () => {
    const { server, broadcaster, settle } = setUp();
    broadcaster.about(object()).normal('ScaledUp', 'created Pod a-0');
    await settle();
    expect(server.written).toEqual([
      {
        metadata: { namespace: 'default', name: expect.stringMatching(/^a\.[0-9a-f]{16}$/) },
        involvedObject: {
          apiVersion: 'myapp.tangx.in/v1',
          kind: 'Redis',
          namespace: 'default',
          name: 'a',
          uid: 'u-1',
          resourceVersion: '7',
        },
        type: 'Normal',
        reason: 'ScaledUp',
        message: 'created Pod a-0',
        source: { component: 'redis-operator' },
        reportingComponent: 'redis-operator',
        reportingInstance: 'redis-operator-0',
        count: 1,
        firstTimestamp: '2026-01-01T00:00:00Z',
        lastTimestamp: '2026-01-01T00:00:00Z',
      },
    ]);
  });

  test('is a Warning when it is recorded as one', async () => {
    const { server, broadcaster, settle } = setUp();
    broadcaster.about(object()).warning('PodNameTaken', 'Pod a-0 belongs to somebody else');
    await settle();
    expect(server.written).toMatchObject([{ type: 'Warning', reason: 'PodNameTaken' }]);
  });

  test('about a cluster-scoped object is in the namespace default, and its object has none', async () => {
    const { server, broadcaster, settle } = setUp();
    broadcaster.about(object({ namespace: undefined })).normal('R', 'm');
    await settle();
    expect(server.written[0]?.metadata.namespace).toBe('default');
    expect(server.written[0]?.involvedObject).not.toHaveProperty('namespace');
  });

  test('is counted up by a patch when it occurs again', async () => {
    const { server, clock, broadcaster, settle } = setUp();
    const events = broadcaster.about(object());
    events.normal('ScaledUp', 'created Pod a-0');
    await clock.advance(66 * SECOND);
    events.normal('ScaledUp', 'created Pod a-0');
    await settle();
    expect(server.requests).toEqual(['create ScaledUp', 'patch ScaledUp']);
    expect(server.written).toMatchObject([
      { count: 2, firstTimestamp: '2026-01-01T00:00:00Z', lastTimestamp: '2026-01-01T00:01:06Z' },
    ]);
  });

  test('is written once with its count when it occurs many times in one turn', async () => {
    const { server, broadcaster, settle } = setUp();
    for (let i = 0; i < 5; i += 1) broadcaster.about(object()).normal('R', 'm');
    await settle();
    expect(server.requests).toEqual(['create R']);
    expect(server.written).toMatchObject([{ count: 5 }]);
  });

  test('is written again when it occurs while it is being written', async () => {
    const { server, broadcaster, settle } = setUp();
    const events = broadcaster.about(object());
    server.failures = [
      async () => {
        events.normal('R', 'm');
      },
    ];
    events.normal('R', 'm');
    await settle();
    expect(server.requests).toEqual(['create R', 'patch R']);
    expect(server.written).toMatchObject([{ count: 2 }]);
  });

  test('is created anew, with its whole count, when the API server has dropped it meanwhile', async () => {
    const { server, broadcaster, settle } = setUp();
    const events = broadcaster.about(object());
    events.normal('R', 'm');
    await settle();
    server.events.clear();
    events.normal('R', 'm');
    await settle();
    expect(server.requests).toEqual(['create R', 'patch undefined', 'create R']);
    expect(server.written).toMatchObject([{ count: 2 }]);
  });

  test('is combined with others from the tenth message on', async () => {
    const { server, broadcaster, settle } = setUp();
    const events = broadcaster.about(object());
    for (let i = 0; i < 12; i += 1) events.normal('R', `message ${i}`);
    await settle();
    expect(server.written).toHaveLength(10);
    expect(server.written[9]).toMatchObject({ count: 3, message: '(combined from similar events): message 11' });
  });

  test('that is combined says the newest message, also where it is there already', async () => {
    const { server, broadcaster, settle } = setUp();
    const events = broadcaster.about(object());
    for (let i = 0; i < 10; i += 1) events.normal('R', `message ${i}`);
    await settle();
    events.normal('R', 'message 10');
    await settle();
    expect(server.requests).toHaveLength(11);
    expect(server.written[9]).toMatchObject({ count: 2, message: '(combined from similar events): message 10' });
  });

  test('is left out when there are too many about its object', async () => {
    const { server, broadcaster, settle } = setUp();
    for (let i = 0; i < 30; i += 1) broadcaster.about(object()).normal(`R${i}`, 'm');
    await settle();
    expect(server.written).toHaveLength(25);
  });
});

describe('recording', () => {
  test('does not reach the client in the turn of the caller', () => {
    const { server, broadcaster } = setUp();
    broadcaster.about(object()).normal('R', 'm');
    expect(server.requests).toEqual([]);
  });

  test('never throws: what cannot be recorded is logged', async () => {
    const { broadcaster, logged, settle } = setUp();
    broadcaster.about(undefined as unknown as Snapshot<KubernetesObject>).normal('R', 'm');
    broadcaster.about(object()).normal('S', undefined as unknown as string);
    await settle();
    expect(logged).toMatchObject([
      { level: 'error', msg: 'an Event could not be recorded', reason: 'R' },
      { level: 'error', msg: 'an Event could not be recorded', reason: 'S' },
    ]);
  });

  test('writes in the order of recording', async () => {
    const { server, broadcaster, settle } = setUp();
    for (const name of ['c', 'a', 'b']) broadcaster.about(object({ name })).normal(`R-${name}`, 'm');
    await settle();
    expect(server.requests).toEqual(['create R-c', 'create R-a', 'create R-b']);
  });
});
