// Brings the objects that are wished for an owner to be, and those that are no longer wished to be no more.
import { kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { keyOf, keyText, type ObjectKey } from '../meta/object-key.js';
import type { ApplierParts, ApplyOccasion, ApplySetOptions } from './apply-parts.js';
import type { ApplyResult } from './apply-result.js';
import { ApplyRun } from './apply-run.js';
import type { DesiredObject } from './dependent.js';
import { DriftMemory } from './drift.js';

/** Applies for all owners of a kind; keeps what it has learnt of their objects. */
export class Applier<T extends KubernetesObject> {
  readonly #parts: ApplierParts<T>;
  readonly #memories = new Map<string, DriftMemory>();

  constructor(parts: ApplierParts<T>) {
    this.#parts = { ...parts, name: parts.name.replace(/\s+/g, '-') };
  }

  /** One reconcile of an owner. */
  begin(owner: Snapshot<T>, occasion: ApplyOccasion): Applying {
    return new Applying(objects => {
      const key = keyText(keyOf(owner));
      let memory = this.#memories.get(key);
      if (memory === undefined) {
        memory = new DriftMemory(this.#parts.clock);
        this.#memories.set(key, memory);
      }
      return new ApplyRun({ ...this.#parts, ...occasion, memory, owner }, objects);
    }, kindInfo(this.#parts.kind).kind);
  }

  /** The owner is gone. */
  forget(key: ObjectKey): void {
    this.#memories.delete(keyText(key));
  }
}

/** The `apply` of one reconcile. */
export class Applying {
  readonly #run: (objects: readonly DesiredObject[]) => ApplyRun;
  readonly #kind: string;
  #pruned = false;
  #requeueAfter: number | undefined;

  constructor(run: (objects: readonly DesiredObject[]) => ApplyRun, kind: string) {
    this.#run = run;
    this.#kind = kind;
  }

  /** Milliseconds after which the owner has to be reconciled again, for objects that were held back. */
  get requeueAfter(): number | undefined {
    return this.#requeueAfter;
  }

  async apply(objects: readonly DesiredObject[], options: ApplySetOptions = {}): Promise<ApplyResult> {
    const { prune = true } = options;
    if (prune && this.#pruned) {
      throw new TypeError(
        `context.apply was called twice in a reconcile of ${this.#kind}: each call deletes what is not in its set. Call it once, with everything, or with prune: false`,
      );
    }
    if (prune) this.#pruned = true;
    const run = this.#run(objects);
    try {
      return await run.apply({ ...options, prune });
    } finally {
      this.#requeueAfter = run.requeueAfter ?? this.#requeueAfter;
    }
  }
}
