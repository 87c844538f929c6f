// Reads a whole list, page by page, in the pieces in which they come.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { EncodedListOptions, EncodedPiece, EncodedSource } from '../client/encoded-source.js';
import type { Clock } from '../clock/clock.js';
import { linkedController } from '../clock/linked-controller.js';
import { IdleDeadline } from './idle-deadline.js';
import { untilAborted } from './interruptible.js';
import type { ListPlan } from './sync-policy.js';

/** Which objects of a kind are followed. */
export interface ReflectorScope {
  /** Only this namespace; default: all. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly shardSelector?: string | undefined;
  /** Of each object the metadata alone. */
  readonly metadataOnly?: boolean | undefined;
}

/** What is listed, and with what. */
export interface ListRequest {
  readonly kind: Kind<KubernetesObject>;
  readonly source: EncodedSource;
  readonly scope: ReflectorScope;
  readonly clock: Clock;
}

/** Objects of a page; the size of client-go. */
const PAGE = 500;
/** A server ends every request but a watch after a minute, unless told otherwise. */
const SILENCE_LIMIT = 120_000;

/**
 * The pieces of a list; the last one of each page has metadata. Ends early when the signal aborts.
 * @throws what the source throws, TypeError for a page without a resourceVersion, and an Error when nothing comes for two
 *   minutes
 */
export async function* listPieces(
  request: ListRequest,
  { resourceVersion, paged }: ListPlan,
  signal: AbortSignal,
): AsyncGenerator<EncodedPiece, void, undefined> {
  const limit = paged ? PAGE : undefined;
  let token: string | undefined;
  do {
    // A token holds its version already, and the server refuses both.
    const where = token === undefined ? { resourceVersion: resourceVersion || undefined } : { continue: token };
    let end: EncodedPiece['metadata'];
    for await (const piece of onePage(request, { ...request.scope, limit, ...where }, signal)) {
      end = piece.metadata ?? end;
      yield piece;
    }
    if (signal.aborted) return;
    if (!end?.resourceVersion) throw new TypeError('the server sent a list without a resourceVersion');
    token = end.continue || undefined;
  } while (token !== undefined);
}

async function* onePage(
  { source, kind, clock }: ListRequest,
  options: EncodedListOptions,
  signal: AbortSignal,
): AsyncGenerator<EncodedPiece, void, undefined> {
  const call = linkedController(signal);
  const deadline = new IdleDeadline(clock, SILENCE_LIMIT, () => call.abort());
  try {
    for await (const piece of untilAborted(
      source.listEncoded(kind, { ...options, signal: call.signal }),
      call.signal,
    )) {
      deadline.touch();
      yield piece;
      // Taking it in may have taken a while.
      deadline.touch();
    }
    if (call.signal.aborted && !signal.aborted) {
      throw new Error(`the list was not answered within ${SILENCE_LIMIT / 1000} s`);
    }
  } finally {
    deadline.cancel();
    call.release();
  }
}
