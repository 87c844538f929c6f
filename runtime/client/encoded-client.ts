// Makes a source of bytes of any client.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { EncodedObject } from '../encoded/encoded-object.js';
import type { Client, WatchEvent } from './client.js';
import type {
  EncodedEvent,
  EncodedListOptions,
  EncodedPiece,
  EncodedSource,
  EncodedWatchOptions,
} from './encoded-source.js';

type ReadingClient = Pick<Client, 'list' | 'watch'>;

/**
 * What a cache reads from: the client itself where it offers bytes, as that of `createClient` does. The objects of any other
 * (a user's own, one for tests) are printed again; it is not asked to stream lists, for which `Client` has no word.
 */
export function encodedSource(client: ReadingClient | (ReadingClient & EncodedSource)): EncodedSource {
  return 'listEncoded' in client && 'watchEncoded' in client ? client : new EncodedClient(client);
}

class EncodedClient implements EncodedSource {
  readonly streamsInitialEvents = false;
  readonly #client: ReadingClient;

  constructor(client: ReadingClient) {
    this.#client = client;
  }

  async *listEncoded(
    kind: Kind<KubernetesObject>,
    { metadataOnly, ...options }: EncodedListOptions = {},
  ): AsyncGenerator<EncodedPiece, void, undefined> {
    const { items, metadata } = await this.#client.list(kind, options);
    yield { items: items.map(item => encoded(item, metadataOnly)), metadata };
  }

  async *watchEncoded(
    kind: Kind<KubernetesObject>,
    { metadataOnly, sendInitialEvents, resourceVersionMatch, ...options }: EncodedWatchOptions = {},
  ): AsyncGenerator<readonly EncodedEvent[], void, undefined> {
    if (sendInitialEvents || resourceVersionMatch) throw new TypeError('this client cannot stream a list');
    for await (const event of this.#client.watch(kind, options)) yield [encodedEvent(event, metadataOnly)];
  }
}

function encodedEvent(event: WatchEvent<KubernetesObject>, metadataOnly: boolean | undefined): EncodedEvent {
  if (event.type === 'BOOKMARK') return { ...event, initialEventsEnd: false };
  return { type: event.type, object: encoded(event.object, metadataOnly) };
}

/** What JSON has no text for is `null`, and then refused by whoever looks for its name. */
function encoded(object: Snapshot<KubernetesObject>, metadataOnly: boolean | undefined): EncodedObject {
  const { apiVersion, kind, metadata } = object ?? {};
  return Buffer.from(JSON.stringify(metadataOnly ? { apiVersion, kind, metadata } : object) ?? 'null');
}
