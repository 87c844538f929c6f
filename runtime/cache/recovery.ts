// What a reflector does about a list or a watch that failed.
import { ApiError } from '../client/api-error.js';
import {
  isBadRequest,
  isExpired,
  isNoSuchKind,
  isNotFound,
  isServerTimeout,
  isServiceUnavailable,
  isTooLargeResourceVersion,
  isTooManyRequests,
} from '../client/api-reasons.js';
import { ConnectionError } from '../client/connection-error.js';
import { ExplainedError } from '../log/explained-error.js';

/** Where a list reads from, and whether in pages. */
export interface ListPlan {
  /** `0`: what the server has at hand; empty: the newest state; else nothing older than this. */
  readonly resourceVersion: string;
  readonly paged: boolean;
}

/**
 * How to list when so much was seen: at first what the server has at hand, later nothing older. With a version and a limit
 * a server would answer exactly that version, which is soon compacted; with `0` it pages only where it has no watch cache.
 */
export function firstListPlan(lastResourceVersion: string | undefined): ListPlan {
  return lastResourceVersion === undefined
    ? { resourceVersion: '0', paged: true }
    : { resourceVersion: lastResourceVersion, paged: false };
}

/** How to list at once when a list failed so after so many pages, as client-go does; undefined: as before, after a while. */
export function nextListPlan(plan: ListPlan, error: unknown, pages: number): ListPlan | undefined {
  if (pages > 0 && plan.paged && isExpired(error)) return { resourceVersion: '', paged: false };
  if (plan.resourceVersion !== '' && isVersionUnavailable(error)) return { resourceVersion: '', paged: true };
  return undefined;
}

/** Thrown for a watch that the server ended at once, without an event. */
export class ShortWatchError extends ExplainedError {
  override readonly name = 'ShortWatchError';

  constructor() {
    super('very short watch: the server ended it at once, without an event');
  }
}

/** How many watches in a row the server may refuse, or break off, at the same version before everything is listed again. */
const REFUSALS = 3;

/**
 * Whether everything must be listed again, or the watch can go on from the last seen version. It goes on when the server
 * could not be reached or was busy. What the server refuses again and again at one version, and what cannot be
 * understood, would only come back: the list leads past it.
 */
export function mustRelist(error: unknown, fruitlessWatches: number): boolean {
  if (isBroken(error) || isBusy(error)) return false;
  if (error instanceof ShortWatchError) return fruitlessWatches >= REFUSALS;
  if (!(error instanceof ApiError) || isVersionUnavailable(error)) return true;
  return isNotFound(error) || isNoSuchKind(error) || isBadRequest(error) || fruitlessWatches >= REFUSALS;
}

function isVersionUnavailable(error: unknown): boolean {
  return isExpired(error) || isTooLargeResourceVersion(error);
}

/** A connection that brought something unreadable is not merely broken. */
function isBroken(error: unknown): boolean {
  return error instanceof ConnectionError && !(error.cause instanceof SyntaxError);
}

function isBusy(error: unknown): boolean {
  if (isTooLargeResourceVersion(error)) return false;
  return isTooManyRequests(error) || isServiceUnavailable(error) || isServerTimeout(error);
}
