// Which keys are this replica's, where several replicas share those of a controller.
import type { Client } from '../client/client.js';

/** A controller's view of how the work is shared. */
export interface KeyShare {
  /** Whether reconciles of the key may begin here. */
  has(key: string): boolean;
  /** A reconcile of the key begins; undefined: it is another replica's, which knows of all there is. */
  enter(key: string): ReconcileStay | undefined;
  /** Calls for each part of the keys that becomes this replica's, with what is in it. @returns what ends that */
  onGained(listener: (isIn: (key: string) => boolean) => void): () => void;
}

/** What a reconcile of a shared key works with. */
export interface ReconcileStay {
  /** Its writes are refused once another replica may reconcile the key. */
  readonly client: Client;
  /** Aborts when the reconcile should end, since another replica is to have the key, or has it. */
  readonly signal: AbortSignal;
  /** @throws Error once another replica may reconcile the key */
  check(): void;
  /** To be called once, in the end: no other replica reconciles the key before. */
  leave(): void;
}
