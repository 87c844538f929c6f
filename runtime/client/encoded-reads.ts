// Lists and watches as streams of bytes, whose objects are found, and parsed only where that is wished for.
import { apiVersionOf, type Kind, type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { asBuffer } from '../encoded/as-buffer.js';
import { LineSplitter } from '../encoded/line-splitter.js';
import { ListSplitter } from '../encoded/list-splitter.js';
import type { WatchLine } from '../encoded/watch-line.js';
import { WatchReader } from '../encoded/watch-reader.js';
import { ApiError, type Attempt, attemptText } from './api-error.js';
import type { WatchEvent, WatchOptions } from './client.js';
import type {
  EncodedEvent,
  EncodedListOptions,
  EncodedPiece,
  EncodedSource,
  EncodedWatchOptions,
} from './encoded-source.js';
import { acceptedForm, metadataPart } from './metadata-form.js';
import { collectionPath, selectionText } from './paths.js';
import { refusal } from './refusal.js';
import type { ServerWarnings } from './server-warnings.js';
import type { StatusBody } from './status-body.js';
import type { Call, Transport } from './transport.js';

/** The reading verbs over HTTP. What is no list, or no event of a watch, is a `ConnectionError` whose cause says so. */
export class EncodedReads implements EncodedSource {
  readonly #transport: Transport;
  readonly #warnings: ServerWarnings;

  constructor(transport: Transport, warnings: ServerWarnings) {
    this.#transport = transport;
    this.#warnings = warnings;
  }

  async *listEncoded(
    kind: Kind<KubernetesObject>,
    options: EncodedListOptions = {},
  ): AsyncGenerator<EncodedPiece, void, undefined> {
    const info = kindInfo(kind);
    const { namespace, signal, metadataOnly = info.metadataOnly ?? false, ...selection } = options;
    const attempt: Attempt = { verb: 'list', kind: info, namespace };
    const path = collectionPath(info, namespace) + selectionText(selection);
    const call: Call = { attempt: attemptText(attempt), method: 'GET', path, signal };
    const headers = { accept: acceptedForm('list', metadataOnly), 'accept-encoding': 'gzip' };
    const splitter = new ListSplitter();
    for await (const chunk of this.#chunks(attempt, call, headers)) {
      const items = this.#understand(call, () => splitter.push(chunk));
      if (items.length > 0) yield { items: metadataOnly ? items.map(metadataPart) : items };
    }
    yield { items: [], metadata: this.#understand(call, () => splitter.end()) };
  }

  async *watchEncoded(
    kind: Kind<KubernetesObject>,
    options: EncodedWatchOptions = {},
  ): AsyncGenerator<readonly EncodedEvent[], void, undefined> {
    const info = kindInfo(kind);
    const { metadataOnly = info.metadataOnly ?? false, ...wishes } = options;
    const { attempt, call } = watchOf(info, wishes);
    const splitter = new LineSplitter();
    const reader = new WatchReader(metadataOnly ? undefined : { apiVersion: apiVersionOf(info), kind: info.kind });
    try {
      for await (const chunk of this.#chunks(attempt, call, { accept: acceptedForm('watch', metadataOnly) })) {
        const events: EncodedEvent[] = [];
        let last: unknown;
        for (const line of this.#understand(call, () => splitter.push(chunk))) {
          try {
            events.push(this.#event(attempt, call, () => reader.read(line), metadataOnly));
          } catch (error) {
            last = error;
            break;
          }
        }
        // What came before the last word counts.
        if (events.length > 0) yield events;
        if (last !== undefined) throw last;
      }
      this.#understand(call, () => splitter.end());
    } catch (error) {
      if (!options.signal?.aborted) throw error;
    }
  }

  /** As `watchEncoded`, one by one; an object is parsed when it is its turn. */
  async *watch<T extends KubernetesObject>(
    kind: Kind<T>,
    options: WatchOptions = {},
  ): AsyncGenerator<WatchEvent<T>, void, undefined> {
    const info = kindInfo(kind);
    const { call } = watchOf(info, options);
    // Metadata alone comes under a name of its own.
    const names = info.metadataOnly && { apiVersion: apiVersionOf(info), kind: info.kind };
    for await (const events of this.watchEncoded(kind, options)) {
      for (const event of events) {
        // What came together with the last event is not wanted any more when the signal has aborted over that one.
        if (options.signal?.aborted) return;
        if (event.type === 'BOOKMARK') {
          yield { type: event.type, resourceVersion: event.resourceVersion };
        } else {
          const object = this.#understand(call, () => JSON.parse(asBuffer(event.object).toString('utf8')));
          yield { type: event.type, object: { ...(object as Snapshot<T>), ...names } };
        }
      }
    }
  }

  #event(attempt: Attempt, call: Call, read: () => WatchLine, metadataOnly: boolean): EncodedEvent {
    const event = this.#understand(call, read);
    if (event.type === 'BOOKMARK') return event;
    if (event.type === 'ERROR') throw new ApiError(attempt, 500, event.status as StatusBody);
    if (!metadataOnly) return event;
    return this.#understand(call, () => ({ type: event.type, object: metadataPart(event.object) }));
  }

  /** The body of the answer, as it comes. Leaving early ends the request. */
  async *#chunks(
    attempt: Attempt,
    call: Call,
    headers: Readonly<Record<string, string>>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const answer = await this.#transport.open(call, headers);
    this.#warnings.note(answer.headers.warning, call.attempt);
    if (answer.status !== 200) throw refusal(attempt, answer, await answer.text());
    try {
      yield* answer.body;
    } catch (error) {
      call.signal?.throwIfAborted();
      throw this.#transport.broken(call, error);
    }
  }

  #understand<R>(call: Call, read: () => R): R {
    try {
      return read();
    } catch (error) {
      throw this.#transport.broken(call, error);
    }
  }
}

function watchOf(info: KindInfo, { namespace, signal, ...selection }: EncodedWatchOptions) {
  const attempt: Attempt = { verb: 'watch', kind: info, namespace };
  const path = collectionPath(info, namespace) + selectionText({ watch: true, ...selection });
  const call: Call = { attempt: attemptText(attempt), method: 'GET', path, signal };
  return { attempt, call };
}
