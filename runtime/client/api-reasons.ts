// Tells the refusals of the API server apart, as apimachinery's `api/errors` does.
import { ApiError } from './api-error.js';

/** The reasons of `metav1.StatusReason`, with their codes. */
const CODES = {
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  AlreadyExists: 409,
  Conflict: 409,
  Gone: 410,
  Invalid: 422,
  ServerTimeout: 500,
  StorageReadError: 500,
  Timeout: 504,
  TooManyRequests: 429,
  BadRequest: 400,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  InternalError: 500,
  Expired: 410,
  ServiceUnavailable: 503,
} as const;

type Reason = keyof typeof CODES;

/**
 * Whether the object does not exist (or its namespace). A kind that the server does not serve is not meant
 * (`isNoSuchKind`), nor a 404 that is not the API server's or that an admission webhook denies something with, so this is safe
 * to read as "it is gone".
 */
export function isNotFound(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'NotFound') && !error.kindIsMissing && error.webhook === undefined;
}

/** Whether the server does not serve the kind: its CRD is not applied, or its version is not served. */
export function isNoSuchKind(error: unknown): error is ApiError {
  return isApiError(error) && error.kindIsMissing;
}

/** Whether the object has changed since it was read, or another field manager owns an applied field. */
export function isConflict(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'Conflict', 409);
}

/** Whether an object of this name exists already. */
export function isAlreadyExists(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'AlreadyExists');
}

/** Whether the object breaks its schema, or a rule of the server; `causes` names the fields. */
export function isInvalid(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'Invalid', 422);
}

/** Whether the request could not be understood, an unknown field under strict field validation among it. */
export function isBadRequest(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'BadRequest', 400);
}

/** Whether the user may not do this; also what admission plugins and quotas answer. */
export function isForbidden(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'Forbidden', 403);
}

/** Whether the server does not know who asks. */
export function isUnauthorized(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'Unauthorized', 401);
}

/** Whether the asked-for version (or page) is too old: list again. Covers `Expired` and `Gone`. */
export function isExpired(error: unknown): error is ApiError {
  return isApiError(error) && (hasReason(error, 'Expired', 410) || error.reason === 'Gone');
}

/** Whether the kind has no such verb: the method is not supported there. */
export function isMethodNotSupported(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'MethodNotAllowed', 405);
}

/** Whether the server has no form of the answer that was asked for. */
export function isNotAcceptable(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'NotAcceptable', 406);
}

/** Whether the server does not read what was sent in this form: a strategic merge patch of a custom resource, say. */
export function isUnsupportedMediaType(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'UnsupportedMediaType', 415);
}

/** Whether the object is larger than the server takes. */
export function isRequestEntityTooLarge(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'RequestEntityTooLarge', 413);
}

/** Whether the server cannot read the object from its store: it is corrupt, or not to be decrypted. */
export function isStoreReadError(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'StorageReadError');
}

/** Whether the server has not yet reached the asked-for version: it lags behind the one that answered before. */
export function isTooLargeResourceVersion(error: unknown): error is ApiError {
  return (
    isApiError(error) &&
    hasReason(error, 'Timeout') &&
    error.causes.some(cause => cause.reason === 'ResourceVersionTooLarge')
  );
}

/** Whether the server sheds load; the client has then already waited and tried again. */
export function isTooManyRequests(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'TooManyRequests', 429);
}

/** Whether the server could not do it in time, and trying again may help. */
export function isServerTimeout(error: unknown): error is ApiError {
  return isApiError(error) && (hasReason(error, 'ServerTimeout') || hasReason(error, 'Timeout', 504));
}

/** Whether the server, or one behind it, is not ready. */
export function isServiceUnavailable(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'ServiceUnavailable', 503);
}

/** Whether the server failed inside; a webhook that cannot be reached is reported so. */
export function isInternalError(error: unknown): error is ApiError {
  return isApiError(error) && hasReason(error, 'InternalError', 500);
}

/** Whether nothing can be created because the namespace is being deleted. */
export function isNamespaceTerminating(error: unknown): error is ApiError {
  return isApiError(error) && error.causes.some(({ reason }) => reason === 'NamespaceTerminating');
}

function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError;
}

/** A reason that Kubernetes does not know says nothing: then the code decides, where it is unmistakable. */
function hasReason(error: ApiError, reason: Reason, code?: number): boolean {
  return Object.hasOwn(CODES, error.reason) ? error.reason === reason : error.status === code;
}
