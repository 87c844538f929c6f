// What makes reconciles run although nothing in the cluster has changed.
import type { Lister } from '../cache/lister.js';
import type { Client } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';
import type { ObjectKey } from '../meta/object-key.js';

/** What a source works with. `R` is the reconciler. */
export interface SourceContext<R = any> {
  readonly reconciler: R;
  readonly client: Client;
  readonly cache: Lister;
  readonly log: Logger;
  readonly clock: Clock;
  /** Aborts when the controller stops, and before the source is opened again after a failure. */
  readonly signal: AbortSignal;
  /** The keys of all objects of the reconciled kind that are there. */
  allKeys(): readonly ObjectKey[];
}

/** An object to reconcile: its key, or the object, or anything else with its metadata. */
export type Trigger<K extends ObjectKey = ObjectKey> = K | { readonly metadata: K };

/**
 * Says when to reconcile which objects. It is opened when the controller starts, on the leader only. What it throws is
 * logged, and it is opened again: after a second, and twice as long after each further failure in a row, up to five
 * minutes. When it ends of itself, that is all that comes from it.
 */
export interface ExternalSource<K extends ObjectKey = ObjectKey, R = any> {
  /** In logs, and in the causes of the reconciles. */
  readonly name: string;
  readonly open: (context: SourceContext<R>) => AsyncIterable<Trigger<K> | readonly Trigger<K>[]>;
}
