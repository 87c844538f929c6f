// The refusals of patches, in the API server's words.
import type { Json } from '../../schema/structural-schema.js';
import { deeperThan } from '../object/json-value.js';
import { badRequest } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';

/** How deep a patch, and what comes out of it, may be nested. The API server allows 10000 levels. */
export const MAX_PATCH_DEPTH = 1000;

/** The patch does not fit the object. The API server does not say where. */
export function unprocessablePatch(): StatusError {
  return new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

/**
 * Refuses what would exhaust the stack of those who walk it.
 * @throws StatusError 400
 */
export function checkDepth(value: Json, what: string): void {
  if (deeperThan(value, MAX_PATCH_DEPTH)) {
    throw badRequest(`${what} is nested more than ${MAX_PATCH_DEPTH} levels deep`);
  }
}
