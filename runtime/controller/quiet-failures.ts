// Failures of reconciles that are part of the way of things.
import type { ApiError } from '../client/api-error.js';
import { isConflict } from '../client/api-reasons.js';

/** What waits for the signal throws its reason, or, in Node's own functions, an AbortError that has it as its cause. */
export function isInterruption(error: unknown, reason: unknown): boolean {
  return error === reason || (error instanceof Error && error.name === 'AbortError' && error.cause === reason);
}

/** Somebody else was faster: the cache will show the newer state. Fields that another manager owns stay a conflict. */
export function isOutrun(error: unknown): boolean {
  return isConflict(error) && !isAboutFields(error);
}

function isAboutFields({ causes }: ApiError): boolean {
  return causes.some(({ reason }) => reason === 'FieldManagerConflict');
}
