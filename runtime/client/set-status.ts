// Makes a status that of one very object.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { ApiError, attemptText } from './api-error.js';
import type { WriteOptions } from './client.js';
import { refuseUnspeakable } from './json-text.js';
import { JSON_PATCH, type ObjectAttempt, type Requests, refuseOtherKind } from './requests.js';
import type { Identified } from './subresources.js';

interface StatusWish<T extends KubernetesObject> {
  readonly object: Identified<T>;
  readonly status: object;
}

export async function setStatus<T extends KubernetesObject>(
  requests: Requests,
  attempt: ObjectAttempt,
  { object, status }: StatusWish<T>,
  options: WriteOptions | undefined,
): Promise<Snapshot<T>> {
  refuseOtherKind(attempt.kind, object);
  const { uid } = (object.metadata ?? {}) as { readonly uid?: string };
  if (!uid) throw new TypeError(`${attemptText(attempt)}: metadata.uid is missing: pass the object as it was read`);
  if (typeof status !== 'object' || status === null) {
    throw new TypeError(`${attemptText(attempt)}: the status is ${status}: pass the whole one, {} for an empty one`);
  }
  // In the words of the caller, who does not know of the operations.
  refuseUnspeakable(attempt, { status });
  // The one kind of write that the server binds to a uid and to no version.
  const operations = [
    { op: 'test', path: '/metadata/uid', value: uid },
    { op: 'add', path: '/status', value: status },
  ];
  try {
    return await requests.patch(attempt, JSON_PATCH, operations, options);
  } catch (error) {
    throw isFailedTest(error) ? goneError(attempt, uid, error) : error;
  }
}

/** Whatever else is `Invalid` names its causes, or the webhook that denies it; `add` of a status can always be carried out. */
function isFailedTest(error: unknown): error is ApiError {
  if (!(error instanceof ApiError) || error.reason !== 'Invalid') return false;
  return error.causes.length === 0 && error.webhook === undefined;
}

function goneError(attempt: ObjectAttempt, uid: string, cause: ApiError): ApiError {
  const { kind, key } = attempt;
  const message = `the ${kind.kind} of uid ${uid} is gone, another one has its name`;
  const details = { name: key.name, group: kind.group, kind: kind.plural };
  // Of a subresource that may be missing there is nothing to say here.
  const found = { ...attempt, hint: '' };
  const answer = { kind: 'Status', code: 404, reason: 'NotFound', message, details };
  return new ApiError(found, 404, answer, undefined, { cause });
}
