// An event broadcaster on a fake clock, and a server that keeps what it writes.
import { expect } from 'vitest';
import { type Kind, kindInfo } from '../decorators/kind.js';
import type { KubernetesObject } from '../decorators/object-meta.js';
import type { Snapshot } from '../decorators/snapshot.js';
import { ApiError } from '../runtime/client/api-error.js';
import type { Client } from '../runtime/client/client.js';
import { ConnectionError } from '../runtime/client/connection-error.js';
import { FakeClock } from '../runtime/clock/fake-clock.js';
import { EventBroadcaster, type EventBroadcasterOptions } from '../runtime/events/event-broadcaster.js';
import { CoreEvent, SeriesEvent } from '../runtime/events/event-kind.js';
import { createLogger } from '../runtime/log/create-logger.js';

/** Stores Events as an API server does, and fails as told: each entry of `failures` is the answer to one request. */
export class FakeServer<E extends CoreEvent | SeriesEvent> {
  readonly #kind: unknown;
  readonly requests: string[] = [];
  readonly events = new Map<string, E>();
  failures: (Error | undefined | (() => Promise<void>))[] = [];
  down: Error | undefined;

  constructor(kind: Kind<E>) {
    this.#kind = kind;
  }

  readonly client = {
    create: async (kind: unknown, event: E, { signal }: { signal: AbortSignal }) => {
      expect(kind).toBe(this.#kind);
      const key = `${event.metadata.namespace}/${event.metadata.name}`;
      await this.#answer(`create ${event.reason}`, signal);
      checkSeries(event);
      if (this.events.has(key)) throw refusal(409, 'AlreadyExists');
      this.events.set(key, { ...event });
      return event;
    },
    patch: async (
      kind: unknown,
      key: { namespace: string; name: string },
      patch: Partial<E>,
      { signal }: { signal: AbortSignal },
    ) => {
      expect(kind).toBe(this.#kind);
      const event = this.events.get(`${key.namespace}/${key.name}`);
      await this.#answer(`patch ${event?.reason}`, signal);
      checkSeries(patch);
      if (event === undefined) throw refusal(404, 'NotFound', { name: key.name, kind: 'events' });
      return Object.assign(event, patch);
    },
  } as unknown as Client;

  get written(): E[] {
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

/** As an API server does. */
function checkSeries(event: object): void {
  const { series } = event as Partial<SeriesEvent>;
  if (series !== undefined && series.count < 2) throw refusal(422, 'Invalid');
}

export function refusal(status: number, reason: string, details = {}): ApiError {
  const attempt = { verb: 'create', kind: kindInfo(CoreEvent), key: { namespace: 'default', name: 'e' } };
  return new ApiError(attempt, status, { kind: 'Status', code: status, reason, message: reason, details });
}

export const UNREACHABLE = new ConnectionError('create Event default/e', 'https://127.0.0.1:1', new Error('refused'));

export function object(changes: { name?: string; namespace?: string | undefined } = {}): Snapshot<KubernetesObject> {
  const metadata = { name: 'a', namespace: 'default', uid: 'u-1', resourceVersion: '7', ...changes };
  return { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata } as unknown as Snapshot<KubernetesObject>;
}

/** A broadcaster of core/v1 Events. */
export function setUp(options: Partial<EventBroadcasterOptions> = {}) {
  return world(new FakeServer(CoreEvent), options);
}

/** A broadcaster of events.k8s.io/v1 Events. */
export function setUpSeries(options: Partial<EventBroadcasterOptions> = {}) {
  return world(new FakeServer(SeriesEvent), { api: 'events.k8s.io/v1', ...options });
}

function world<E extends CoreEvent | SeriesEvent>(server: FakeServer<E>, options: Partial<EventBroadcasterOptions>) {
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
