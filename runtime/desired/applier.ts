// Brings the objects that are wished for an owner to be, and those that are no longer wished to be no more.
import { type Kind, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { keyOf, keyText, type ObjectKey } from '../meta/object-key.js';
import type { ApplierParts, ApplyOccasion, ApplyRunOptions } from './apply-parts.js';
import type { ApplyResult } from './apply-result.js';
import { ApplyRun } from './apply-run.js';
import { AwaitedEnds } from './awaited-ends.js';
import type { DesiredObject } from './dependent.js';
import { DriftMemory } from './drift.js';
import { ShownObjects } from './shown-objects.js';

/** Applies for all owners of a kind; keeps what it has learnt of their objects. */
export class Applier<T extends KubernetesObject> {
  readonly #parts: ApplierParts<T>;
  readonly #memories = new Map<string, DriftMemory>();
  readonly #awaited = new AwaitedEnds();

  constructor(parts: ApplierParts<T>) {
    this.#parts = { ...parts, name: parts.name.replace(/\s+/g, '-') };
  }

  /** One reconcile of an owner. @param client in place of that of all */
  begin(owner: Snapshot<T>, occasion: ApplyOccasion, client = this.#parts.client): Applying {
    const ownerKey = keyOf(owner);
    const key = keyText(ownerKey);
    this.#awaited.forget(ownerKey);
    const awaitEnd = (id: string): void => this.#awaited.add(ownerKey, id);
    const memory = this.#memories.get(key) ?? new DriftMemory(this.#parts.clock);
    const shown = new ShownObjects();
    const run = (objects: readonly DesiredObject[]) =>
      new ApplyRun({ ...this.#parts, ...occasion, client, memory, shown, owner, awaitEnd }, objects);
    const ended = (): void => {
      if (memory.isEmpty) this.#memories.delete(key);
      else this.#memories.set(key, memory);
    };
    return new Applying({ run, ended, shown, kind: kindInfo(this.#parts.kind).kind });
  }

  /** The owner is gone. */
  forget(key: ObjectKey): void {
    this.#memories.delete(keyText(key));
    this.#awaited.forget(key);
  }

  /** The keys of the owners that cannot go on before this object is gone. */
  waitingFor(kind: Kind<KubernetesObject>, key: ObjectKey): readonly string[] {
    return this.#awaited.ownersOf(kind, key);
  }
}

interface ApplyingParts {
  readonly run: (objects: readonly DesiredObject[]) => ApplyRun;
  /** Called after each `apply`. */
  readonly ended: () => void;
  readonly shown: ShownObjects;
  /** The kind of the owner. */
  readonly kind: string;
}

/** The `apply` of one reconcile. */
export class Applying {
  readonly #parts: ApplyingParts;
  #pruned = false;
  #requeueAfter: number | undefined;

  constructor(parts: ApplyingParts) {
    this.#parts = parts;
  }

  /** Milliseconds after which the owner has to be reconciled again, for objects that were held back. */
  get requeueAfter(): number | undefined {
    return this.#requeueAfter;
  }

  /** The reconcile looks at these dependents of its object: what it wishes from now on is made of them. */
  show(kind: Kind<KubernetesObject>, objects: readonly Snapshot<KubernetesObject>[]): void {
    this.#parts.shown.show(kind, objects);
  }

  async apply(objects: readonly DesiredObject[], options: ApplyRunOptions = {}): Promise<ApplyResult> {
    const { prune = true } = options;
    if (prune && this.#pruned) {
      throw new TypeError(
        `context.apply was called twice in a reconcile of ${this.#parts.kind}: each call deletes what is not in its set. Call it once, with everything, or with prune: false`,
      );
    }
    if (prune) this.#pruned = true;
    const run = this.#parts.run(objects);
    try {
      return await run.apply({ ...options, prune });
    } finally {
      this.#requeueAfter = run.requeueAfter ?? this.#requeueAfter;
      this.#parts.ended();
    }
  }
}
