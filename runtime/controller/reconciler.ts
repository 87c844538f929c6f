// What a user's reconciler is, and what it is given.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Lister } from '../cache/lister.js';
import type { Client } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import type { ApplySetOptions } from '../desired/apply-parts.js';
import type { ApplyResult } from '../desired/apply-result.js';
import type { DesiredObject } from '../desired/dependent.js';
import type { ObjectEvents } from '../events/event-recorder.js';
import type { Logger } from '../log/logger.js';
import type { ObjectKey } from '../meta/object-key.js';
import type { Cause } from './causes.js';
import type { Result } from './result.js';

/** What a reconcile works with. */
export interface ReconcileContext {
  /** The object that is reconciled. */
  readonly key: ObjectKey;
  /** Reads and writes at the API server itself; what it writes, `cache` and `owned` show from then on. */
  readonly client: Client;
  /**
   * Reads from the cache, which can lag behind what others write: what it says of that is old, never wrong. It has all that
   * `client` has written, and never goes back to before it.
   */
  readonly cache: Lister;
  /**
   * Why this reconcile runs: what happened since the last one, at most 10 causes and how many more there were. Each log
   * line has them too. A reconcile must be right without them: after a restart nobody knows what happened before.
   */
  readonly causes: readonly Cause[];
  /**
   * The objects of a kind named by `@Owns` that the reconciled object controls (owns, with `matchEveryOwner`), by name; from
   * the cache.
   */
  owned<T extends KubernetesObject>(kind: Kind<T>): readonly Snapshot<T>[];
  /**
   * Makes these objects be, by server-side apply, with the reconciled object as their controller, and deletes what was applied
   * for it before and is not among them: `await context.apply([dependent(Pod, { ... }), dependent(Service, { ... })])`. Costs no
   * request where all is as wished. Each kind needs `@Owns(Kind, { apply: true })`. Once in a reconcile
   * (with `prune: false` as often as you like), with everything that is wished; in the order given, some at the same time.
   * @throws DesiredStateError when objects have failed; the others are applied
   * @throws TypeError for objects that cannot be owned, or a kind whose `@Owns` does not say `apply: true`: nothing is applied then
   */
  apply(objects: readonly DesiredObject[], options?: ApplySetOptions): Promise<ApplyResult>;
  /** Writes Events about the reconciled object; `kubectl describe` shows them. */
  readonly events: ObjectEvents;
  /** The manager's: what is timed by it can be tested without waiting. */
  readonly clock: Clock;
  /** Adds the controller, the kind, the namespace, the name, the causes and an id of this run to every line. */
  readonly log: Logger;
  /**
   * Aborts when the manager begins to stop, or when the reconcile takes longer than `reconciliationTimeout`: long waits
   * should end. Calls of `client` are not bound to it unless it is passed to them.
   */
  readonly signal: AbortSignal;
}

/** Makes the world as the object wishes. Properties rather than methods, which TypeScript compares less strictly. */
export interface Reconciler<T extends KubernetesObject> {
  /** Runs whenever the object, or something that it owns or watches, has changed; never twice at once for an object. */
  readonly reconcile: (object: Snapshot<T>, context: ReconcileContext) => Promise<Result>;
  /** Runs instead while the object is being deleted; without it nothing runs then. */
  readonly finalize?: (object: Snapshot<T>, context: ReconcileContext) => Promise<Result>;
}
