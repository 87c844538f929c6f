import { describe, expect, it, onTestFinished } from 'vitest';
import type { Snapshot } from '../../decorators/snapshot.js';
import { ModelServer } from '../../test/model-server.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Thing, thing } from '../../test/things.js';
import type { Client, ListOptions, WatchOptions } from '../client/client.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { ReconcileContext } from '../controller/reconciler.js';
import { done, type Result } from '../controller/result.js';
import type { CoreEvent } from '../events/event-kind.js';
import { Manager } from '../manager/manager.js';
import type { ManagerContext, ServiceKey } from '../manager/manager-context.js';
import type { ManagerOptions } from '../manager/manager-options.js';
import { MetricsRegistry } from '../metrics/metrics-registry.js';
import { controller } from './controller.js';
import { Reconciles, Watches } from './reconciles.js';

describe('controller', () => {
  it('reconciles with the methods of the object, and maps with the object itself', async () => {
    @Reconciles(Thing)
    @Watches(Thing, (_, maker) => maker.wanted())
    class Maker {
      readonly #seen: string[] = [];
      readonly wanted = () => [{ namespace: 'default', name: 'b' }];
      async reconcile({ metadata }: Snapshot<Thing>): Promise<Result> {
        this.#seen.push(metadata.name);
        return done;
      }
      get seen(): readonly string[] {
        return this.#seen;
      }
    }
    const maker = new Maker();
    const { server, start, clock } = operator();
    server.write('b', 'default', []);
    await start(maker);
    server.write('a', 'default', []);
    await clock.advance(0);
    expect(new Set(maker.seen)).toEqual(new Set(['a', 'b']));
    expect(maker.seen.filter(name => name === 'b')).toHaveLength(2);
  });

  it('maps by what the cache has', async () => {
    @Reconciles(Thing)
    @Watches(Thing, ({ metadata: { name, namespace } }, _, cache) =>
      cache.list(Thing, { namespace }).flatMap(other => (other.metadata.name === name ? [] : [other.metadata])),
    )
    class Follower {
      readonly seen: string[] = [];
      async reconcile({ metadata }: Snapshot<Thing>): Promise<Result> {
        this.seen.push(metadata.name);
        return done;
      }
    }
    const follower = new Follower();
    const { server, start, clock } = operator();
    server.write('b', 'default', []);
    server.write('c', 'elsewhere', []);
    await start(follower);
    await clock.advance(0);
    follower.seen.length = 0;
    server.write('a', 'default', []);
    await clock.advance(0);
    expect(new Set(follower.seen)).toEqual(new Set(['a', 'b']));
  });

  it('refuses an object of a class without @Reconciles', () => {
    class Forgotten {
      reconcile = async (): Promise<Result> => done;
    }
    expect(() => controller(new Forgotten())).toThrow(new TypeError('Forgotten has no @Reconciles(Kind)'));
    expect(() => controller({ reconcile: async () => done })).toThrow('Object has no @Reconciles(Kind)');
  });

  it('keeps to the namespaces of the manager', async () => {
    const { server, start } = operator(['a', 'b']);
    const lists: unknown[] = [];
    const list = server.list.bind(server);
    server.list = (kind, options = {}) => {
      lists.push(options.namespace);
      return list(kind, options);
    };
    await start(new First());
    expect(lists).toEqual(['a', 'b']);
  });

  it('refuses options out of range before anything starts', async () => {
    @Reconciles(Thing, { maxConcurrentReconciles: 0 })
    class Idle {
      reconcile = async (): Promise<Result> => done;
    }
    const { start, log } = operator();
    await expect((await start(new Idle())).ended).rejects.toThrow(
      'controller thing: maxConcurrentReconciles is a whole number from 1, not 0',
    );
    expect(log.lines).toEqual([]);
  });
});

it('runs on the leader, unless it says that it runs on every replica', async () => {
  @Reconciles(Thing, { name: 'everywhere', needLeaderElection: false })
  class Everywhere extends First {}
  const runnables: [string, string][] = [];
  const { context } = withContext((group, { name }) => void runnables.push([group, name]));
  await controller(new First()).addTo(context);
  await controller(new Everywhere()).addTo(context);
  expect(runnables.filter(([, name]) => name.startsWith('controller/'))).toEqual([
    ['leaderElection', 'controller/thing'],
    ['others', 'controller/everywhere'],
  ]);
});

it('reads what it has written at once, unless it does not wish to', async () => {
  @Reconciles(Thing, { name: 'plain', readYourWrites: false })
  class Plain extends First {}
  const { server, client, start } = operator();
  server.write('a', 'default', []);
  const [first, plain] = [new First(), new Plain()];
  await start(first, plain);
  const key = { namespace: 'default', name: 'a' };
  for (const [reconciler, version, read] of [
    [plain, 50, '2'],
    [first, 51, '51'],
  ] as const) {
    client.patch = async () => thing('a', version, { uid: 'life-1' }) as never;
    const [context] = reconciler.contexts;
    await context?.client.patch(Thing, key, {});
    expect(context?.cache.get(Thing, key)?.metadata.resourceVersion).toBe(read);
  }
});

