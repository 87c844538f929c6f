// Brings objects and a status to what a pure function wishes.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { ReconcileContext } from '../controller/reconciler.js';
import type { ApplyRunOptions, ApplySetOptions } from '../desired/apply-parts.js';
import { type ApplyResult, DesiredStateError } from '../desired/apply-result.js';
import { nextStatus } from '../desired/next-status.js';
import type { UnsteadyHolding, Wish } from '../desired/unsteady-wishes.js';
import type { KeyOf } from '../meta/object-key.js';

interface BringingParts<T extends KubernetesObject> {
  readonly kind: Kind<T>;
  readonly object: Snapshot<T>;
  readonly context: ReconcileContext;
  /** What is to wait. */
  readonly holding: UnsteadyHolding | undefined;
}

/** One reconcile of an object. */
export class Bringing<T extends KubernetesObject> {
  /** Whether the server has changed something. */
  hasWritten = false;
  /** Whether the status waits, though it is not as wished. */
  isStatusHeld = false;

  readonly #parts: BringingParts<T>;

  constructor(parts: BringingParts<T>) {
    this.#parts = parts;
  }

  /** @throws what `context.apply` throws, after the status was written */
  async bring({ objects, status }: Wish, given: ApplySetOptions | undefined): Promise<void> {
    const { context, holding } = this.#parts;
    const options: ApplyRunOptions = { ...given, holding };
    try {
      this.#note(await context.apply(objects, options));
    } catch (error) {
      if (error instanceof DesiredStateError) this.#note(error.result);
      // The status tells people of what is there; that it fails too is of less interest.
      await this.#writeStatus(status).catch((second: unknown) =>
        context.log.warn('the status could not be written either', { error: second }),
      );
      throw error;
    }
    await this.#writeStatus(status);
  }

  #note({ created, changed, pruned }: ApplyResult): void {
    this.hasWritten ||= created.length + changed.length + pruned.length > 0;
  }

  async #writeStatus(status: object | undefined): Promise<void> {
    if (status === undefined) return;
    const { kind, object, context, holding } = this.#parts;
    const { client, clock, key, signal } = context;
    const { generation, uid } = object.metadata as { readonly generation?: number; readonly uid: string };
    const present = (object as { readonly status?: object }).status;
    const next = nextStatus(present, status, generation, new Date(clock.now()));
    if (next === undefined) return;
    if (holding?.holdsStatus(status, present)) {
      this.isStatusHeld = true;
      return;
    }
    // By now another object may bear the name, of which this is not true.
    const operations = [
      { op: 'test', path: '/metadata/uid', value: uid },
      { op: 'add', path: '/status', value: next },
    ] as const;
    await client.subresource(kind, 'status').patchJson(key as KeyOf<T>, operations, { signal });
    this.hasWritten = true;
  }
}
