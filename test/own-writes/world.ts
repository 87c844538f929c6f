// A model of a server, of the watch that an operator has of it, and of its own writes: for the check of the overlay.
import { OwnWrites } from '../../runtime/cache/own-writes/own-writes.js';
import { keyText, type ObjectKey } from '../../runtime/meta/object-key.js';
import type { Thing } from '../things.js';
import type { Coverage } from './coverage.js';
import { Follower } from './follower.js';
import { KnownStates } from './known-states.js';
import { type ModelChange, ModelHistory, type ModelState } from './model-history.js';
import { cached, isSelective, KEYS, OWNERS, SCOPES } from './model-scopes.js';
import { PlainStore, valuesOf } from './plain-store.js';

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
  readonly #known: KnownStates;
  readonly #followers: readonly Follower[];
  readonly #answers: Answer[] = [];
  /** Whether something waits for a list, because nobody could say until when it may come. */
  #needsLists = false;
  readonly #log: (line: () => string) => void;

  /**
   * @param variant from 0 to below `VARIANTS`
   * @param log told what is done, step by step
   */
  constructor(variant: number, coverage: Coverage, log?: (line: string) => void) {
    this.#log = line => log?.(line());
    this.#coverage = coverage;
    const scopes = SCOPES[variant % SCOPES.length] as (typeof SCOPES)[number];
    this.#overlay = new OwnWrites<Thing>({
      store: this.#store,
      scopes,
      indexValues: (_, object) => valuesOf(object),
      lost: ({ uid }) => {
        this.#known.told.add(uid);
        coverage.note('lost without an event');
      },
    });
    for (const key of KEYS.slice(0, variant % 3)) this.#history.put(key, {});
    this.#known = new KnownStates(this.#history, this.#overlay, scopes);
    const shared = { history: this.#history, store: this.#store, overlay: this.#overlay, known: this.#known };
    this.#followers = scopes.map(scope => new Follower(scope, { ...shared, coverage, log: this.#log }));
    for (const follower of this.#followers) follower.listAll();
  }

  /** Does what three bytes say, and reads everything. @throws Error for a read that is wrong */
  step(code: number, a: number, b: number): void {
    const step = STEPS[code % STEPS.length] as (typeof STEPS)[number];
    const key = KEYS[a % KEYS.length] as ObjectKey;
    const follower = this.#followers[a % this.#followers.length] as Follower;
    this.#log(() => `${step} ${a} ${b}`);
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
        follower.event();
        break;
      case 'bookmark':
        follower.bookmark();
        break;
      case 'break':
        if (follower.state === 'watching') follower.break();
        break;
      case 'resume':
        follower.resume(b);
        break;
      case 'list':
        if (follower.state !== 'listing') follower.list(b);
        break;
      case 'listOn':
        follower.listOn();
        break;
      case 'listFails':
        if (follower.listing !== undefined) follower.listFails();
        break;
      case 'compact':
        this.#history.compacted = this.#history.version;
        break;
      case 'restore':
        if (b % 4 === 0) this.#restore();
        break;
    }
    this.#known.check();
  }

  /** Lets everything arrive; then reads are the server's state, and the overlay is empty. @throws Error where not */
  settle(): void {
    this.#log(() => 'settle');
    while (this.#answers.length > 0) {
      this.#hear(0, this.#answers.length);
      this.#known.check();
    }
    for (const follower of this.#followers) {
      if (follower.state !== 'watching' || this.#needsLists) follower.listAll();
      while (follower.event()) this.#known.check();
      follower.bookmark();
    }
    this.#known.check();
    this.#known.checkSettled();
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
    this.#log(() => `  hears ${JSON.stringify(answer)}`);
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
    if (isSelective(this.#known.scopeOf(state)) && !state.isSelected)
      this.#coverage.note('writes that leave the selector');
    this.#overlay.wrote(cached(state), state.isSelected || !isSelective(this.#known.scopeOf(state)));
    this.#known.raise(state, state.version);
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
    this.#known.gone.add(uid);
    const stretches = this.#history.stretches(key);
    const last = stretches.findLastIndex(({ state }) => state?.uid === uid);
    if (isPlaced && last >= 0) this.#known.raise(key, (stretches[last + 1] as { from: number }).from);
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
    this.#known.unbounded.add(keyText(key));
    this.#coverage.note('ceilings not found out');
  }

  /** The server comes back from a backup; what it had answered since then is void. */
  #restore(): void {
    const version = Math.min(...this.#followers.map(({ cursor }) => cursor)) - 1;
    if (version < 1) return;
    this.#history.restore(version);
    this.#answers.length = 0;
    this.#history.compacted = 0;
    this.#known.forget();
    for (const follower of this.#followers) follower.listAll();
    this.#coverage.note('restores');
  }

  #followerOf(key: ObjectKey): Follower {
    return this.#followers.find(({ scope }) => scope === this.#known.scopeOf(key)) as Follower;
  }
}
