// A reconciler that tells at the API server what it does: for each ConfigMap in the Secret of the same name.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { done, type ReconcileContext, Reconciles, type Result, type Snapshot } from 'kubewright';
import { ConfigMap, Secret } from 'kubewright/kinds';
import type { TurnNote } from './turn-observer.js';

@Reconciles(ConfigMap, { name: 'turns', maxConcurrentReconciles: 8 })
export class TurnTaker {
  readonly #replica: string;
  readonly #longest: number;

  /** @param longest the milliseconds that its reconciles take at most, whatever their signal says */
  constructor(replica: string, longest: number) {
    this.#replica = replica;
    this.#longest = longest;
  }

  async reconcile({ metadata, data }: Snapshot<ConfigMap>, { client }: ReconcileContext): Promise<Result> {
    const { namespace, name } = metadata;
    // Control planes put ConfigMaps of their own into each namespace.
    if (data?.value === undefined) return done;
    const turn = randomUUID();
    const seen = data.value;
    const tell = async (phase: TurnNote['phase']): Promise<void> => {
      const note: TurnNote = { replica: this.#replica, turn, phase, seen };
      await client.patch(Secret, { namespace, name }, { metadata: { annotations: { ...note } } });
    };
    await tell('begins');
    await wait(this.#longest * Math.random());
    await tell('works');
    await wait(this.#longest * Math.random());
    await tell('ends');
    return done;
  }
}
