// A model of a server, of the watch that an operator has of it, and of its own writes: for the check of the overlay.
import type { CachedObject } from '../runtime/cache/cached-object.js';
import { OwnWrites } from '../runtime/cache/own-writes/own-writes.js';
import type { CacheScope } from '../runtime/cache/readable-store.js';
import { keyText, type ObjectKey } from '../runtime/meta/object-key.js';
import { type ModelChange, type ModelEvent, ModelHistory, type ModelState, type Stretch } from './model-history.js';
import { PlainStore, valuesOf } from './plain-store.js';
import type { Thing } from './things.js';

const KEYS: readonly ObjectKey[] = ['a', 'b'].flatMap(namespace => ['x', 'y'].map(name => ({ namespace, name })));
const OWNERS = ['o', 'p'];

/** What is kept of the server: everything, namespace by namespace, or only what has the label. */
const SCOPES: readonly (readonly CacheScope[])[] = [
  [{}],
  [{ namespace: 'a' }, { namespace: 'b' }],
  [{ labelSelector: 'in' }],
  [{ namespace: 'a', fieldSelector: 'in' }, { exceptNamespaces: ['a'] }],
];

/** How many kinds of worlds there are. */
export const VARIANTS = 3 * SCOPES.length;

/** What the server has answered, and we have not heard yet. */
type Answer =
  | { readonly what: 'object'; readonly state: ModelState }
  /** Gone: by a Status, or by an object that tells a version of it. */
  | { readonly what: 'gone'; readonly state: ModelState; readonly version?: number; readonly known: readonly string[] }
  /** Nothing that says what became of the object. */
  | { readonly what: 'done'; readonly key: ObjectKey }
  | { readonly what: 'missing'; readonly key: ObjectKey; readonly known: readonly string[] }
  | { readonly what: 'ceiling'; readonly key: ObjectKey; readonly uid: string; readonly version: number | undefined };

interface Listing {
  readonly version: number;
  readonly items: ModelState[];
  readonly seen: Set<string>;
  /** What is to be removed, once the items are in. */
  unseen: CachedObject<Thing>[] | undefined;
}

interface Follower {
  readonly scope: CacheScope;
  /** What the watch has brought. */
  cursor: number;
  state: 'watching' | 'broken' | 'listing';
  listing: Listing | undefined;
  /** A list that was given up has left a part of it in the store: the next is not older. */
  least: number;
}

/** How often what happened: a check of nothing is none. */
export class Coverage {
  readonly #counts = new Map<string, number>();

