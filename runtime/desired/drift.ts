// What is remembered of applied objects: how the server keeps them, and how often others have changed them back.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Clock } from '../clock/clock.js';
import { appliedHashOf, type Configuration, hashOf } from './configuration.js';
import { differences, projection } from './differences.js';

type AnyObject = Snapshot<KubernetesObject>;

/** Repairs that are made at once; from then on they wait. */
export const FREE_REPAIRS = 3;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 5 * 60_000;
/** Milliseconds without a repair after which the former ones are forgotten. */
const CALM = 10 * 60_000;

interface Memory {
  readonly uid: string;
  /** Of the configuration that was applied. */
  readonly hash: string;
  /**
   * A hash of what the server answered in the fields that we apply, where it is something else than was wished: webhooks,
   * other spellings, and what is written but never read.
   */
  readonly kept: string | undefined;
  readonly repairs: number;
  readonly repairedAt: number;
}

/**
 * The memory of one owner's objects: only of those that the server keeps otherwise than they were applied, or that others
 * change back. It may be lost at any time: an object then is applied once more than needed.
 */
export class DriftMemory {
  readonly #clock: Clock;
  readonly #memories = new Map<string, Memory>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Whether there is nothing to apply: this very configuration was applied last, and the fields in it are as they were
   * wished, or as the server has answered then.
   */
  isAsApplied(configuration: Configuration, observed: AnyObject): boolean {
    const kept = this.#of(configuration, observed)?.kept;
    if (kept !== undefined && kept === hashOf(projection(configuration.body, observed))) return true;
    return appliedHashOf(observed) === configuration.hash && differences(configuration.body, observed).length === 0;
  }

  /** Milliseconds to wait before the object is applied again, because others change it back each time; 0: none. */
  wait(configuration: Configuration, observed: AnyObject): number {
    const memory = this.#of(configuration, observed);
    if (memory === undefined || memory.repairs < FREE_REPAIRS) return 0;
    const wait = Math.min(FIRST_WAIT * 2 ** (memory.repairs - FREE_REPAIRS), LONGEST_WAIT);
    return Math.max(0, memory.repairedAt + wait - this.#clock.monotonic());
  }

  /** The object was applied. @returns how often in a row the same configuration had to be applied again */
  applied(configuration: Configuration, observed: AnyObject | undefined, answer: AnyObject): number {
    const { id, hash, body } = configuration;
    const former = observed === undefined ? undefined : this.#of(configuration, observed);
    const wasApplied = former !== undefined || (observed !== undefined && appliedHashOf(observed) === hash);
    const isRepair = wasApplied && observed?.metadata.resourceVersion !== answer.metadata.resourceVersion;
    const now = this.#clock.monotonic();
    const before = former === undefined || now - former.repairedAt > CALM ? 0 : former.repairs;
    const repairs = isRepair ? before + 1 : before;
    const repairedAt = isRepair ? now : (former?.repairedAt ?? now);
    const kept = differences(body, answer).length === 0 ? undefined : hashOf(projection(body, answer));
    if (kept === undefined && repairs === 0) this.#memories.delete(id);
    else this.#memories.set(id, { uid: answer.metadata.uid, hash, kept, repairs, repairedAt });
    return repairs;
  }

  /** Whether there is nothing in it. */
  get isEmpty(): boolean {
    return this.#memories.size === 0;
  }

  /** Keeps nothing of objects that are not among these. */
  keepOnly(configurations: readonly Configuration[]): void {
    const ids = new Set(configurations.map(({ id }) => id));
    for (const id of this.#memories.keys()) if (!ids.has(id)) this.#memories.delete(id);
  }

  #of({ id, hash }: Configuration, observed: AnyObject): Memory | undefined {
    const memory = this.#memories.get(id);
    return memory?.uid === observed.metadata.uid && memory.hash === hash ? memory : undefined;
  }
}

/** The fields that are not as wished; at most three. */
export function changedFields({ body }: Configuration, observed: AnyObject): readonly string[] {
  return differences(body, observed)
    .slice(0, 3)
    .map(({ path }) => path);
}

/**
 * The fields that the server keeps otherwise than they were applied, as a mutating webhook makes it: those that are there with
 * another value. What is only left out, such as `false` and what is written but never read, is not told.
 */
export function keptOtherwise(configuration: Configuration, answer: AnyObject): readonly string[] {
  return differences(configuration.body, answer)
    .filter(({ found }) => found !== undefined)
    .map(({ path }) => path);
}
