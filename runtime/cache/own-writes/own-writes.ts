// What this process has written, shown over the cache until the watch has brought it.
import type { KubernetesObject } from '../../../decorators/object-meta.js';
import type { ObjectHeader } from '../../encoded/encoded-object.js';
import { keyText, type ObjectKey } from '../../meta/object-key.js';
import { isNewer } from '../../meta/resource-version.js';
import type { CachedObject } from '../cached-object.js';
import type { CacheScope, OverlaidStore, ReadOverlay, StoreQuery } from '../readable-store.js';
import { covers } from '../store.js';
import { CreateProofs } from './create-proofs.js';
import { laidOver } from './laid-over.js';
import { OwnIndexes } from './own-indexes.js';
import { Position } from './position.js';
import { newest, type OwnState, Shadow } from './shadow.js';

/** What own writes lie over, and what they have to know of it. */
export interface OwnWritesParts<T extends KubernetesObject> extends OverlaidStore<T> {
  /**
   * Told of an object of ours that went without an event, because a list came in between: who waits for an event of it
   * would wait forever.
   */
  lost(object: CachedObject<T>): void;
}

/** An object that the server has removed for us. */
export interface GoneObject {
  readonly key: ObjectKey;
  readonly uid: string;
  /** The newest version that it is known by. */
  readonly version?: string | undefined;
}

/**
 * Answers reads from the store, with the writes of this process over it that the store does not have yet:
 * - The answer of a write, of version W, is shown until the watch has passed W, or the store has something newer of that
 *   name. What the watch has passed already is not shown: it may have gone again since.
 * - An object that is known to be gone is hidden by its uid, which never lives again, until no event of it can come.
 * - Versions compare as numbers (KEP-5504); where a server has others, reads are those of the store.
 * Each scope has a position of its own: the watch of one namespace says nothing of another's.
 */
export class OwnWrites<T extends KubernetesObject> implements ReadOverlay<T> {
  /** What the creates of this process say of the store. */
  readonly proofs: CreateProofs;
  readonly #parts: OwnWritesParts<T>;
  readonly #positions: ReadonlyMap<CacheScope, Position>;
  readonly #shadows = new Map<string, Shadow<T>>();
  readonly #indexes: OwnIndexes<T>;

  constructor(parts: OwnWritesParts<T>) {
    this.#parts = parts;
    this.#positions = new Map(parts.scopes.map(scope => [scope, new Position()]));
    this.proofs = new CreateProofs(this.#positions);
    this.#indexes = new OwnIndexes((name, object) => parts.indexValues(name, object));
  }

  /** How many names the store is not up to date with. */
  get pending(): number {
    return this.#shadows.size;
  }

  get size(): number {
    const { store } = this.#parts;
    let { size } = store;
    for (const shadow of this.#shadows.values()) {
      const stored = store.get(shadow);
      if (shadow.over(stored) === undefined) size -= stored === undefined ? 0 : 1;
      else size += stored === undefined ? 1 : 0;
    }
    return size;
  }

  get(key: ObjectKey): CachedObject<T> | undefined {
    const stored = this.#parts.store.get(key);
    const shadow = this.#shadows.size === 0 ? undefined : this.#shadows.get(keyText(key));
    return shadow === undefined ? stored : shadow.over(stored);
  }

  list(query: StoreQuery = {}): readonly CachedObject<T>[] {
    const stored = this.#parts.store.list(query);
    if (this.#shadows.size === 0) return stored;
    const { namespace, labels } = query;
    return this.#over(stored, this.#indexes.find(query), object => {
      return (namespace === undefined || object.namespace === namespace) && (labels?.(object.labels ?? {}) ?? true);
    });
  }

  ownedBy(uid: string): readonly CachedObject<T>[] {
    const stored = this.#parts.store.ownedBy(uid);
    return this.#shadows.size === 0 ? stored : this.#over(stored, this.#indexes.ownedBy(uid), () => true);
  }

  /** What follows the objects of this namespace; undefined where they are not kept. */
  scopeOf(namespace: string | undefined): CacheScope | undefined {
    return this.#parts.scopes.find(scope => covers(scope, namespace));
  }

