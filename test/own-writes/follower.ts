// A watch of the model: brings events and lists to the overlay, in whatever pieces.
import type { CachedObject } from '../../runtime/cache/cached-object.js';
import type { OwnWrites } from '../../runtime/cache/own-writes/own-writes.js';
import type { CacheScope } from '../../runtime/cache/readable-store.js';
import type { Thing } from '../things.js';
import type { Coverage } from './coverage.js';
import type { KnownStates } from './known-states.js';
import type { ModelEvent, ModelHistory, ModelState } from './model-history.js';
import { cached, covers, keeps } from './model-scopes.js';
import type { PlainStore } from './plain-store.js';

interface Listing {
  readonly version: number;
  readonly items: ModelState[];
  readonly seen: Set<string>;
  /** What is to be removed, once the items are in. */
  unseen: CachedObject<Thing>[] | undefined;
}

/** What followers share. */
export interface FollowerParts {
  readonly history: ModelHistory;
  readonly store: PlainStore<Thing>;
  readonly overlay: OwnWrites<Thing>;
  readonly known: KnownStates;
  readonly coverage: Coverage;
  readonly log: (line: () => string) => void;
}

/** Follows one scope. */
export class Follower {
  readonly scope: CacheScope;
  /** What the watch has brought. */
  cursor = 0;
  state: 'watching' | 'broken' | 'listing' = 'broken';
  listing: Listing | undefined;
  /** A list that was given up has left a part of it in the store: the next is not older. */
  least = 1;
  readonly #history: ModelHistory;
  readonly #store: PlainStore<Thing>;
  readonly #overlay: OwnWrites<Thing>;
  readonly #known: KnownStates;
  readonly #coverage: Coverage;
  readonly #log: FollowerParts['log'];

  constructor(scope: CacheScope, { history, store, overlay, known, coverage, log }: FollowerParts) {
    this.scope = scope;
    this.#history = history;
    this.#store = store;
    this.#overlay = overlay;
    this.#known = known;
    this.#coverage = coverage;
    this.#log = log;
  }

  /** @returns whether there was one */
  event(): boolean {
    if (this.state !== 'watching') return false;
    const event = this.#nextEvent();
    if (event === undefined) return false;
    this.#log(() => `  event ${JSON.stringify(event)}`);
    const { old, now, version } = event;
    const key = (now ?? old) as ModelState;
    if (now !== undefined && keeps(this.scope, now)) {
      const object = cached(now);
      this.#put(object);
      this.#overlay.taken(object);
    } else {
      const object = cached({ ...(old as ModelState), version });
      if (this.#store.get(key) !== undefined) this.#known.told.add((this.#store.get(key) as CachedObject<Thing>).uid);
      this.#store.remove(key);
      this.#overlay.removed(object);
    }
    // Handlers read now, and hear of the position later only by their next reads.
    this.#reach(version);
    return true;
  }

  bookmark(): void {
    if (this.state !== 'watching') return;
    const next = this.#nextEvent();
    this.#reach(next === undefined ? this.#history.version : next.version - 1);
    this.#coverage.note('bookmarks');
  }

  #reach(version: number): void {
    if (version <= this.cursor) return;
    this.cursor = version;
    this.#overlay.reached(String(version), this.scope);
    this.#known.raiseAll(this.scope, this.cursor);
  }

  #nextEvent(): ModelEvent | undefined {
    return this.#history.next(this.cursor, ({ old, now }) => {
      const key = (now ?? old) as ModelState;
      if (!covers(this.scope, key)) return false;
      return (old !== undefined && keeps(this.scope, old)) || (now !== undefined && keeps(this.scope, now));
    });
  }

  break(): void {
    this.state = 'broken';
    this.#coverage.note('breaks');
  }

  resume(b: number): void {
    if (this.state !== 'broken') return;
    if (this.cursor >= this.#history.compacted && this.least <= this.cursor) {
      this.state = 'watching';
    } else {
      this.#coverage.note('410');
      this.list(b);
    }
  }

  /** Begins a list of some version that is not older than what was seen. */
  list(b: number): void {
    const least = Math.max(this.cursor, this.least);
    const version = least + (b % (this.#history.version - least + 1));
    if (version < this.#history.version) this.#coverage.note('lists of an older version');
    this.#begin(version);
  }

  #begin(version: number): void {
    const items = this.#history.at(version).filter(state => {
      return covers(this.scope, state) && keeps(this.scope, state);
    });
    this.state = 'listing';
    this.listing = { version, items, seen: new Set(), unseen: undefined };
  }

  /** Takes in an item, or removes one, or finishes. */
  listOn(): void {
    const { listing, scope } = this;
    if (listing === undefined) return;
    const item = listing.items.shift();
    if (item !== undefined) {
      const object = cached(item);
      listing.seen.add(object.key);
      this.#put(object);
      this.#overlay.taken(object);
      return;
    }
    if (listing.unseen === undefined) {
      listing.unseen = this.#store.list().filter(object => {
        return covers(scope, object) && !listing.seen.has(object.key);
      });
      this.#overlay.replacing(String(listing.version), scope);
    }
    const unseen = listing.unseen.shift();
    if (unseen !== undefined) {
      this.#known.told.add(unseen.uid);
      this.#store.remove(unseen);
      return;
    }
    this.listing = undefined;
    this.state = 'watching';
    this.cursor = listing.version;
    this.least = 1;
    this.#log(() => `  listed at ${listing.version}`);
    this.#overlay.replaced(String(listing.version), scope);
    this.#known.raiseAll(this.scope, this.cursor);
    this.#coverage.note('lists');
  }

  listFails(): void {
    this.least = Math.max(this.least, this.listing?.version ?? 1);
    this.listing = undefined;
    this.state = 'broken';
    this.#coverage.note('lists that failed half way');
  }

  listAll(): void {
    this.#begin(this.#history.version);
    while (this.listing !== undefined) this.listOn();
  }

  #put(object: CachedObject<Thing>): void {
    const old = this.#store.get(object);
    if (old !== undefined && old.uid !== object.uid) this.#known.told.add(old.uid);
    this.#store.put(object);
  }
}
