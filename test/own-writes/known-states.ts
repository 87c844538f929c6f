// What a model knows to be true of each name, and whether reads show it.
import type { CachedObject } from '../../runtime/cache/cached-object.js';
import type { OwnWrites } from '../../runtime/cache/own-writes/own-writes.js';
import type { CacheScope } from '../../runtime/cache/readable-store.js';
import { keyText, type ObjectKey } from '../../runtime/meta/object-key.js';
import type { Thing } from '../things.js';
import type { ModelHistory, ModelState, Stretch } from './model-history.js';
import { covers, isSelective, KEYS, keeps, OWNERS } from './model-scopes.js';

export class KnownStates {
  /** The uids that we know to be gone. */
  readonly gone = new Set<string>();
  /** The uids whose end handlers were told of. */
  readonly told = new Set<string>();
  /** The names of what waits for a list to be forgotten: one that is older than the deletion may show it again. */
  readonly unbounded = new Set<string>();
  readonly #history: ModelHistory;
  readonly #overlay: OwnWrites<Thing>;
  readonly #scopes: readonly CacheScope[];
  /** From which version on a reader must see each name: the newest that we were told of, or have read. */
  readonly #floors = new Map<string, number>();
  /** What was read last, and what was known then. */
  readonly #reads = new Map<string, { readonly read: CachedObject<Thing> | undefined; readonly floor: number }>();
  /** The uids that reads have shown. */
  readonly #shown = new Map<string, ObjectKey>();
  #checks = 0;

  constructor(history: ModelHistory, overlay: OwnWrites<Thing>, scopes: readonly CacheScope[]) {
    this.#history = history;
    this.#overlay = overlay;
    this.#scopes = scopes;
  }

  /** Reads everything. @throws Error for a read that is wrong */
  check(): void {
    for (const { key, name } of NAMED) this.#checkRead(key, name, this.#overlay.get(key));
    this.#checks += 1;
    if (this.#checks % 4 === 0) this.#checkLists();
  }

  /** All ways to read show the same. */
  #checkLists(): void {
    const all = this.#overlay.list();
    for (const object of all) {
      if (this.#overlay.get(object) !== object) throw new Error(`a list shows another ${object.key} than get`);
    }
    const count = KEYS.filter(key => this.#overlay.get(key) !== undefined).length;
    if (all.length !== count || this.#overlay.size !== count) {
      throw new Error(`get shows ${count}, a list ${all.length}, and the size is ${this.#overlay.size}`);
    }
    const names = all.map(({ key }) => key);
    if (names.some((name, at) => at > 0 && name <= (names[at - 1] as string))) {
      throw new Error(`a list is in this order: ${names}`);
    }
    const same = (what: string, some: readonly CachedObject<Thing>[], wished: readonly CachedObject<Thing>[]): void => {
      if (some.length === wished.length && some.every((object, at) => object === wished[at])) return;
      throw new Error(`${what} shows ${some.map(({ key }) => key)} instead of ${wished.map(({ key }) => key)}`);
    };
    for (const namespace of ['a', 'b']) {
      same(
        `namespace ${namespace}`,
        this.#overlay.list({ namespace }),
        all.filter(each => each.namespace === namespace),
      );
    }
    for (const value of OWNERS) {
      const wished = all.filter(each => each.labels?.value === value);
      same(`owner ${value}`, this.#overlay.ownedBy(value), wished);
      same(`index ${value}`, this.#overlay.list({ index: { name: 'value', value } }), wished);
      same(`label ${value}`, this.#overlay.list({ labels: labels => labels.value === value }), wished);
    }
  }

  /** Reads of a name are states that were, each not older than what we knew before. */
  #checkRead(key: ObjectKey, name: string, read: CachedObject<Thing> | undefined): void {
    const floor = this.#floors.get(name) ?? 0;
    const last = this.#reads.get(name);
    const isAsBefore = last !== undefined && last.read === read && last.floor === floor;
    if (isAsBefore && (read === undefined || !this.gone.has(read.uid))) return;
    if (this.unbounded.has(name)) return;
    const stretches = this.#history.stretches(key);
    const at = this.#stretchOf(key, read, floor);
    if (at < 0 || endOf(stretches, at) < floor) {
      throw new Error(`${name} reads ${textOf(read)}, though we know of version ${floor}`);
    }
    if (read !== undefined) {
      if (this.gone.has(read.uid)) throw new Error(`${name} reads ${textOf(read)}, which we know to be gone`);
      if (!this.#keeps(key, (stretches[at] as { state: ModelState }).state)) {
        throw new Error(`${textOf(read)} is not selected`);
      }
      this.#shown.set(read.uid, key);
    }
    this.raise(key, (stretches[at] as Stretch).from);
    this.#reads.set(name, { read, floor: this.#floors.get(name) ?? 0 });
  }

  /** The stretch that a read shows; where it shows nothing, the first that it can mean. */
  #stretchOf(key: ObjectKey, read: CachedObject<Thing> | undefined, floor: number): number {
    const stretches = this.#history.stretches(key);
    if (read !== undefined) {
      const version = Number(read.resourceVersion);
      return stretches.findLastIndex(({ from, state }) => from === version && state?.uid === read.uid);
    }
    return stretches.findIndex(({ state }, at) => {
      return (state === undefined || !this.#keeps(key, state)) && endOf(stretches, at) >= floor;
    });
  }

  /** What the watch has brought is known. */
  raiseAll(scope: CacheScope, version: number): void {
    for (const key of KEYS) if (covers(scope, key)) this.raise(key, version);
  }

  raise(key: ObjectKey, version: number): void {
    const name = keyText(key);
    this.#floors.set(name, Math.max(version, this.#floors.get(name) ?? 0));
  }

  /** When all has come, reads are the server's state, and the overlay is empty. @throws Error where not */
  checkSettled(): void {
    for (const key of KEYS) {
      const present = this.#history.get(key);
      const isThere = present !== undefined && this.#keeps(key, present);
      const wished = isThere ? `${present.uid}@${present.version}` : 'nothing';
      const read = this.#overlay.get(key);
      const got = textOf(read);
      if (got !== wished) throw new Error(`${keyText(key)} is ${wished}, and reads answer ${got}`);
    }
    if (this.#overlay.pending > 0) throw new Error(`${this.#overlay.pending} names are left in the overlay`);
    for (const [uid, key] of this.#shown) {
      const isThere = this.#overlay.get(key)?.uid === uid;
      if (!isThere && !isSelective(this.scopeOf(key)) && !this.told.has(uid) && !this.gone.has(uid)) {
        throw new Error(`nobody was told that ${uid} (${keyText(key)}) has gone`);
      }
    }
  }

  /** The server was restored: what was known of it means nothing any more. */
  forget(): void {
    this.#floors.clear();
    this.#reads.clear();
    for (const uid of this.gone) this.told.add(uid);
    this.gone.clear();
  }

  scopeOf(key: ObjectKey): CacheScope {
    return this.#scopes.find(scope => covers(scope, key)) as CacheScope;
  }

  #keeps(key: ObjectKey, state: ModelState): boolean {
    return keeps(this.scopeOf(key), state);
  }
}

const NAMED = KEYS.map(key => ({ key, name: keyText(key) }));

function textOf(read: CachedObject<Thing> | undefined): string {
  return read === undefined ? 'nothing' : `${read.uid}@${read.resourceVersion}`;
}

/** The last version of a stretch. */
function endOf(stretches: readonly Stretch[], at: number): number {
  return (stretches[at + 1]?.from ?? Number.POSITIVE_INFINITY) - 1;
}
