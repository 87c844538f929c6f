// Events: what happened to an object, told to people.

import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';

/** `Warning` where somebody should look. */
export type EventType = 'Normal' | 'Warning';

/** Records Events about one object. Never throws and never waits: an Event that cannot be written is logged. */
export interface ObjectEvents {
  /**
   * @param reason one word in CamelCase that programs may act on, such as `ScaledUp`
   * @param message a sentence for people; at most 1024 bytes of UTF-8 are kept
   */
  normal(reason: string, message: string): void;
  warning(reason: string, message: string): void;
}

/** Records Events about any object. */
export interface EventRecorder {
  about(object: Snapshot<KubernetesObject>): ObjectEvents;
}
