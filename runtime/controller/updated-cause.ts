// That an object was updated is a cause; which of its fields changed is found out only if somebody asks.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { CachedObject } from '../cache/cached-object.js';
import { changedPaths } from '../encoded/changed-paths.js';
import type { ObjectKey } from '../meta/object-key.js';
import type { EventCause } from './causes.js';

/** How many paths a cause has at most. */
const MOST_PATHS = 8;

/**
 * How many comparisons are put off at a time: each of them keeps two states of an object. Beyond that, which is where very
 * much waits, nobody is told which fields: to find out for all would take the time that the work needs.
 */
export class Comparisons {
  readonly #most: number;
  #open = 0;

  constructor(most = 2000) {
    this.#most = most;
  }

  get open(): number {
    return this.#open;
  }

  get isFull(): boolean {
    return this.#open >= this.#most;
  }

  opened(): void {
    this.#open += 1;
  }

  closed(): void {
    this.#open -= 1;
  }
}

interface States {
  readonly old: CachedObject<KubernetesObject>;
  readonly now: CachedObject<KubernetesObject>;
}

/** To compare two states takes longer than all else that an event costs, and most reconciles do not look. */
export class UpdatedCause implements EventCause {
  readonly type = 'updated';
  readonly kind: string;
  readonly object: ObjectKey;
  readonly #comparisons: Comparisons;
  #states: States | undefined;
  #paths: readonly string[] | undefined;

  constructor(kind: string, object: ObjectKey, states: States, comparisons: Comparisons) {
    this.kind = kind;
    this.object = object;
    this.#comparisons = comparisons;
    if (comparisons.isFull) return;
    this.#states = states;
    comparisons.opened();
  }

  /** At most 8; undefined when nobody asked while the reconcile ran, or when too many others waited at one of the updates. */
  get paths(): readonly string[] | undefined {
    this.#compare();
    return this.#paths;
  }

  /** This one, for this update and a later one of the same object. */
  joinedBy(later: UpdatedCause): this {
    if (this.#states !== undefined && later.#states !== undefined) {
      // What changed and changed back is no difference.
      this.#states = { old: this.#states.old, now: later.#states.now };
    } else {
      // Of the two, one is not known or known already. Half of the fields would pass for all of them.
      const [before, after] = [this.paths, later.paths];
      this.#paths = before && after && [...new Set([...before, ...after])].slice(0, MOST_PATHS);
    }
    later.release();
    return this;
  }

  /** Keeps the states no longer. What was not asked by now stays unknown. */
  release(): void {
    if (this.#states === undefined) return;
    this.#states = undefined;
    this.#comparisons.closed();
  }

  /** A getter alone would be left out. */
  toJSON(): EventCause {
    const { type, kind, object, paths } = this;
    return { type, kind, object, paths };
  }

  #compare(): void {
    if (this.#states === undefined) return;
    const { old, now } = this.#states;
    this.release();
    this.#paths = changedPaths(old.encoded, now.encoded, { most: MOST_PATHS });
  }
}