  /**
   * The server has answered a write of ours with this state, or a live read.
   * @param isSelected whether the selectors of its scope take it
   */
  wrote(object: CachedObject<T>, isSelected = true): void {
    const scope = this.scopeOf(object.namespace);
    const position = scope && this.#positions.get(scope);
    const { resourceVersion: version, uid } = object;
    if (scope === undefined || !position?.isBefore(version)) return;
    const stored = this.#parts.store.get(object);
    const present = this.#shadows.get(object.key);
    // A list that came after the write does not have it: it has gone since.
    if (stored === undefined && position.isComing(version)) {
      const before = present?.own;
      this.#pass(present, version);
      if (present?.own !== before) this.#tellLost(before);
      return;
    }
    if (present !== undefined) this.#lived(present, object);
    const known = [stored?.resourceVersion, present?.own?.object.resourceVersion];
    if (present?.isPast(object) || known.some(other => other !== undefined && !isNewer(version, other))) return;
    const isKnown = stored?.uid === uid || (present?.own?.object.uid === uid && present.own.isKnown);
    const before = present?.own;
    this.#setOwn(present ?? this.#add(object, scope), { object, isKept: isSelected, isKnown });
    position.wait(version, object.key);
    if (before?.object.uid !== uid) this.#tellLost(before);
  }

  /**
   * The server has removed this object for us.
   * @returns whether a version by which it had gone should be found out, and told by `goneBy`: from what is known nobody can
   *   say when no event of it will come any more
   */
  gone({ key, uid, version }: GoneObject): boolean {
    const scope = this.scopeOf(key.namespace);
    const position = scope && this.#positions.get(scope);
    if (scope === undefined || !position?.compares || uid === '') return false;
    const stored = this.#parts.store.get(key);
    const shadow = this.#shadows.get(keyText(key)) ?? this.#add(key, scope);
    const { own } = shadow;
    const known = shadow.gone.get(uid);
    const floor = newest([
      version,
      known?.floor,
      stored?.uid === uid ? stored.resourceVersion : undefined,
      own?.object.uid === uid ? own.object.resourceVersion : undefined,
    ]);
    shadow.gone.set(uid, { floor, ceiling: known?.ceiling, isUnbounded: known?.isUnbounded ?? false });
    if (own !== undefined && shadow.isPast(own.object)) this.#setOwn(shadow, undefined);
    if (floor !== undefined) position.wait(floor, shadow.key);
    this.#settle(shadow);
    if (own !== shadow.own && own?.object.uid !== uid) this.#tellLost(own);
    return shadow.gone.get(uid)?.ceiling === undefined && (floor === undefined || isSelective(scope));
  }

  /** The object had gone by this version; undefined when that cannot be found out. */
  goneBy(key: ObjectKey, uid: string, version: string | undefined): void {
    const shadow = this.#shadows.get(keyText(key));
    const gone = shadow?.gone.get(uid);
    if (shadow === undefined || gone === undefined) return;
    gone.ceiling = newest([version]);
    gone.isUnbounded = gone.ceiling === undefined;
    if (gone.ceiling !== undefined) this.#positions.get(shadow.scope)?.wait(gone.ceiling, shadow.key);
    this.#settle(shadow);
  }

