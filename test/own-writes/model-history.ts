// What a model of an API server remembers of a few objects: each state, and from which version to which it was.
import type { ObjectKey } from '../../runtime/meta/object-key.js';
import { keyText } from '../../runtime/meta/object-key.js';

/** A state of an object. */
export interface ModelState extends ObjectKey {
  readonly namespace: string;
  readonly uid: string;
  readonly version: number;
  /** Whether it has the label that selectors ask for. */
  readonly isSelected: boolean;
  readonly owner: string;
  readonly finalizer: boolean;
  readonly isDeleting: boolean;
}

/** What is written of an object. */
export type ModelChange = Partial<Pick<ModelState, 'isSelected' | 'owner' | 'finalizer' | 'isDeleting'>>;

/** A change, as watches tell of it; without `now` the object was removed. */
export interface ModelEvent {
  readonly version: number;
  readonly old: ModelState | undefined;
  readonly now: ModelState | undefined;
}

/** What a name had from a version on, until the next stretch begins. */
export interface Stretch {
  readonly from: number;
  readonly state: ModelState | undefined;
}

export class ModelHistory {
  version = 1;
  /** Watches from before this version are told 410. */
  compacted = 0;
  readonly #events: ModelEvent[] = [];
  readonly #stretches = new Map<string, Stretch[]>();
  #lives = 0;

  get(key: ObjectKey): ModelState | undefined {
    return this.stretches(key).at(-1)?.state;
  }

  /** In order; the first is that before everything. */
  stretches(key: ObjectKey): readonly Stretch[] {
    return this.#of(keyText(key));
  }

  /** The first change after a version that is one of these. */
  next(version: number, isMeant: (event: ModelEvent) => boolean): ModelEvent | undefined {
    const last = this.#events.findLastIndex(event => event.version <= version);
    for (let at = last + 1; at < this.#events.length; at += 1) {
      const event = this.#events[at] as ModelEvent;
      if (isMeant(event)) return event;
    }
    return undefined;
  }

  /** Creates the object, or changes it where it is. */
  put(key: ObjectKey, change: ModelChange): ModelState {
    const old = this.get(key);
    this.#lives += old === undefined ? 1 : 0;
    const fresh = { uid: `life-${this.#lives}`, isSelected: true, owner: 'o', finalizer: false, isDeleting: false };
    const { namespace = '', name } = key;
    const now = { ...(old ?? fresh), ...change, namespace, name, version: this.version + 1 };
    this.#commit(keyText(key), old, now);
    return now;
  }

  /** @returns the version of its end */
  remove(key: ObjectKey): number {
    const old = this.get(key);
    if (old !== undefined) this.#commit(keyText(key), old, undefined);
    return this.version;
  }

  /** The objects as they were at a version. */
  at(version: number): ModelState[] {
    return [...this.#stretches.values()].flatMap(all => all.findLast(({ from }) => from <= version)?.state ?? []);
  }

  /** Forgets everything after a version, as a server does that is restored from a backup. */
  restore(version: number): void {
    this.version = version;
    while ((this.#events.at(-1)?.version ?? 0) > version) this.#events.pop();
    for (const all of this.#stretches.values()) while ((all.at(-1) as Stretch).from > version) all.pop();
  }

  #commit(key: string, old: ModelState | undefined, now: ModelState | undefined): void {
    this.version += 1;
    this.#events.push({ version: this.version, old, now });
    this.#of(key).push({ from: this.version, state: now });
  }

  #of(key: string): Stretch[] {
    let all = this.#stretches.get(key);
    if (all === undefined) {
      all = [{ from: 0, state: undefined }];
      this.#stretches.set(key, all);
    }
    return all;
  }
}
