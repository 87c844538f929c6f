// What a controller works with.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Lister } from '../cache/lister.js';
import type { Client } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import type { EventRecorder } from '../events/event-recorder.js';
import type { Logger } from '../log/logger.js';
import type { QueueObserver } from '../queue/queue-metrics.js';
import type { Tracing } from '../tracing/tracing.js';
import type { ControllerObserver } from './controller-metrics.js';
import type { ControllerOptions } from './controller-options.js';
import type { ExternalSource } from './external-source.js';
import type { FollowingCache, OwnedKind, WatchedKind } from './followed-kinds.js';
import type { KeyShare } from './key-share.js';
import type { Reconciler } from './reconciler.js';

/** What a controller is made of. */
export interface ControllerParts<T extends KubernetesObject> {
  readonly kind: Kind<T>;
  readonly reconciler: Reconciler<T>;
  readonly owns?: readonly OwnedKind[];
  readonly watches?: readonly WatchedKind[];
  readonly sources?: readonly ExternalSource[];
  readonly options?: ControllerOptions<never>;
  readonly client: Client;
  readonly cache: Lister & FollowingCache;
  readonly events: EventRecorder;
  readonly log: Logger;
  /** The name of the manager, which is part of the mark on what `context.apply` applies. Default: kubewright. */
  readonly manager?: string;
  readonly clock?: Clock;
  /** Asked before each reconcile; what it throws is what the reconcile has thrown. */
  readonly mayBegin?: (() => void) | undefined;
  /** Only these keys are reconciled; default: all. */
  readonly share?: KeyShare | undefined;
  /** Is told of durations, for histograms. */
  readonly observer?: ControllerObserver & QueueObserver;
  /** Has spans for each reconcile. */
  readonly tracing?: Tracing | undefined;
  /** From 0 to below 1; default: Math.random. */
  readonly random?: () => number;
}
