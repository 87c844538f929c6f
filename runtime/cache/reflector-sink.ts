// What a reflector tells of the server: the contract with the informer that it feeds.
import type { EncodedObject } from '../encoded/encoded-object.js';

/**
 * Takes in the objects that a reflector sees. They are views that are valid during the call; what is no Kubernetes object
 * is thrown as a `TypeError`, and then has changed nothing. Calls come one after the other; a promise is waited for. One
 * call takes no longer than one object needs: the reflector gives others their turn.
 */
export interface ReflectorSink {
  /** A list begins, or the first events of a streamed one. One that fails half way is left as it is; the next begins anew. */
  replace(): SinkReplacement;
  /** An ADDED or MODIFIED event. */
  upsert(object: EncodedObject, reach: Reach): void;
  /** A DELETED event; the object is the last state, of the version of its end. */
  remove(object: EncodedObject, reach: Reach): void;
  /** A bookmark: nothing up to this version is still to come. */
  reached(resourceVersion: string): void;
}

/**
 * Is told the resourceVersion of the object of an event, which the watch has reached. What it throws goes through the sink,
 * which has changed nothing yet.
 */
export type Reach = (resourceVersion: string) => void;

/** A list that is being taken in. */
export interface SinkReplacement {
  /** @returns the object's resourceVersion: the list is of no older one */
  put(object: EncodedObject): string;
  /** A DELETED event while a streamed list still comes in. @returns the version of the object's end */
  remove(object: EncodedObject): string;
  /**
   * The list is complete, and of this version: what was not put is gone. Takes turns with other work where much is.
   * Never rejects.
   */
  finish(resourceVersion: string): Promise<void>;
}
