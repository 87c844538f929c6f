// What is known of one name better than the store knows it.
import type { KubernetesObject } from '../../../decorators/object-meta.js';
import { compareResourceVersions, isNewer } from '../../meta/resource-version.js';
import type { CachedObject } from '../cached-object.js';
import type { CacheScope } from '../readable-store.js';

/** A state that a write of ours was answered with. */
export interface OwnState<T extends KubernetesObject> {
  readonly object: CachedObject<T>;
  /** False: by this write it has left what the informer keeps. */
  readonly isKept: boolean;
  /** Whether the store has had this object, in an older state: only then is its end told of. */
  isKnown: boolean;
}

/** An object that is known to be gone, while the watch may still bring states of it. */
export interface Gone {
  /** A version at which it still lived, or that of its end. */
  floor: string | undefined;
  /** A version by which it had gone. */
  ceiling: string | undefined;
  /** No ceiling can be had: the next list decides. */
  isUnbounded: boolean;
}

/** Lies over the object of one key. */
export class Shadow<T extends KubernetesObject> {
  /** Newer than what the store has. */
  own: OwnState<T> | undefined;
  readonly gone = new Map<string, Gone>();

  constructor(
    readonly key: string,
    readonly namespace: string | undefined,
    readonly name: string,
    readonly scope: CacheScope,
  ) {}

  get isEmpty(): boolean {
    return this.own === undefined && this.gone.size === 0;
  }

  /** What a reader gets when the store has `stored`: our own, which is newer, and nothing that is known to be gone. */
  over(stored: CachedObject<T> | undefined): CachedObject<T> | undefined {
    const { own } = this;
    if (own !== undefined) return own.isKept ? own.object : undefined;
    return stored !== undefined && this.isPast(stored) ? undefined : stored;
  }

  /** Gone itself, or older than what lived under its name and is gone. */
  isPast({ uid, resourceVersion }: CachedObject<T>): boolean {
    if (this.gone.has(uid)) return true;
    for (const { floor } of this.gone.values())
      if (floor !== undefined && !isNewer(resourceVersion, floor)) return true;
    return false;
  }
}

/** The newest of these versions; undefined when there is none that is a number. */
export function newest(versions: readonly (string | undefined)[]): string | undefined {
  return versions.reduce((a, b) => {
    if (b === undefined || compareResourceVersions(b, b) === undefined) return a;
    return a === undefined || isNewer(b, a) ? b : a;
  }, undefined);
}
