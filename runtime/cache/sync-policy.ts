// How a reflector gets the whole state: in one stream, or in a list, and from which version.
import { ApiError } from '../client/api-error.js';
import { isNoSuchKind, isNotFound } from '../client/api-reasons.js';
import { ExplainedError } from '../log/explained-error.js';
import { isBroken, isVersionUnavailable, mayPass } from './recovery.js';

/** A watch that first brings what is there (WatchList, KEP-3157); empty: the newest state, else nothing older than this. */
export interface StreamPlan {
  readonly how: 'stream';
  readonly resourceVersion: string;
}

/** A list. `0`: what the server has at hand; empty: the newest state; else nothing older than this. */
export interface ListPlan {
  readonly how: 'list';
  readonly resourceVersion: string;
  readonly paged: boolean;
}

export type SyncPlan = StreamPlan | ListPlan;

/** Thrown for a stream that did not say where the state that it began with ends, and for one that brought nothing at all. */
export class UnfinishedStreamError extends ExplainedError {
  override readonly name = 'UnfinishedStreamError';
  readonly end: keyof typeof ENDS;

  constructor(end: keyof typeof ENDS) {
    super(`the server streamed no whole list: it ${ENDS[end]} before the bookmark with k8s.io/initial-events-end`);
    this.end = end;
  }
}

const ENDS = {
  ended: 'ended the watch',
  silent: 'fell silent',
  nothing: 'sent nothing',
  changes: 'told only changes',
  unmarked: 'sent another bookmark',
} as const;

/** What the server cannot do at all, rather than not now. */
const NOT_SUPPORTED: readonly number[] = [400, 405, 406, 415, 422];

/**
 * Chooses as client-go's reflector does: a stream first, and a list where the server refuses that; from the last version
 * that was seen, and from the newest state once that version is gone or not there yet. Unlike client-go it remembers that
 * a server has no streams, and does not ask again at each list.
 */
export class SyncPolicy {
  #streams: boolean;
  /** Streams without an end in a row. */
  #unfinished = 0;
  /** Whether a list of what is at hand came in pages: then the server has no watch cache for the kind. */
  #pages = false;
  #unavailable = false;
  /** Whether the next sync is a list, whatever the server can do. */
  #listNext = false;

  /** @param streams whether streams are worth a try */
  constructor(streams: boolean) {
    this.#streams = streams;
  }

  /** How to sync when so much was seen. */
  plan(lastVersion: string | undefined): SyncPlan {
    if (!this.#streams || this.#listNext) return this.#list(lastVersion);
    return { how: 'stream', resourceVersion: this.#unavailable ? '' : (lastVersion ?? '') };
  }

  /** The version that was seen last cannot be asked for any more. */
  forgetVersion(): void {
    this.#unavailable = true;
  }

  /** A sync is complete, after so many pages. */
  synced(plan: SyncPlan, pages: number): void {
    this.#unavailable = false;
    this.#listNext = false;
    if (plan.how === 'stream') this.#unfinished = 0;
    else if (plan.resourceVersion === '0' && pages > 1) this.#pages = true;
  }

  /**
   * How to sync at once when it failed so; undefined: as `plan` says, after a while.
   * @param pieces how many pages, or pieces of a stream, had come
   */
  afterFailure(plan: SyncPlan, error: unknown, pieces: number, lastVersion: string | undefined): SyncPlan | undefined {
    if (isVersionUnavailable(error)) return this.#afterUnavailable(plan, pieces);
    return plan.how === 'stream' ? this.#afterStream(error, pieces, lastVersion) : undefined;
  }

  #afterUnavailable(plan: SyncPlan, pieces: number): SyncPlan | undefined {
    this.#unavailable = true;
    // The token of a page has expired: only a list in one piece needs none.
    if (plan.how === 'list' && plan.paged && pieces > 0) return { how: 'list', resourceVersion: '', paged: false };
    if (plan.resourceVersion === '') return undefined;
    return plan.how === 'stream' ? this.plan(undefined) : this.#list(undefined);
  }

  #afterStream(error: unknown, pieces: number, lastVersion: string | undefined): SyncPlan | undefined {
    // What cuts long streams may let pages through. A server that did not even answer may have too much to do: it is given
    // time, and may well know streams.
    const isNothing = error instanceof UnfinishedStreamError && error.end === 'nothing';
    if (isNothing || (isBroken(error) && pieces > 0)) {
      this.#listNext = true;
      return undefined;
    }
    if (mayPass(error) || isNotFound(error) || isNoSuchKind(error)) return undefined;
    if (error instanceof UnfinishedStreamError) this.#unfinished += 1;
    const cannot = error instanceof ApiError && NOT_SUPPORTED.includes(error.status);
    if (cannot || this.#unfinished > 1) this.#streams = false;
    return this.#list(lastVersion);
  }

  /**
   * With a version and a limit a server answers exactly that version, which is soon compacted; so it is asked for pages
   * only where it pages anyway. With `0` it pages only where it has no watch cache.
   */
  #list(lastVersion: string | undefined): ListPlan {
    if (this.#unavailable) return { how: 'list', resourceVersion: '', paged: true };
    if (lastVersion === undefined) return { how: 'list', resourceVersion: '0', paged: true };
    return { how: 'list', resourceVersion: lastVersion, paged: this.#pages };
  }
}