  /** The uids that this name is known to have, or to have had, apart from those that are known to be gone. */
  uidsOf(key: ObjectKey): readonly string[] {
    const shadow = this.#shadows.get(keyText(key));
    const uids = new Set([this.#parts.store.get(key)?.uid, shadow?.own?.object.uid]);
    return [...uids].filter(uid => uid !== undefined && !shadow?.gone.has(uid)) as string[];
  }

  taken(object: ObjectHeader): void {
    const shadow = this.#shadows.size === 0 ? undefined : this.#shadows.get(keyText(object));
    if (shadow === undefined) return;
    const { own } = shadow;
    this.#lived(shadow, object);
    if (own?.object.uid === object.uid) own.isKnown = true;
    const isDropped = this.#dropOwn(shadow, object.resourceVersion);
    this.#settle(shadow);
    if (isDropped) this.#tellLost(own);
  }

  removed(object: ObjectHeader): void {
    const shadow = this.#shadows.size === 0 ? undefined : this.#shadows.get(keyText(object));
    if (shadow === undefined) return;
    this.#lived(shadow, object);
    this.#settle(shadow);
  }

  reached(resourceVersion: string, scope: CacheScope): void {
    const position = this.#positions.get(scope);
    if (position === undefined) return;
    const keys = position.moveTo(resourceVersion);
    if (keys === undefined) this.#clear(scope);
    else for (const key of keys) this.#pass(this.#shadows.get(key), resourceVersion);
  }

  replacing(resourceVersion: string, scope: CacheScope): void {
    this.#positions.get(scope)?.comesTo(resourceVersion);
  }

  replaced(resourceVersion: string, scope: CacheScope): void {
    const position = this.#positions.get(scope);
    if (position === undefined) return;
    const keys = position.moveTo(resourceVersion);
    const shadows = [...this.#shadows.values()].filter(shadow => shadow.scope === scope);
    const before = shadows.map(({ own }) => own);
    if (keys === undefined) this.#clear(scope);
    for (const shadow of shadows) {
      for (const [uid, { isUnbounded }] of shadow.gone) if (isUnbounded) shadow.gone.delete(uid);
      this.#pass(shadow, resourceVersion);
    }
    shadows.forEach((shadow, at) => {
      if (shadow.own !== before[at]) this.#tellLost(before[at]);
    });
  }

  #over(
    stored: readonly CachedObject<T>[],
    own: Iterable<CachedObject<T>>,
    matches: (object: CachedObject<T>) => boolean,
  ): readonly CachedObject<T>[] {
    const added = [...own].filter(matches);
    return laidOver(stored, added, this.#shadows, object => this.#shadows.get(object.key)?.over(object) !== object);
  }

  /** What is known to be gone still lived at this version, or ended with it. */
  #lived(shadow: Shadow<T>, { uid, resourceVersion }: ObjectHeader): void {
    const { own, gone, scope, key } = shadow;
    const known = gone.get(uid);
    if (known === undefined || (known.floor !== undefined && !isNewer(resourceVersion, known.floor))) return;
    known.floor = newest([resourceVersion]);
    this.#positions.get(scope)?.wait(resourceVersion, key);
    if (own === undefined || !shadow.isPast(own.object)) return;
    this.#setOwn(shadow, undefined);
    this.#tellLost(own);
  }

  #pass(shadow: Shadow<T> | undefined, version: string): void {
    if (shadow === undefined) return;
    this.#dropOwn(shadow, version);
    this.#settle(shadow);
  }

  /** @returns whether there was an own state that is not newer than this version, and is none any more */
  #dropOwn(shadow: Shadow<T>, version: string): boolean {
    if (shadow.own === undefined || isNewer(shadow.own.object.resourceVersion, version)) return false;
    this.#setOwn(shadow, undefined);
    return true;
  }

  /** Forgets the objects of which nothing can come any more, and the shadow when nothing is left of it. */
  #settle(shadow: Shadow<T>): void {
    const position = this.#positions.get(shadow.scope);
    for (const [uid, { floor, ceiling }] of shadow.gone) {
      const isPast = ceiling !== undefined && position?.hasPassed(ceiling);
      // It lived at the floor: a store that has come so far, and does not have it, has seen its end. Where there are selectors
      // it may merely have left them, and could come back for a while.
      const isSeen = floor !== undefined && !isSelective(shadow.scope) && position?.hasPassed(floor);
      if (isPast || (isSeen && this.#parts.store.get(shadow)?.uid !== uid)) shadow.gone.delete(uid);
    }
    if (shadow.isEmpty) this.#shadows.delete(shadow.key);
  }

  /** Handlers wait for an event of what was shown, and never came from the server. */
  #tellLost(own: OwnState<T> | undefined): void {
    if (own?.isKept && !own.isKnown) this.#parts.lost(own.object);
  }

  #clear(scope: CacheScope): void {
    for (const shadow of this.#shadows.values()) {
      if (shadow.scope !== scope) continue;
      this.#setOwn(shadow, undefined);
      shadow.gone.clear();
      this.#shadows.delete(shadow.key);
    }
  }

  #add(key: ObjectKey, scope: CacheScope): Shadow<T> {
    const shadow = new Shadow<T>(keyText(key), key.namespace, key.name, scope);
    this.#shadows.set(shadow.key, shadow);
    return shadow;
  }

  #setOwn(shadow: Shadow<T>, own: OwnState<T> | undefined): void {
    this.#indexes.replace(shadow.own?.isKept ? shadow.own.object : undefined, own?.isKept ? own.object : undefined);
    shadow.own = own;
  }
}

function isSelective({ labelSelector, fieldSelector }: CacheScope): boolean {
  return Boolean(labelSelector || fieldSelector);
}
