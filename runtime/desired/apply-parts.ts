// What applying works with.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Lister } from '../cache/lister.js';
import type { Client } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import type { ObjectEvents } from '../events/event-recorder.js';
import type { Logger } from '../log/logger.js';
import type { Configuration } from './configuration.js';
import type { DriftMemory } from './drift.js';
import type { ShownObjects } from './shown-objects.js';

/** How a set of objects is applied. */
export interface ApplySetOptions {
  /** Take over fields that other managers own, instead of failing with a `FieldConflictError`. Default false. */
  readonly force?: boolean;
  /** Take objects that are there already and that nobody controls. Default false: they fail. */
  readonly adopt?: boolean;
  /** Delete what was applied for the same owner before and is not in the set. Default true. */
  readonly prune?: boolean;
  /** How what is no longer wished is deleted; default `Background`: what it owns goes after it. */
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  /** Requests at the same time, from 1; default 8. */
  readonly concurrency?: number;
}

/** What is left for a while, though it is not as wished. */
export interface Holding {
  /** Milliseconds for which an object is left as it is, or not created; 0: none. */
  wait(wished: Configuration, observed: Snapshot<KubernetesObject> | undefined): number;
  /** The same for objects that are to be pruned. */
  waitToPrune(kind: Kind<KubernetesObject>): number;
}

/** What users do not say. */
export interface ApplyRunOptions extends ApplySetOptions {
  readonly holding?: Holding | undefined;
}

/** What an applier works with. */
export interface ApplierParts<T extends KubernetesObject> {
  /** Whose objects these are, without spaces: `manager/controller`. */
  readonly name: string;
  /** The kind of the owners. */
  readonly kind: Kind<T>;
  /** The kinds that it may apply; the controller follows them for their owners. */
  readonly owns: readonly Kind<KubernetesObject>[];
  /** Its writes are seen by `cache`. */
  readonly client: Client;
  readonly cache: Lister;
  readonly clock: Clock;
}

/** What is different for each reconcile. */
export interface ApplyOccasion {
  readonly events: ObjectEvents;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** What one run works with. */
export interface ApplyRunParts extends Omit<ApplierParts<never>, 'kind'>, ApplyOccasion {
  readonly kind: Kind<KubernetesObject>;
  readonly owner: Snapshot<KubernetesObject>;
  readonly memory: DriftMemory;
  /** What this reconcile has looked at. */
  readonly shown: ShownObjects;
  /** The owner is to run again when the object of this id is gone, or another one has its name. */
  readonly awaitEnd: (id: string) => void;
}
