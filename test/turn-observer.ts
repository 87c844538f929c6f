// Sees at the API server who works on which object, and whether anybody does while another has not ended.
import type { Client } from 'kubewright';
import { Secret } from 'kubewright/kinds';

/** The annotations with which a replica tells of its work on the object of the same name: one write for each phase. */
export interface TurnNote {
  readonly replica: string;
  /** Of one reconcile; no other has it. */
  readonly turn: string;
  readonly phase: 'begins' | 'works' | 'ends';
  /** What it has seen of the object. */
  readonly seen: string;
}

interface Turn {
  readonly replica: string;
  readonly turn: string;
  hasEnded: boolean;
}

/** Follows the Secrets of a namespace; every write is told of, in the order in which the server has carried them out. */
export class TurnObserver {
  readonly violations: string[] = [];
  /** Who has written for each object; the last one at the end. */
  readonly replicasOf = new Map<string, string[]>();
  /** What was last seen of each object by a reconcile that has ended. */
  readonly seen = new Map<string, string>();
  turns = 0;
  /** Called after each write. */
  onNote: (name: string, note: TurnNote) => void = () => {};
  readonly #turns = new Map<string, Turn>();
  readonly #excused = new Set<string>();
  readonly #client: Client;
  readonly #namespace: string;
  readonly #stop = new AbortController();
  readonly #missed = Promise.withResolvers<never>();

  constructor(client: Client, namespace: string) {
    this.#client = client;
    this.#namespace = namespace;
    this.#missed.promise.catch(() => {});
    void this.#follow();
  }

  /** It was killed, or stands still: others need not wait for its reconciles to end. It is to write nothing after they began. */
  excuse(replica: string): void {
    this.#excused.add(replica);
  }

  /** Rejects once something may have been missed: nothing that is waited for need ever be seen. */
  get missed(): Promise<never> {
    return this.#missed.promise;
  }

  stop(): void {
    this.#stop.abort();
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    let resourceVersion: string | undefined;
    try {
      while (!signal.aborted) {
        const events = this.#client.watch(Secret, { namespace: this.#namespace, signal, resourceVersion });
        for await (const event of events) {
          if (event.type === 'BOOKMARK') continue;
          const { name, annotations = {} as Readonly<Record<string, string>> } = event.object.metadata;
          resourceVersion = event.object.metadata.resourceVersion;
          if (annotations.turn !== undefined) this.#saw(name, annotations as unknown as TurnNote);
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      this.violations.push(`the observer has missed something: ${error}`);
      this.#missed.reject(error);
    }
  }

  #saw(name: string, note: TurnNote): void {
    const { replica, turn, phase, seen } = note;
    const last = this.#turns.get(name);
    if (phase === 'begins') {
      if (last !== undefined && !last.hasEnded && last.replica !== replica && !this.#excused.has(last.replica)) {
        this.violations.push(`${replica} has begun with ${name} before ${last.replica} has ended`);
      }
      this.#turns.set(name, { replica, turn, hasEnded: false });
      this.turns += 1;
    } else if (last?.turn !== turn) {
      this.violations.push(`${replica} has written for ${name} after ${last?.replica} has begun`);
    } else if (phase === 'ends') {
      last.hasEnded = true;
      this.seen.set(name, seen);
    }
    const replicas = this.replicasOf.get(name) ?? [];
    if (replicas.at(-1) !== replica) this.replicasOf.set(name, [...replicas, replica]);
    this.onNote(name, note);
  }
}
