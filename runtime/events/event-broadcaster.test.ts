import { describe, expect, test, vi } from 'vitest';
import { kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { ApiError } from '../client/api-error.js';
import type { Client } from '../client/client.js';
import { ConnectionError } from '../client/connection-error.js';
import { FakeClock } from '../clock/fake-clock.js';
import { createLogger } from '../log/create-logger.js';
import { EventBroadcaster, type EventBroadcasterOptions } from './event-broadcaster.js';
import { CoreEvent } from './event-kind.js';

const SECOND = 1000;

/** Stores Events as an API server does, and fails as told: each entry of `failures` is the answer to one request. */
class FakeServer {
  readonly requests: string[] = [];
  readonly events = new Map<string, CoreEvent>();
  failures: (Error | undefined | (() => Promise<void>))[] = [];
  down: Error | undefined;

  readonly client = {
    create: async (kind: unknown, event: CoreEvent, { signal }: { signal: AbortSignal }) => {
      expect(kind).toBe(CoreEvent);
      const key = `${event.metadata.namespace}/${event.metadata.name}`;
      await this.#answer(`create ${event.reason}`, signal);
      if (this.events.has(key)) throw refusal(409, 'AlreadyExists');
      this.events.set(key, { ...event });
      return event;
    },
    patch: async (
      kind: unknown,
      key: { namespace: string; name: string },
      patch: Partial<CoreEvent>,
      { signal }: { signal: AbortSignal },
    ) => {
      expect(kind).toBe(CoreEvent);
      const event = this.events.get(`${key.namespace}/${key.name}`);
      await this.#answer(`patch ${event?.reason}`, signal);
      if (event === undefined) throw refusal(404, 'NotFound', { name: key.name, kind: 'events' });
      return Object.assign(event, patch);
    },
  } as unknown as Client;

  get written(): CoreEvent[] {
    return [...this.events.values()];
  }

  async #answer(request: string, signal: AbortSignal): Promise<void> {
    this.requests.push(request);
    const failure = this.failures.shift() ?? this.down;
    if (failure instanceof Error) throw failure;
    await Promise.race([
      failure?.(),
      ...(failure === undefined
        ? []
        : [new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))]),
    ]);
  }
}

function refusal(status: number, reason: string, details = {}): ApiError {
  const attempt = { verb: 'create', kind: kindInfo(CoreEvent), key: { namespace: 'default', name: 'e' } };
  return new ApiError(attempt, status, { kind: 'Status', code: status, reason, message: reason, details });
}

const UNREACHABLE = new ConnectionError('create Event default/e', 'https://127.0.0.1:1', new Error('refused'));

function object(changes: { name?: string; namespace?: string | undefined } = {}): Snapshot<KubernetesObject> {
  const metadata = { name: 'a', namespace: 'default', uid: 'u-1', resourceVersion: '7', ...changes };
  return { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata } as unknown as Snapshot<KubernetesObject>;
}

function setUp(options: Partial<EventBroadcasterOptions> = {}) {
  const server = new FakeServer();
  const clock = new FakeClock();
  const logged: { level: string; msg: string; [field: string]: unknown }[] = [];
  const log = createLogger({ level: 'info', clock, writer: { write: line => logged.push(JSON.parse(line)) } });
  const broadcaster = new EventBroadcaster({
    client: server.client,
    component: 'redis-operator',
    hostname: 'redis-operator-0',
    clock,
    log,
    random: () => 0.5,
    ...options,
  });
  return { server, clock, logged, broadcaster, settle: () => clock.advance(0) };
}

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
