// What is remembered of applied objects: how the server keeps them, and how often others have changed them back.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Clock } from '../clock/clock.js';
import { jsonEqual } from '../meta/json-equal.js';
import { appliedHashOf, type Configuration } from './configuration.js';
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
  readonly hash: string;
  /** What the server answered in the fields that we apply: defaults, webhooks and canonical forms included. */
  readonly kept: unknown;
  readonly repairs: number;
  readonly repairedAt: number;
}

/** The memory of one owner's objects. It may be lost at any time: an object then is applied once more than needed. */
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
    const memory = this.#of(configuration, observed);
    if (memory !== undefined) return jsonEqual(memory.kept, projection(configuration.body, observed));
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
    const former = observed === undefined ? undefined : this.#of(configuration, observed);
    const now = this.#clock.monotonic();
    const isRepair = former !== undefined && observed?.metadata.resourceVersion !== answer.metadata.resourceVersion;
    const before = former === undefined || now - former.repairedAt > CALM ? 0 : former.repairs;
    const repairs = isRepair ? before + 1 : before;
    this.#memories.set(configuration.id, {
      uid: answer.metadata.uid,
      hash: configuration.hash,
      kept: projection(configuration.body, answer),
      repairs,
      repairedAt: isRepair ? now : (former?.repairedAt ?? now),
    });
    return repairs;
  }

  /** The fields that others have changed since; at most three. */
  changedFields(configuration: Configuration, observed: AnyObject): readonly string[] {
    const wished = this.#of(configuration, observed)?.kept ?? configuration.body;
    return differences(wished, observed)
      .slice(0, 3)
      .map(({ path }) => path);
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

/**
 * The fields that the server keeps otherwise than they were applied, as a mutating webhook makes it: those that are there with
 * another value. What is only left out, such as `false` and what is written but never read, is not told.
 */
export function keptOtherwise(configuration: Configuration, answer: AnyObject): readonly string[] {
  return differences(configuration.body, answer)
    .filter(({ found }) => found !== undefined)
    .map(({ path }) => path);
}