  note(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** The steps that a script is made of; those that are more often here are more often taken. */
const STEPS = [
  'foreignWrite',
  'foreignWrite',
  'foreignDelete',
  'create',
  'update',
  'update',
  'writeNothing',
  'delete',
  'delete',
  'release',
  'scale',
  'recreate',
  'answer',
  'answer',
  'answer',
  'answer',
  'loseAnswer',
  'event',
  'event',
  'event',
  'bookmark',
  'break',
  'resume',
  'resume',
  'list',
  'listOn',
  'listOn',
  'listOn',
  'listFails',
  'compact',
  'restore',
] as const;

export class OwnWritesWorld {
  readonly #coverage: Coverage;
  readonly #history = new ModelHistory();
  readonly #store = new PlainStore<Thing>();
  readonly #overlay: OwnWrites<Thing>;
  readonly #followers: readonly Follower[];
  readonly #answers: Answer[] = [];
  /** From which version on a reader must see each name: the newest that we were told of, or have read. */
  readonly #floors = new Map<string, number>();
  /** What was read last, and what was known then. */
  readonly #reads = new Map<string, { readonly read: CachedObject<Thing> | undefined; readonly floor: number }>();
  /** The uids that we know to be gone. */
  readonly #gone = new Set<string>();
  /** The uids that reads have shown, and those whose end handlers were told. */
  readonly #shown = new Map<string, ObjectKey>();
  readonly #told = new Set<string>();
  #compacted = 0;
  /** Whether something waits for a list, because nobody could say until when it may come. */
  #needsLists = false;
  #checks = 0;
  /** The names of what waits so: a list that is older than the deletion may show it again. */
  readonly #unbounded = new Set<string>();

  readonly #log: ((line: string) => void) | undefined;

  /**
   * @param variant from 0 to below `VARIANTS`
   * @param log told what is done, step by step
   */
  constructor(variant: number, coverage: Coverage, log?: (line: string) => void) {
    this.#log = log;
    this.#coverage = coverage;
    const scopes = SCOPES[variant % SCOPES.length] as readonly CacheScope[];
    this.#overlay = new OwnWrites<Thing>({
      store: this.#store,
      scopes,
      indexValues: (_, object) => valuesOf(object),
      lost: ({ uid }) => {
        this.#told.add(uid);
        coverage.note('lost without an event');
      },
    });
    for (const key of KEYS.slice(0, variant % 3)) this.#history.put(key, {});
    this.#followers = scopes.map(scope => ({ scope, cursor: 0, state: 'broken', listing: undefined, least: 1 }));
    for (const follower of this.#followers) this.#listAll(follower);
  }

  /** Does what three bytes say, and reads everything. @throws Error for a read that is wrong */
  step(code: number, a: number, b: number): void {
    const step = STEPS[code % STEPS.length] as (typeof STEPS)[number];
    const key = KEYS[a % KEYS.length] as ObjectKey;
    const follower = this.#followers[a % this.#followers.length] as Follower;
    this.#log?.(`${step} ${a} ${b}`);
    switch (step) {
      case 'foreignWrite':
        this.#history.put(key, this.#changeOf(key, b));
        break;
      case 'foreignDelete':
        this.#deleteAsServer(key, b % 2 === 0);
        break;
      case 'create':
        if (this.#history.get(key) === undefined) this.#sent({ what: 'object', state: this.#write(key, b) }, 'creates');
        break;
      case 'update':
        if (this.#history.get(key) !== undefined) this.#sent({ what: 'object', state: this.#write(key, b) }, 'updates');
        break;
      case 'writeNothing':
        this.#writeNothing(key);
        break;
      case 'delete':
        this.#delete(key, b);
        break;
      case 'release':
        this.#release(key);
        break;
      case 'scale':
        if (this.#history.get(key) !== undefined) {
          this.#write(key, b);
          this.#sent({ what: 'done', key }, 'answers without an object');
        }
        break;
      case 'recreate':
        if (this.#history.get(key) !== undefined) {
          this.#delete(key, 0);
          if (this.#history.get(key) === undefined)
            this.#sent({ what: 'object', state: this.#write(key, b) }, 'recreations');
        }
        break;
      case 'answer':
        this.#hear(a, b);
        break;
      case 'loseAnswer':
        this.#loseAnswer(a);
        break;
      case 'event':
        this.#event(follower);
        break;
      case 'bookmark':
        this.#bookmark(follower);
        break;
      case 'break':
        if (follower.state === 'watching') this.#break(follower);
        break;
      case 'resume':
        this.#resume(follower, b);
        break;
      case 'list':
        if (follower.state !== 'listing') this.#list(follower, b);
        break;
      case 'listOn':
        this.#listOn(follower);
        break;
      case 'listFails':
        if (follower.listing !== undefined) this.#listFails(follower);
        break;
      case 'compact':
        this.#compacted = this.#history.version;
        break;
      case 'restore':
        if (b % 4 === 0) this.#restore();
        break;
    }
    this.#check();
  }

  /** Lets everything arrive; then reads are the server's state, and the overlay is empty. @throws Error where not */
  settle(): void {
    this.#log?.('settle');
    while (this.#answers.length > 0) {
      this.#hear(0, this.#answers.length);
      this.#check();
    }
    for (const follower of this.#followers) {
      if (follower.state !== 'watching' || this.#needsLists) this.#listAll(follower);
      while (this.#event(follower)) this.#check();
      this.#bookmark(follower);
    }
    this.#check();
    for (const key of KEYS) {
      const present = this.#history.get(key);
      const wished =
        present !== undefined && this.#keeps(key, present) ? `${present.uid}@${present.version}` : 'nothing';
      const read = this.#overlay.get(key);
      const got = read === undefined ? 'nothing' : `${read.uid}@${read.resourceVersion}`;
      if (got !== wished) throw new Error(`${keyText(key)} is ${wished}, and reads answer ${got}`);
    }
    if (this.#overlay.pending > 0) throw new Error(`${this.#overlay.pending} names are left in the overlay`);
    for (const [uid, key] of this.#shown) {
      const isThere = this.#overlay.get(key)?.uid === uid;
      if (!isThere && !this.#isSelective(key) && !this.#told.has(uid) && !this.#gone.has(uid)) {
        throw new Error(`nobody was told that ${uid} (${keyText(key)}) has gone`);
      }
    }
  }

  #write(key: ObjectKey, b: number): ModelState {
    return this.#history.put(key, this.#changeOf(key, b));
  }

  /** A finalizer cannot be added to what is being deleted. */
  #changeOf(key: ObjectKey, b: number): ModelChange {
    const isDeleting = this.#history.get(key)?.isDeleting === true;
    return {
      isSelected: (b & 3) !== 0,
      owner: OWNERS[(b >> 2) & 1] as string,
      ...(!isDeleting && { finalizer: (b & 48) === 48 }),
    };
  }

  #writeNothing(key: ObjectKey): void {
    const state = this.#history.get(key);
    if (state !== undefined) this.#sent({ what: 'object', state }, 'writes that change nothing');
  }

  /** Somebody else deletes it, or what is left of it goes by itself. */
  #deleteAsServer(key: ObjectKey, isGraceful: boolean): void {
    const present = this.#history.get(key);
    if (present === undefined) return;
    if (present.isDeleting) this.#history.remove(key);
    else if (present.finalizer || isGraceful) this.#history.put(key, { isDeleting: true });
    else this.#history.remove(key);
    this.#coverage.note('foreign deletions');
  }

  #delete(key: ObjectKey, b: number): void {
    const state = this.#history.get(key);
    if (state === undefined) return;
    const known = this.#overlay.uidsOf(key);
    if (state.finalizer || (b % 3 === 1 && !state.isDeleting)) {
      const marked = state.isDeleting ? state : this.#history.put(key, { isDeleting: true });
      this.#sent({ what: 'object', state: marked }, 'deletions that take time');
      return;
    }
    const version = this.#history.remove(key);
    if (b % 3 === 2) this.#sent({ what: 'gone', state, version, known }, 'deletions with a version');
    else this.#sent({ what: 'gone', state, known }, 'deletions without a version');
  }

  /** Takes the last finalizer away: the server answers with the object of before, and deletes it. */
  #release(key: ObjectKey): void {
    const state = this.#history.get(key);
    if (!state?.isDeleting) return;
    const known = this.#overlay.uidsOf(key);
    this.#history.remove(key);
    this.#sent({ what: 'gone', state, version: state.version, known }, 'finalizers taken away');
  }

  #sent(answer: Answer, what: string): void {
    this.#answers.push(answer);
    this.#coverage.note(what);
  }

