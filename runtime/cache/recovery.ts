// What a reflector does about a watch that failed.
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
  isUnauthorized,
} from '../client/api-reasons.js';
import { ConnectionError } from '../client/connection-error.js';
import { ExplainedError } from '../log/explained-error.js';

/** Thrown for a watch that the server ended at once, without an event. */
export class ShortWatchError extends ExplainedError {
  override readonly name = 'ShortWatchError';

  constructor() {
    super('very short watch: the server ended it at once, without an event');
  }
}

/** Thrown where a version comes after a newer one. */
export class VersionOrderError extends ExplainedError {
  override readonly name = 'VersionOrderError';

  constructor(reached: string, came: string) {
    super(
      `the watch went back from resourceVersion ${reached} to ${came}: ` +
        'etcd was restored from a backup, or something on the way repeats or mixes up events',
    );
  }
}

/** How many watches in a row the server may refuse, or break off, at the same version before everything is listed again. */
const REFUSALS = 3;

/**
 * Whether everything must be listed again, or the watch can go on from the last seen version. It goes on when the server
 * could not be reached, was busy, or did not know who asks. What the server refuses again and again at one version, and
 * what cannot be understood, would only come back: the list leads past it.
 */
export function mustRelist(error: unknown, fruitlessWatches: number): boolean {
  if (mayPass(error)) return false;
  if (error instanceof ShortWatchError) return fruitlessWatches >= REFUSALS;
  if (!(error instanceof ApiError) || isVersionUnavailable(error)) return true;
  return isNotFound(error) || isNoSuchKind(error) || isBadRequest(error) || fruitlessWatches >= REFUSALS;
}

/** Whether the server no longer has a version, or does not have it yet. */
export function isVersionUnavailable(error: unknown): boolean {
  return isExpired(error) || isTooLargeResourceVersion(error) || saysVersionUnavailable(error);
}

/** Whether the same request may do a little later, without anything else being changed. */
export function mayPass(error: unknown): boolean {
  return isBroken(error) || isBusy(error) || isUnauthorized(error);
}

/** A connection that brought something unreadable, or an object that is too long, is not merely broken. */
export function isBroken(error: unknown): boolean {
  return error instanceof ConnectionError && !UNREADABLE.some(sort => error.cause instanceof sort);
}

const UNREADABLE = [SyntaxError, TypeError, RangeError];

function isBusy(error: unknown): boolean {
  if (isVersionUnavailable(error)) return false;
  return isTooManyRequests(error) || isServiceUnavailable(error) || isServerTimeout(error);
}

/** Servers before 1.17, and servers that are none of Kubernetes' own, have only words for it. */
function saysVersionUnavailable(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return /too old resource version|required revision has been compacted|too large resource version/i.test(
    error.message,
  );
}
