import { describe, expect, it } from 'vitest';
import { kindOf } from '../../decorators/kind.js';
import type { KubernetesObject, ObjectMeta } from '../../decorators/object-meta.js';
import { cached } from '../../test/arrivals.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Thing, thing } from '../../test/things.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { ControllerOptions } from './controller-options.js';
import { FollowedKinds } from './followed-kinds.js';
import { generationChanged } from './predicates.js';

const HOUR = 3_600_000;

describe('waiting for the kinds of a controller', () => {
  it('is left to the cache where the controller says nothing', async () => {
    const { followed, informers, handlers } = following({});
    expect([informers.size, handlers()]).toEqual([2, 0]);
    expect(await followed.synced(new AbortController().signal)).toBe(true);
    expect(handlers()).toBe(2);
    followed.detach();
    expect(handlers()).toBe(0);
  });

  it('lets no keys come before all kinds are there, and the controller runs', async () => {
    const { followed, handlers, sync } = following({ optional: true });
    const synced = followed.synced(new AbortController().signal);
    sync('Thing');
    await Promise.resolve();
    expect(handlers()).toBe(0);
    sync('Part');
    await synced;
    expect(handlers()).toBe(2);
  });

  it('ends when the handlers have been told of what is there, so that its keys are one turn each', async () => {
    const { followed, catchUps } = following({}, undefined, false);
    let isSynced: boolean | undefined;
    const synced = followed.synced(new AbortController().signal).then(answer => {
      isSynced = answer;
    });
    catchUps.pop()?.();
    await new Promise(resolve => setImmediate(resolve));
    expect(isSynced).toBeUndefined();
    catchUps.pop()?.();
    await synced;
    expect(isSynced).toBe(true);
  });

  it('ends at the stop while the handlers are told of what is there', async () => {
    const { followed } = following({}, undefined, false);
    const stop = new AbortController();
    const synced = followed.synced(stop.signal);
    stop.abort();
    expect(await synced).toBe(false);
  });

  it.each([{ cacheSyncTimeout: 5000 }, { optional: true }])(
    'begins when the controller runs, with %j',
    async options => {
      const { followed, informers, sync } = following(options);
      expect(informers.size).toBe(0);
      const synced = followed.synced(new AbortController().signal);
      expect(informers.size).toBe(2);
      sync('Thing', 'Part');
      expect(await synced).toBe(true);
    },
  );

  it('ends with an error that names those that did not sync in time', async () => {
    const { followed, sync, clock } = following({ cacheSyncTimeout: 5000 });
    const synced = followed.synced(new AbortController().signal);
    const failure = expect(synced).rejects.toMatchObject({
      name: 'CacheSyncError',
      message: 'the cache has not synced: Part (v1): list Part: no kind Part on this server',
      cause: { message: 'controller thing: not ready within 5 s (cacheSyncTimeout)' },
    });
    sync('Thing');
    await clock.advance(5000);
    await failure;
  });

  it('goes on for as long as it takes where the controller is optional, and says so', async () => {
    const { followed, sync, clock, log } = following({ optional: true });
    const synced = followed.synced(new AbortController().signal);
    await clock.advance(1000 * HOUR);
    expect(log.of('info')).toMatchObject([
      {
        message: 'waiting for its kinds; the rest of the operator does not',
        fields: { kinds: 'Thing (example.com/v1), Part (v1)' },
      },
    ]);
    sync('Thing', 'Part');
    expect(await synced).toBe(true);
  });

  it.each([{ cacheSyncTimeout: 5000 }, { optional: true }])('ends at the stop, with %j', async options => {
    const { followed, clock } = following(options);
    const stop = new AbortController();
    const synced = followed.synced(stop.signal);
    stop.abort();
    expect(await synced).toBe(false);
    expect(clock.pending).toBe(0);
  });
});

