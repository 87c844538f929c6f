// Answers watches.
import type { ServerResponse } from 'node:http';
import type { Clock, Timer } from '../clock/clock.js';
import type { ApiObject } from '../object/api-object.js';
import { expired } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { ResourceType } from '../registry/resource-type.js';
import { objectSelector } from '../selector/object-selector.js';
import { CompactedError, type Store } from '../store/store.js';
import type { StoredObject } from '../store/stored-object.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';
import { EncodedEvents } from '../watch/encoded-events.js';
import { streamEvents } from '../watch/event-stream.js';
import { type ObjectEvent, type SessionEvent, WatchSession } from '../watch/watch-session.js';
import type { ApiRequest } from './api-request.js';
import type { ListOptions } from './list-options.js';
import type { Presentation } from './presentation.js';
import { readRevision } from './revision.js';
import { matchesStored } from './stored-selector.js';

export interface WatchEndpointOptions {
  readonly store: Store;
  readonly storage: ResourceStorage;
  readonly clock: Clock;
  /** Like `Math.random`. */
  readonly random: () => number;
  readonly registry: ResourceRegistry;
}

/** Milliseconds that the events of a kind that has gone have to be told. */
const LAST_EVENTS = 100;
/** The API server ends watches after 30 to 60 minutes unless they say when. */
const SHORTEST_TIMEOUT = 30 * 60_000;

/** Tells changes as they happen. */
export class WatchEndpoint {
  #encoded = new EncodedEvents();

  constructor(private readonly options: WatchEndpointOptions) {
    // What was encoded shows objects as their definitions had them then.
    options.registry.onChange(() => {
      this.#encoded = new EncodedEvents();
    });
  }

  /** Sends the headers at once, and resolves when the watch has ended. @throws StatusError before that */
  async watch(
    request: ApiRequest,
    list: ListOptions,
    presentation: Presentation,
    response: ServerResponse,
  ): Promise<void> {
    const { clock, random } = this.options;
    const { signal } = request;
    const session = this.#session(request, list);
    response.writeHead(200, {
      'Cache-Control': 'no-cache, private',
      'Content-Type': 'application/json',
    });
    // Clients wait for the headers before they do anything else.
    response.flushHeaders();
    if (session instanceof StatusError) {
      response.end(encoded({ type: 'ERROR', object: session.toStatus() }));
      return;
    }
    const { timeoutSeconds = 0 } = list;
    const unlisten = this.#closeWhenChanged(request.type, session);
    await streamEvents(session, response, {
      clock,
      timeout: timeoutSeconds > 0 ? timeoutSeconds * 1000 : SHORTEST_TIMEOUT * (1 + random()),
      bookmarks: list.allowWatchBookmarks,
      signal,
      encode: event => this.#encode(event, request.type, presentation),
      encodeError: error => {
        const refusal = error instanceof StatusError ? error : expired(error.message);
        return encoded({ type: 'ERROR', object: refusal.toStatus() });
      },
    }).finally(unlisten);
  }

  #encode(event: SessionEvent, type: ResourceType, presentation: Presentation): Buffer {
    if (event.type === 'BOOKMARK') return encoded(bookmarkOf(event, presentation));
    const { stored, resourceVersion } = event;
    const form = presentation.sharedForm;
    if (form === undefined || resourceVersion !== stored.resourceVersion) {
      return this.#encodeObject(event, type, presentation);
    }
    return this.#encoded.get(stored, `${form} ${event.type}`, () => this.#encodeObject(event, type, presentation));
  }

  #encodeObject(event: ObjectEvent, type: ResourceType, presentation: Presentation): Buffer {
    const { stored, resourceVersion } = event;
    if (presentation.isPlain && resourceVersion === stored.resourceVersion) {
      const json = this.options.storage.presented.json(type, stored);
      if (json !== undefined) return Buffer.concat([Buffer.from(`{"type":"${event.type}","object":`), json, END]);
    }
    const present = this.options.storage.presented.of(type, stored.object);
    const object = { ...present, metadata: { ...present.metadata, resourceVersion } };
    return encoded({ type: event.type, object: presentation.event(object) });
  }

  /**
   * A kind that goes leaves no watch behind; its last deletions are told before. One whose definition asks for something
   * else has its watches end as well, as on the real server: they would show objects as they were asked for before.
   * @returns what ends it
   */
  #closeWhenChanged(type: ResourceType, session: WatchSession): () => void {
    const { registry, clock } = this.options;
    let timer: Timer | undefined;
    const unlisten = registry.onChange(() => {
      if (registry.versionsOf(type.storage).length === 0) timer ??= clock.setTimer(LAST_EVENTS, () => session.close());
      else if (registry.get(type.group, type.version, type.resource)?.origin !== type.origin) session.close();
    });
    return () => {
      unlisten();
      timer?.cancel();
    };
  }

  /** A state that is too old is told in the stream. */
  #session({ type, namespace }: ApiRequest, list: ListOptions): WatchSession | StatusError {
    const { store, storage } = this.options;
    const selector = objectSelector(type, list.labelSelector, list.fieldSelector);
    const { resourceVersion, sendInitialEvents } = list;
    const revision = resourceVersion === undefined ? 0 : readRevision(resourceVersion);
    const initial = sendInitialEvents ?? revision === 0;
    try {
      return new WatchSession({
        store,
        storage: type.storage,
        namespace,
        matches: selector.everything ? undefined : stored => matchesStored(selector, storage, type, stored),
        ready: type.convertedBy && (states => storage.presented.ready(type, states.map(objectOf))),
        after: initial ? undefined : revision === 0 ? store.revision : revision,
        markInitialEvents: sendInitialEvents === true && list.allowWatchBookmarks,
      });
    } catch (error) {
      if (error instanceof CompactedError) return expired(error.message);
      throw error;
    }
  }
}

function objectOf({ object }: StoredObject): ApiObject {
  return object;
}

const END = Buffer.from('}\n');

function encoded(document: object): Buffer {
  return Buffer.from(`${JSON.stringify(document)}\n`);
}

function bookmarkOf(event: Extract<SessionEvent, { type: 'BOOKMARK' }>, presentation: Presentation): object {
  const annotations = { 'k8s.io/initial-events-end': 'true' };
  const metadata = { resourceVersion: String(event.revision), ...(event.initialEventsEnd && { annotations }) };
  return { type: event.type, object: presentation.bookmark(metadata) };
}
