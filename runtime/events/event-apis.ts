// The two APIs for Events: how each is written.
import type { Client } from '../client/client.js';
import { microTimeText, timeText } from '../meta/times.js';
import { CoreEvent, SeriesEvent } from './event-kind.js';
import type { ObservedEvent } from './event-rules.js';

/** Who writes Events. */
export interface EventSource {
  /** Such as `redis-operator`; the `From` of `kubectl describe`. */
  readonly component: string;
  /** Which of its processes. */
  readonly instance: string;
}

/** Makes the two requests that there are about an Event. They reject with the client's error. */
export interface EventApi {
  create(event: ObservedEvent, signal: AbortSignal): Promise<void>;
  countUp(event: ObservedEvent, signal: AbortSignal): Promise<void>;
}

/** core/v1. */
export function coreEvents(client: Client, { component, instance }: EventSource): EventApi {
  return {
    async create(event, signal) {
      await client.create(
        CoreEvent,
        {
          metadata: metadataOf(event),
          involvedObject: event.object,
          ...(event.related && { related: event.related }),
          ...(event.action !== undefined && { action: event.action }),
          type: event.type,
          reason: event.reason,
          message: event.message,
          source: { component },
          reportingComponent: component,
          reportingInstance: instance,
          count: event.count,
          firstTimestamp: timeText(new Date(event.first)),
          lastTimestamp: timeText(new Date(event.last)),
        },
        { signal },
      );
    },
    async countUp(event, signal) {
      const { count, message, last } = event;
      const change = { count, message, lastTimestamp: timeText(new Date(last)) };
      await client.patch(CoreEvent, keyOf(event), change, { signal });
    },
  };
}

/** What the API server allows for these. */
const LONGEST_NAME = 128;

/** events.k8s.io/v1. */
export function seriesEvents(client: Client, { component, instance }: EventSource): EventApi {
  return {
    async create(event, signal) {
      await client.create(
        SeriesEvent,
        {
          metadata: metadataOf(event),
          regarding: event.object,
          ...(event.related && { related: event.related }),
          type: event.type,
          reason: event.reason.slice(0, LONGEST_NAME),
          action: (event.action ?? 'Reconcile').slice(0, LONGEST_NAME),
          note: event.message,
          reportingController: component,
          reportingInstance: `${component}-${instance}`.slice(0, LONGEST_NAME),
          eventTime: microTimeText(new Date(event.first)),
          ...(event.count > 1 && { series: seriesOf(event) }),
        },
        { signal },
      );
    },
    async countUp(event, signal) {
      // The server refuses a series of one: it is one by itself, if its creation was tried again after an answer was lost.
      if (event.count > 1) await client.patch(SeriesEvent, keyOf(event), { series: seriesOf(event) }, { signal });
    },
  };
}

function seriesOf({ count, last }: ObservedEvent) {
  return { count, lastObservedTime: microTimeText(new Date(last)) };
}

/** The namespace of Events about objects that have none. */
const CLUSTER_SCOPED = 'default';

function keyOf({ name, object }: ObservedEvent) {
  return { namespace: object.namespace ?? CLUSTER_SCOPED, name };
}

function metadataOf(event: ObservedEvent) {
  return { ...keyOf(event), ...(event.annotations && { annotations: event.annotations }) };
}