  #hear(a: number, b: number): void {
    if (this.#answers.length === 0) return;
    const at = a % this.#answers.length;
    if (at > 0) this.#coverage.note('answers out of order');
    const [answer] = this.#answers.splice(at, 1) as [Answer];
    this.#log?.(`  hears ${JSON.stringify(answer)}`);
    switch (answer.what) {
      case 'object':
        this.#hearObject(answer.state);
        break;
      case 'gone':
        this.#hearGone(answer.state, answer.known, answer.version, b);
        break;
      case 'done':
        this.#ask(answer.key);
        break;
      case 'missing':
        for (const uid of answer.known) this.#hearGoneUid(answer.key, uid, undefined, b);
        break;
      case 'ceiling':
        this.#hearCeiling(answer.key, answer.uid, answer.version);
        break;
    }
  }

  #hearObject(state: ModelState): void {
    const follower = this.#followerOf(state);
    if (follower.cursor >= state.version) this.#coverage.note('answers after the watch');
    else this.#coverage.note('answers before the watch');
    if (this.#isSelective(state) && !state.isSelected) this.#coverage.note('writes that leave the selector');
    this.#overlay.wrote(cached(state), state.isSelected || !this.#isSelective(state));
    this.#raise(state, state.version);
  }

  #hearGone(state: ModelState, known: readonly string[], version: number | undefined, b: number): void {
    this.#hearGoneUid(state, state.uid, version, b);
    // What we knew before, and is not what was deleted, had gone before that.
    for (const uid of known) if (uid !== state.uid) this.#hearGoneUid(state, uid, undefined, b);
  }

  #hearGoneUid(key: ObjectKey, uid: string, version: number | undefined, b: number): void {
    // Without a version of it nobody can say which of its name are older.
    const isPlaced = version !== undefined || this.#overlay.uidsOf(key).includes(uid);
    const wishesCeiling = this.#overlay.gone({
      key,
      uid,
      version: version === undefined ? undefined : String(version),
    });
    this.#gone.add(uid);
    const stretches = this.#history.stretches(key);
    const last = stretches.findLastIndex(({ state }) => state?.uid === uid);
    if (isPlaced && last >= 0) this.#raise(key, (stretches[last + 1] as { from: number }).from);
    if (!isPlaced) this.#coverage.note('gone, of no known version');
    if (!wishesCeiling) return;
    this.#coverage.note('ceilings asked for');
    const isFound = (b & 7) !== 0;
    this.#answers.push({ what: 'ceiling', key, uid, version: isFound ? this.#history.version : undefined });
  }

  /** Reads the object live, since the answer did not show it. */
  #ask(key: ObjectKey): void {
    const known = this.#overlay.uidsOf(key);
    const state = this.#history.get(key);
    if (state === undefined) this.#sent({ what: 'missing', key, known }, 'live reads of nothing');
    else this.#sent({ what: 'object', state }, 'live reads');
  }

  #loseAnswer(a: number): void {
    if (this.#answers.length === 0) return;
    const [answer] = this.#answers.splice(a % this.#answers.length, 1) as [Answer];
    if (answer.what === 'ceiling') this.#hearCeiling(answer.key, answer.uid, undefined);
    this.#coverage.note('answers lost');
  }

  #hearCeiling(key: ObjectKey, uid: string, version: number | undefined): void {
    this.#overlay.goneBy(key, uid, version === undefined ? undefined : String(version));
    if (version !== undefined) return;
    this.#needsLists = true;
    this.#unbounded.add(keyText(key));
    this.#coverage.note('ceilings not found out');
  }

  /** @returns whether there was one */
  #event(follower: Follower): boolean {
    if (follower.state !== 'watching') return false;
    const event = this.#nextEvent(follower);
    if (event === undefined) return false;
    this.#log?.(`  event ${JSON.stringify(event)}`);
    const { old, now, version } = event;
    const key = (now ?? old) as ModelState;
    if (now !== undefined && this.#keeps(key, now)) {
      const object = cached(now);
      this.#put(object);
      this.#overlay.taken(object);
    } else {
      const object = cached({ ...(old as ModelState), version });
      if (this.#store.get(key) !== undefined) this.#told.add((this.#store.get(key) as CachedObject<Thing>).uid);
      this.#store.remove(key);
      this.#overlay.removed(object);
    }
    // Handlers read now, and hear of the position later only by their next reads.
    this.#reach(follower, version);
    return true;
  }

  #bookmark(follower: Follower): void {
    if (follower.state !== 'watching') return;
    const next = this.#nextEvent(follower);
    this.#reach(follower, next === undefined ? this.#history.version : next.version - 1);
    this.#coverage.note('bookmarks');
  }

  #reach(follower: Follower, version: number): void {
    if (version <= follower.cursor) return;
    follower.cursor = version;
    this.#overlay.reached(String(version), follower.scope);
    this.#raiseAll(follower);
  }

  #nextEvent({ scope, cursor }: Follower): ModelEvent | undefined {
    return this.#history.next(cursor, ({ old, now }) => {
      const key = (now ?? old) as ModelState;
      if (!covers(scope, key.namespace)) return false;
      return (old !== undefined && this.#keeps(key, old)) || (now !== undefined && this.#keeps(key, now));
    });
  }

  #break(follower: Follower): void {
    follower.state = 'broken';
    this.#coverage.note('breaks');
  }

  #resume(follower: Follower, b: number): void {
    if (follower.state !== 'broken') return;
    if (follower.cursor >= this.#compacted && follower.least <= follower.cursor) {
      follower.state = 'watching';
    } else {
      this.#coverage.note('410');
      this.#list(follower, b);
    }
  }

  /** Begins a list of some version that is not older than what was seen. */
  #list(follower: Follower, b: number): void {
    const least = Math.max(follower.cursor, follower.least);
    const version = least + (b % (this.#history.version - least + 1));
    if (version < this.#history.version) this.#coverage.note('lists of an older version');
    this.#begin(follower, version);
  }

  #begin(follower: Follower, version: number): void {
    const items = this.#history.at(version).filter(state => {
      return covers(follower.scope, state.namespace) && this.#keeps(state, state);
    });
    follower.state = 'listing';
    follower.listing = { version, items, seen: new Set(), unseen: undefined };
  }

  /** Takes in an item, or removes one, or finishes. */
  #listOn(follower: Follower): void {
    const { listing, scope } = follower;
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
        return covers(scope, object.namespace as string) && !listing.seen.has(object.key);
      });
      this.#overlay.replacing(String(listing.version), scope);
    }
    const unseen = listing.unseen.shift();
    if (unseen !== undefined) {
      this.#told.add(unseen.uid);
      this.#store.remove(unseen);
      return;
    }
    follower.listing = undefined;
    follower.state = 'watching';
    follower.cursor = listing.version;
    follower.least = 1;
    this.#log?.(`  listed at ${listing.version}`);
    this.#overlay.replaced(String(listing.version), scope);
    this.#raiseAll(follower);
    this.#coverage.note('lists');
  }

  #listFails(follower: Follower): void {
    follower.least = Math.max(follower.least, follower.listing?.version ?? 1);
    follower.listing = undefined;
    follower.state = 'broken';
    this.#coverage.note('lists that failed half way');
  }

  #listAll(follower: Follower): void {
    this.#begin(follower, this.#history.version);
    while (follower.listing !== undefined) this.#listOn(follower);
  }

  /** The server comes back from a backup; what it had answered since then is void. */
  #restore(): void {
    const version = Math.min(...this.#followers.map(({ cursor }) => cursor)) - 1;
    if (version < 1) return;
    this.#history.restore(version);
    this.#answers.length = 0;
    this.#compacted = 0;
    this.#floors.clear();
    this.#reads.clear();
    for (const uid of this.#gone) this.#told.add(uid);
    this.#gone.clear();
    for (const follower of this.#followers) this.#listAll(follower);
    this.#coverage.note('restores');
  }

  #put(object: CachedObject<Thing>): void {
    const old = this.#store.get(object);
    if (old !== undefined && old.uid !== object.uid) this.#told.add(old.uid);
    this.#store.put(object);
  }

  #check(): void {
    for (const key of KEYS) this.#checkRead(key, this.#overlay.get(key));
    this.#checks += 1;
    if (this.#checks % 4 === 0) this.#checkLists();
  }

  /** All ways to read show the same. */
  #checkLists(): void {
    let count = 0;
    const all = this.#overlay.list();
    for (const key of KEYS) {
      const read = this.#overlay.get(key);
      count += read === undefined ? 0 : 1;
      const among = (objects: readonly CachedObject<Thing>[]): boolean =>
        objects.filter(object => keyText(object) === keyText(key)).every(object => object === read);
      if (!among(all)) throw new Error(`a list shows another ${keyText(key)} than get`);
    }
    if (all.length !== count || this.#overlay.size !== count) {
      throw new Error(`get shows ${count}, a list ${all.length}, and the size is ${this.#overlay.size}`);
    }
    const names = all.map(({ namespace, name }) => `${namespace}/${name}`);
    if (names.join() !== names.toSorted().join()) throw new Error(`a list is in this order: ${names}`);
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
  #checkRead(key: ObjectKey, read: CachedObject<Thing> | undefined): void {
    const name = keyText(key);
    const floor = this.#floors.get(name) ?? 0;
    const last = this.#reads.get(name);
    if (last !== undefined && last.read === read && last.floor === floor && !this.#gone.has(read?.uid ?? '')) return;
    if (this.#unbounded.has(name)) return;
    const stretches = this.#history.stretches(key);
    const at = this.#stretchOf(key, read, floor);
    const text = read === undefined ? 'nothing' : `${read.uid}@${read.resourceVersion}`;
    if (at < 0 || endOf(stretches, at) < floor)
      throw new Error(`${name} reads ${text}, though we know of version ${floor}`);
    if (read !== undefined) {
      if (this.#gone.has(read.uid)) throw new Error(`${name} reads ${text}, which we know to be gone`);
      if (!this.#keeps(key, (stretches[at] as { state: ModelState }).state)) throw new Error(`${text} is not selected`);
      this.#shown.set(read.uid, key);
    }
    this.#raise(key, (stretches[at] as Stretch).from);
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
  #raiseAll({ scope, cursor }: Follower): void {
    for (const key of KEYS) if (covers(scope, key.namespace as string)) this.#raise(key, cursor);
  }

  #raise(key: ObjectKey, version: number): void {
    this.#floors.set(keyText(key), Math.max(version, this.#floors.get(keyText(key)) ?? 0));
  }

  #keeps(key: ObjectKey, state: ModelState): boolean {
    return state.isSelected || !this.#isSelective(key);
  }

  #isSelective(key: ObjectKey): boolean {
    const { labelSelector, fieldSelector } = this.#followerOf(key).scope;
    return labelSelector !== undefined || fieldSelector !== undefined;
  }

  #followerOf({ namespace }: ObjectKey): Follower {
    return this.#followers.find(({ scope }) => covers(scope, namespace as string)) as Follower;
  }
}

/** The last version of a stretch. */
function endOf(stretches: readonly Stretch[], at: number): number {
  return (stretches[at + 1]?.from ?? Number.POSITIVE_INFINITY) - 1;
}

function covers({ namespace, exceptNamespaces }: CacheScope, asked: string): boolean {
  return namespace === undefined ? !exceptNamespaces?.includes(asked) : namespace === asked;
}

function cached(state: ModelState): CachedObject<Thing> {
  const { namespace, name, uid, version, owner, isSelected } = state;
  return {
    key: keyText(state),
    namespace,
    name,
    uid,
    resourceVersion: String(version),
    labels: { value: owner, ...(isSelected && { in: '' }) },
    annotationsHash: 0,
    owners: [{ apiVersion: 'v1', kind: 'Owner', name: owner, uid: owner, controller: true }],
    get object(): never {
      throw new Error('the overlay needs no parsed object');
    },
    get encoded(): never {
      throw new Error('the overlay needs no bytes');
    },
  };
}
