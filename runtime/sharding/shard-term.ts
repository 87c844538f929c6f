// One time for which this replica holds a shard, from when it may act to when nothing of it acts any more.
import type { Fence } from '../leader-election/fence.js';

/** Somebody at work in a shard. */
export interface Stay {
  /** Aborts when the work should end: the shard is to be handed over, or is lost, or the operator stops. */
  readonly signal: AbortSignal;
  /** Whether `check` would pass at this very moment. */
  readonly mayWrite: boolean;
  /** To be asked before each write. @throws NotLeaderError once another replica may hold the shard */
  check(): void;
  /** To be called once, in the end: the shard is not handed over before. */
  leave(): void;
}

/** `handed over`: to whoever is to have it; `lost`: another may have it, whatever goes on here. */
export type ShardEnd = 'handed over' | 'lost';

/** Counts who is at work in it. */
export class ShardTerm {
  readonly shard: number;
  readonly #fence: Pick<Fence, 'check' | 'isOpen'>;
  readonly #end = new AbortController();
  readonly #empty = Promise.withResolvers<void>();
  #stays = 0;

  constructor(shard: number, fence: Pick<Fence, 'check' | 'isOpen'>) {
    this.shard = shard;
    this.#fence = fence;
  }

  /** Whether work may still begin. */
  get isOpen(): boolean {
    return !this.#end.signal.aborted;
  }

  /** How many are at work. */
  get stays(): number {
    return this.#stays;
  }

  /** Undefined: nothing begins here any more. */
  enter(): Stay | undefined {
    if (!this.isOpen) return undefined;
    this.#stays += 1;
    let isHere = true;
    const fence = this.#fence;
    return {
      signal: this.#end.signal,
      get mayWrite() {
        return fence.isOpen;
      },
      check: () => fence.check(),
      leave: () => {
        if (!isHere) return;
        isHere = false;
        this.#stays -= 1;
        this.#tellEmpty();
      },
    };
  }

  /** From now on nothing begins here, and what goes on is asked to end. */
  end(why: Error): void {
    if (!this.isOpen) return;
    this.#end.abort(why);
    this.#tellEmpty();
  }

  /** Resolves once it has ended and nobody is at work in it. */
  get empty(): Promise<void> {
    return this.#empty.promise;
  }

  #tellEmpty(): void {
    if (!this.isOpen && this.#stays === 0) this.#empty.resolve();
  }
}
