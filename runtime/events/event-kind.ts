// The Events of both APIs, as far as the recorder writes them.
import { kindOf } from '../../decorators/kind.js';
import type { KubernetesObject, ObjectMeta } from '../../decorators/object-meta.js';
import type { Int32, MicroTime, Time } from '../../decorators/scalars.js';
import type { EventType } from './event-recorder.js';

/** Which object an Event is about. */
export interface InvolvedObject {
  apiVersion: string;
  kind: string;
  /** Absent for cluster-scoped objects. */
  namespace?: string;
  name: string;
  uid?: string;
  resourceVersion?: string;
}

/** A core/v1 Event. */
export interface CoreEvent extends KubernetesObject {
  metadata: ObjectMeta;
  involvedObject: InvolvedObject;
  related?: InvolvedObject;
  action?: string;
  type: EventType;
  reason: string;
  message: string;
  /** Who says it: the `From` of `kubectl describe`. */
  source: { component: string };
  reportingComponent: string;
  reportingInstance: string;
  count: Int32;
  firstTimestamp: Time;
  lastTimestamp: Time;
}

/**
 * Of the two APIs for Events this is the one whose repetitions kubectl shows in order: `kubectl describe` prints both
 * kinds of repetition as `x2 over 66s`, but sorts by `lastTimestamp`, which an events.k8s.io/v1 Event does not have.
 */
export const CoreEvent = kindOf<CoreEvent>()({
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  scope: 'Namespaced',
});

/** An events.k8s.io/v1 Event. */
export interface SeriesEvent extends KubernetesObject {
  metadata: ObjectMeta;
  regarding: InvolvedObject;
  related?: InvolvedObject;
  type: EventType;
  reason: string;
  action: string;
  note: string;
  /** Who says it: the `From` of `kubectl describe`. */
  reportingController: string;
  reportingInstance: string;
  eventTime: MicroTime;
  /** From the second occurrence on. */
  series?: { count: Int32; lastObservedTime: MicroTime };
}

export const SeriesEvent = kindOf<SeriesEvent>()({
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  scope: 'Namespaced',
});
