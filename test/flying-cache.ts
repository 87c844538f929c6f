// A cache for tests whose time flies, and the question whether it is what a fresh list is.
import type { Kind } from '../decorators/kind.js';
import type { KubernetesObject } from '../decorators/object-meta.js';
import { Cache } from '../runtime/cache/cache.js';
import type { Informer } from '../runtime/cache/informer.js';
import type { Client } from '../runtime/client/client.js';
import { type Clock, systemClock } from '../runtime/clock/clock.js';
import { RecordedLog } from './recorded-log.js';

/** Its back-offs and deadlines keep nobody waiting. The time of day can be changed, as users of machines do. */
export class FlyingClock implements Clock {
  /** What the time of day is off by. */
  jump = 0;
  readonly #speed: number;

  constructor(speed = 50) {
    this.#speed = speed;
  }

  now(): number {
    return systemClock.now() + this.jump;
  }

  monotonic(): number {
    return systemClock.monotonic() * this.#speed;
  }

  setTimer(delay: number, callback: () => void): ReturnType<Clock['setTimer']> {
    return systemClock.setTimer(delay / this.#speed, callback);
  }
}

/** A running cache of one kind. */
export interface FlyingCache<T extends KubernetesObject> {
  readonly cache: Cache;
  readonly informer: Informer<T>;
  readonly log: RecordedLog;
  stop(): Promise<void>;
}

/** Starts a cache of the kind in these namespaces. */
export function startFlyingCache<T extends KubernetesObject>(
  kind: Kind<T>,
  client: Client,
  clock: Clock,
  namespaces?: readonly string[],
): FlyingCache<T> {
  const log = new RecordedLog();
  const cache = new Cache({ client, log, clock, random: () => 0, namespaces });
  const informer = cache.informer(kind);
  const stopping = new AbortController();
  const running = cache.run(stopping.signal);
  const stop = () => {
    stopping.abort();
    return running;
  };
  return { cache, informer, log, stop };
}

/** Resolves when the cache holds what a list holds now, asked again at each change of the cache. */
export async function isFresh<T extends KubernetesObject>(
  informer: Informer<T>,
  admin: Client,
  namespace: string,
): Promise<void> {
  const { items } = await admin.list(informer.kind, { namespace });
  const expected = JSON.stringify(items.map(versionOf).sort());
  await new Promise<void>(resolve => {
    let remove = (): void => {};
    const check = () => {
      const found = informer.store.list({ namespace }).map(({ object }) => versionOf(object));
      if (JSON.stringify(found.sort()) !== expected) return;
      remove();
      resolve();
    };
    remove = informer.addHandler({ onAdd: check, onUpdate: check, onDelete: check });
    check();
  });
}

function versionOf({ metadata }: { metadata: { name: string; uid: string; resourceVersion: string } }): string {
  return `${metadata.name} ${metadata.uid} ${metadata.resourceVersion}`;
}
