// Events: what happened to an object, told to people.

import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';

/** `Warning` where somebody should look. */
export type EventType = 'Normal' | 'Warning';

/** What an Event may say beside its reason and its message. */
export interface EventDetails {
  /**
   * What was done or tried, one word in CamelCase, such as `CreatePod`. Without one, an Event of events.k8s.io/v1 says
   * `Reconcile`: there it has to be something.
   */
  readonly action?: string;
  /** A second object that it is about, such as the Pod that was created. */
  readonly related?: Snapshot<KubernetesObject>;
  /** Annotations of the Event itself. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Records Events about one object. Never throws and never waits: an Event that cannot be written is logged. */
export interface ObjectEvents {
  /**
   * @param reason one word in CamelCase that programs may act on, such as `ScaledUp`
   * @param message a sentence for people; at most 1024 bytes of UTF-8 are kept
   */
  normal(reason: string, message: string, details?: EventDetails): void;
  warning(reason: string, message: string, details?: EventDetails): void;
}

/** Records Events about any object. */
export interface EventRecorder {
  about(object: Snapshot<KubernetesObject>): ObjectEvents;
}
