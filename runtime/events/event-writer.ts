// Writes one Event, and judges what the API server answers.
import { ApiError } from '../client/api-error.js';
import { isAlreadyExists, isNamespaceTerminating, isNotFound } from '../client/api-reasons.js';
import { ConnectionError } from '../client/connection-error.js';
import type { EventApi } from './event-apis.js';
import type { ObservedEvent } from './event-rules.js';

/** Creates Events, and counts up those that it has created. */
export class EventWriter {
  readonly #api: EventApi;
  readonly #created = new WeakSet<ObservedEvent>();

  constructor(api: EventApi) {
    this.#api = api;
  }

  /** One try. Rejects with the client's error when the Event could not be written. */
  async write(event: ObservedEvent, signal: AbortSignal): Promise<void> {
    if (this.#created.has(event)) {
      try {
        return await this.#api.countUp(event, signal);
      } catch (error) {
        // The API server keeps Events for an hour only.
        if (!isNotFound(error)) throw error;
        this.#created.delete(event);
      }
    }
    await this.#create(event, signal);
  }

  async #create(event: ObservedEvent, signal: AbortSignal): Promise<void> {
    try {
      await this.#api.create(event, signal);
      this.#created.add(event);
    } catch (error) {
      // The name is ours alone: an earlier try has created it, although its answer was lost.
      if (!isAlreadyExists(error)) throw error;
      this.#created.add(event);
      await this.#api.countUp(event, signal);
    }
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