describe('a resync', () => {
  it('comes after ten hours, a tenth less or more, with every object, behind all that is new', async () => {
    const { followed, clock, enqueued, put } = following({}, () => 0);
    put(thing('a', 1), thing('b', 2));
    void followed.resync(new AbortController().signal);
    await clock.advance(9 * HOUR - 1);
    expect(enqueued).toEqual([]);
    await clock.advance(1);
    expect(enqueued).toEqual(['default/a resynced -100', 'default/b resynced -100']);
    await clock.advance(9 * HOUR);
    expect(enqueued).toHaveLength(4);
  });

  it('comes as an update that changes nothing, for predicates', async () => {
    const { followed, clock, enqueued, put } = following({ when: generationChanged, syncPeriod: 1000 });
    put(thing('a', 1));
    void followed.resync(new AbortController().signal);
    await clock.advance(HOUR);
    expect(enqueued).toEqual([]);
  });

  it('never comes where the period has no end, and not after the stop', async () => {
    const never = following({ syncPeriod: Number.POSITIVE_INFINITY });
    await never.followed.resync(new AbortController().signal);
    const stopped = following({});
    const stop = new AbortController();
    const resync = stopped.followed.resync(stop.signal);
    stop.abort();
    await resync;
    expect([never.clock.pending, stopped.clock.pending]).toEqual([0, 0]);
  });
});

it('gives the keys of its own kind', () => {
  const { followed, put } = following({});
  put(thing('a', 1), thing('b', 1, { namespace: 'other' }));
  expect(followed.allKeys()).toEqual([
    { namespace: 'default', name: 'a' },
    { namespace: 'other', name: 'b' },
  ]);
});

interface FakeInformer {
  hasSynced: boolean;
  readonly synced: Promise<void>;
  readonly sync: () => void;
}

const Part = kindOf<KubernetesObject & { metadata: ObjectMeta }>()({
  group: '',
  version: 'v1',
  kind: 'Part',
  plural: 'parts',
  scope: 'Namespaced',
});

function following(options: ControllerOptions<Thing>, random = () => 0.5, catchesUpAtOnce = true) {
  const clock = new FakeClock();
  const log = new RecordedLog();
  const informers = new Map<string, FakeInformer>();
  const objects: ReturnType<typeof thing>[] = [];
  const enqueued: string[] = [];
  let handlers = 0;
  const catchUps: (() => void)[] = [];
  const followed = new FollowedKinds({
    name: 'thing',
    kind: Thing,
    owns: [{ kind: Part }],
    watches: [],
    options,
    clock,
    random,
    log,
    gone: () => {},
    queue: {
      enqueue: (key, { type }, priority) => void enqueued.push(`${key} ${type} ${priority}`),
    },
    cache: {
      informer: kind => {
        const { promise, resolve } = Promise.withResolvers<void>();
        const lastError = new Error(`list ${kind.name}: no kind ${kind.name} on this server`);
        const informer = {
          kind,
          // Where the controller does not wait itself, the cache has done so before it runs.
          hasSynced: options.cacheSyncTimeout === undefined && options.optional !== true,
          synced: promise,
          reflectors: [{ lastError }],
          addHandler: (_handler: unknown, caughtUp?: () => void) => {
            handlers += 1;
            catchUps.push(() => caughtUp?.());
            if (catchesUpAtOnce) catchUps.pop()?.();
            return () => {
              handlers -= 1;
            };
          },
          store: { list: () => (kind.name === 'Thing' ? objects.map(object => cached(object)) : []) as never[] },
          sync: () => {
            informer.hasSynced = true;
            resolve();
          },
        };
        informers.set(kind.name, informer);
        return informer;
      },
    },
  });
  return {
    followed,
    clock,
    log,
    informers,
    handlers: () => handlers,
    catchUps,
    enqueued,
    put: (...things: ReturnType<typeof thing>[]) => void objects.push(...things),
    sync: (...kinds: string[]) => {
      for (const kind of kinds) informers.get(kind)?.sync();
    },
  };
}
