// Brings objects and a status to what a pure function wishes.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Draft, Snapshot } from '../../decorators/snapshot.js';
import type { StatusOf } from '../client/shapes.js';
import type { Identified, StatusClient } from '../client/subresources.js';
import type { ReconcileContext } from '../controller/reconciler.js';
import type { ApplyRunOptions, ApplySetOptions } from '../desired/apply-parts.js';
import { type ApplyResult, DesiredStateError } from '../desired/apply-result.js';
import { nextStatus } from '../desired/next-status.js';
import type { UnsteadyHolding, Wish } from '../desired/unsteady-wishes.js';

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
    const { client, clock, signal } = context;
    const { generation } = object.metadata as { readonly generation?: number };
    const present = (object as { readonly status?: object }).status;
    const next = nextStatus(present, status, generation, new Date(clock.now()));
    if (next === undefined) return;
    if (holding?.holdsStatus(status, present)) {
      this.isStatusHeld = true;
      return;
    }
    const statusClient = (client.status as (kind: Kind<T>) => StatusClient<T>).call(client, kind);
    await statusClient.set(object as unknown as Identified<T>, next as Draft<StatusOf<T>>, { signal });
    this.hasWritten = true;
  }
}
