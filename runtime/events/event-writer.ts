// Writes one Event, and judges what the API server answers.
import { ApiError } from '../client/api-error.js';
import { isAlreadyExists, isNamespaceTerminating, isNotFound } from '../client/api-reasons.js';
import type { Client } from '../client/client.js';
import { ConnectionError } from '../client/connection-error.js';
import type { ObservedEvent } from './event-correlator.js';
import { CoreEvent } from './event-kind.js';

/** Who writes Events. */
export interface EventSource {
  /** Such as `redis-operator`; the `From` of `kubectl describe`. */
  readonly component: string;
  /** Which of its processes. */
  readonly instance: string;
}

/** The namespace of Events about objects that have none. */
const CLUSTER_SCOPED = 'default';

/** Creates Events, and counts up those that it has created. */
export class EventWriter {
  readonly #client: Client;
  readonly #source: EventSource;
  readonly #created = new WeakSet<ObservedEvent>();

  constructor(client: Client, source: EventSource) {
    this.#client = client;
    this.#source = source;
  }

  /** One try. Rejects with the client's error when the Event could not be written. */
  async write(event: ObservedEvent, signal: AbortSignal): Promise<void> {
    if (this.#created.has(event)) {
      try {
        return await this.#update(event, signal);
      } catch (error) {
        // The API server keeps Events for an hour only.
        if (!isNotFound(error)) throw error;
        this.#created.delete(event);
      }
    }
    await this.#create(event, signal);
  }

  async #create(event: ObservedEvent, signal: AbortSignal): Promise<void> {
    const { name, object, type, reason, message, count, first, last } = event;
    try {
      await this.#client.create(
        CoreEvent,
        {
          metadata: { name, namespace: namespaceOf(event) },
          involvedObject: object,
          type,
          reason,
          message,
          source: { component: this.#source.component },
          reportingComponent: this.#source.component,
          reportingInstance: this.#source.instance,
          count,
          firstTimestamp: timeText(first),
          lastTimestamp: timeText(last),
        },
        { signal },
      );
      this.#created.add(event);
    } catch (error) {
      // The name is ours alone: an earlier try has created it, although its answer was lost.
      if (!isAlreadyExists(error)) throw error;
      this.#created.add(event);
      await this.#update(event, signal);
    }
  }

  async #update(event: ObservedEvent, signal: AbortSignal): Promise<void> {
    const { name, count, message, last } = event;
    const key = { namespace: namespaceOf(event), name };
    await this.#client.patch(CoreEvent, key, { count, message, lastTimestamp: timeText(last) }, { signal });
  }
}

/**
 * Whether the Event may be written later: there was no answer, or the server was overloaded or failed inside. (The last
 * two are not tried again by client-go.)
 */
export function isWorthAnotherTry(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  return error instanceof ApiError && (error.status === 429 || error.status >= 500);
}

/** Whether the Event's namespace is being deleted or is gone, so that nobody would see the Event. */
export function isNamespaceGone(error: unknown): boolean {
  return isNotFound(error) || isNamespaceTerminating(error);
}

function namespaceOf({ object }: ObservedEvent): string {
  return object.namespace ?? CLUSTER_SCOPED;
}

/** A `metav1.Time`: whole seconds. */
function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+/, '');
}
