// Lists and watches whose objects are not parsed: what a cache reads from.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { EncodedObject } from '../encoded/encoded-object.js';
import type { ListOptions, WatchOptions } from './client.js';

/** A piece of a list as it comes in; the last one of a page carries its metadata. Views are valid until the next piece. */
export interface EncodedPiece {
  readonly items: readonly EncodedObject[];
  readonly metadata?: { readonly resourceVersion: string; readonly continue?: string | undefined };
}

/** What a watch brings. Views are valid until the next events are asked for. */
export type EncodedEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: EncodedObject }
  | {
      readonly type: 'BOOKMARK';
      readonly resourceVersion: string;
      /** The annotation `k8s.io/initial-events-end`: with `sendInitialEvents`, everything that was there has come. */
      readonly initialEventsEnd: boolean;
    };

export interface EncodedListOptions extends ListOptions {
  /** Objects with their metadata alone, as `PartialObjectMetadata`; default: what the kind says (`metadataOf`). */
  readonly metadataOnly?: boolean | undefined;
}

export interface EncodedWatchOptions extends WatchOptions {
  /** Streams what is there first, then a bookmark, then the changes (WatchList, KEP-3157). */
  readonly sendInitialEvents?: boolean | undefined;
  readonly resourceVersionMatch?: 'NotOlderThan' | undefined;
  /** Objects with their metadata alone, as `PartialObjectMetadata`; default: what the kind says (`metadataOf`). */
  readonly metadataOnly?: boolean | undefined;
}

/** The reading verbs of a client, without parsing. Both throw what `Client.list` and `Client.watch` throw. */
export interface EncodedSource {
  /** Whether `sendInitialEvents` is worth a try; default true. */
  readonly streamsInitialEvents?: boolean;
  /** One page, or everything without `limit`, in the pieces in which it comes. */
  listEncoded(kind: Kind<KubernetesObject>, options?: EncodedListOptions): AsyncIterable<EncodedPiece>;
  /** The events of each piece that comes; an ERROR event is thrown as an `ApiError`. */
  watchEncoded(kind: Kind<KubernetesObject>, options?: EncodedWatchOptions): AsyncIterable<readonly EncodedEvent[]>;
}