describe('two controllers of a manager', () => {
  it('share one cache', async () => {
    const { server, start } = operator();
    let lists = 0;
    const list = server.list.bind(server);
    server.list = (kind, options) => {
      lists += 1;
      return list(kind, options);
    };
    server.write('a', 'default', []);
    const [first, second] = [new First(), new Second()];
    await start(first, second);
    expect([first.contexts.length, second.contexts.length, lists]).toEqual([1, 1, 1]);
    expect(first.contexts[0]?.cache).toBe(second.contexts[0]?.cache);
  });

  it('share one event recorder, which counts alike Events of both together', async () => {
    const { server, start, clock, eventWrites } = operator();
    server.write('a', 'default', []);
    const [first, second] = [new First(), new Second()];
    await start(first, second);
    first.contexts[0]?.events.normal('Made', 'made it');
    await clock.advance(1000);
    second.contexts[0]?.events.normal('Made', 'made it');
    await clock.advance(1000);
    expect(eventWrites).toMatchObject([
      { count: 1, source: { component: 'thing-operator' }, involvedObject: { kind: 'Thing', name: 'a' } },
      { count: 2 },
    ]);
  });

  it('must differ in their names', async () => {
    const { start } = operator();
    await expect((await start(new First(), new First())).ended).rejects.toThrow(
      'manager thing-operator has two runnables named controller/thing: give one of them another name',
    );
  });

  it('of two managers share nothing', async () => {
    const [one, other] = [operator(), operator()];
    const [first, second] = [new First(), new First()];
    one.server.write('a', 'default', []);
    other.server.write('a', 'default', []);
    await one.start(first);
    await other.start(second);
    expect(first.contexts[0]?.cache).not.toBe(second.contexts[0]?.cache);
  });
});

describe('the stop', () => {
  it('writes the Events that reconciles record while they end', async () => {
    const { server, start, stop, clock, eventWrites } = operator();
    server.write('a', 'default', []);
    const { ended } = await start(new Late());
    expect(eventWrites).toEqual([]);
    stop();
    await ended;
    expect(eventWrites).toMatchObject([{ reason: 'Interrupted', message: 'not ready' }]);
    expect(clock.pending).toBe(0);
  });

  it('writes them in the API that the manager says', async () => {
    const { server, start, stop, clock, eventWrites } = operator(undefined, { eventsApi: 'events.k8s.io/v1' });
    server.write('a', 'default', []);
    const { ended } = await start(new Late());
    stop();
    await ended;
    expect(eventWrites).toMatchObject([{ reason: 'Interrupted', note: 'not ready' }]);
    expect(clock.pending).toBe(0);
  });

  it('waits for a server that takes no Events no longer than five seconds', async () => {
    const { server, client, start, stop, clock, log } = operator();
    client.create = (_kind, _object, options) =>
      new Promise((_, reject) => {
        options?.signal?.addEventListener('abort', () => reject(options.signal?.reason));
      });
    server.write('a', 'default', []);
    const { ended } = await start(new Late());
    stop();
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    await clock.advance(4999);
    expect(isOver).toBe(false);
    await clock.advance(1);
    await ended;
    expect(log.of('warn')).toMatchObject([{ message: 'an Event was not written before the stop' }]);
  });
});

/** Keeps what it is given. */
@Reconciles(Thing)
class First {
  readonly contexts: ReconcileContext[] = [];
  async reconcile(_: Snapshot<Thing>, context: ReconcileContext): Promise<Result> {
    this.contexts.push(context);
    return done;
  }
}

@Reconciles(Thing, { name: 'second' })
class Second extends First {}

/** Ends when it is asked to stop, and tells of it. */
@Reconciles(Thing)
class Late {
  async reconcile(_: Snapshot<Thing>, { signal, events }: ReconcileContext): Promise<Result> {
    await new Promise(resolve => signal.addEventListener('abort', resolve));
    events.warning('Interrupted', 'not ready');
    return done;
  }
}

/** What a part is set up with, where only the runnables matter. */
function withContext(addRunnable: ManagerContext['addRunnable']): { readonly context: ManagerContext } {
  const services = new Map<unknown, unknown>();
  const context = {
    name: 'test-operator',
    client: {} as Client,
    leaderClient: {} as Client,
    checkLeader: () => {},
    leaderElection: undefined,
    sharding: undefined,
    log: new RecordedLog(),
    clock: new FakeClock(),
    metrics: new MetricsRegistry(),
    namespaces: undefined,
    cache: {},
    eventsApi: 'v1' as const,
    watchAgeLimit: 1,
    tracing: undefined,
    debug: undefined,
    webhookServer: false as const,
    addRunnable,
    setLeaderGate: () => {},
    addHealthCheck: () => {},
    addReadyCheck: () => {},
    shared: <T>(key: ServiceKey<T>, make: () => T): T => {
      if (!services.has(key)) services.set(key, make());
      return services.get(key) as T;
    },
  };
  return { context };
}

function operator(namespaces?: readonly string[], options: Partial<ManagerOptions> = {}) {
  const clock = new FakeClock();
  const log = new RecordedLog();
  const server = new ModelServer();
  const eventWrites: Partial<CoreEvent>[] = [];
  const client = {
    list: (kind: typeof Thing, options: ListOptions) => server.list(kind, options),
    watch: (kind: typeof Thing, options: WatchOptions) => server.watch(kind, options),
    create: async (_kind: unknown, event: Partial<CoreEvent>) => eventWrites.push(event),
    patch: async (_kind: unknown, _key: unknown, event: Partial<CoreEvent>) => eventWrites.push(event),
  } as unknown as Client;
  const manager = new Manager({
    name: 'thing-operator',
    client,
    log,
    clock,
    healthProbe: false,
    ...(namespaces && { namespaces }),
    ...options,
  });
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  onTestFinished(stop);
  return {
    clock,
    log,
    server,
    client,
    eventWrites,
    stop,
    /** Starts these reconcilers and lets the caches sync. In an object, because an async function would await the promise. */
    start: async (...reconcilers: Parameters<typeof controller>[0][]) => {
      for (const reconciler of reconcilers) manager.add(controller(reconciler));
      const ended = manager.run(stopping.signal);
      ended.catch(() => {});
      for (let turn = 0; turn < 5; turn += 1) await clock.advance(0);
      return { ended };
    },
  };
}
