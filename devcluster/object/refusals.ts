// The refusals of the API server by their reasons, each with the text and the details that it has there.
import { type FieldError, fieldErrorsText } from './field-error.js';
import { StatusError } from './status-error.js';

/** What a refusal names: a resource, and where the text wants it, its kind. */
export interface Named {
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
}

export function notFound(type: Pick<Named, 'group' | 'resource'>, name: string): StatusError {
  return new StatusError(404, 'NotFound', `${resourceText(type)} "${name}" not found`, resourceDetails(type, name));
}

/** For paths that lead to nothing. */
export function noSuchResource(): StatusError {
  return new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function alreadyExists(type: Named, name: string, beingDeleted: boolean): StatusError {
  const text = `${resourceText(type)} "${name}" already exists`;
  const message = beingDeleted ? `object is being deleted: ${text}` : text;
  return new StatusError(409, 'AlreadyExists', message, resourceDetails(type, name));
}

export function conflict(type: Pick<Named, 'group' | 'resource'>, name: string, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${resourceText(type)} "${name}": ${why}`;
  return new StatusError(409, 'Conflict', message, resourceDetails(type, name));
}

/** Of a write that was made against another resourceVersion than the present one. */
export function modified(type: Named, name: string): StatusError {
  const why = 'the object has been modified; please apply your changes to the latest version and try again';
  return conflict(type, name, why);
}

export function invalidObject(
  type: Pick<Named, 'group' | 'kind'>,
  name: string,
  errors: readonly FieldError[],
): StatusError {
  const kind = type.group === '' ? type.kind : `${type.kind}.${type.group}`;
  return new StatusError(422, 'Invalid', `${kind} "${name}" is invalid: ${fieldErrorsText(errors)}`, {
    ...(name !== '' && { name }),
    ...(type.group !== '' && { group: type.group }),
    ...(type.kind !== '' && { kind: type.kind }),
    causes: errors.map(({ reason, message, field }) => ({ reason, message, field })),
  });
}

export function forbiddenObject(type: Pick<Named, 'group' | 'resource'>, name: string, why: string): StatusError {
  const message = `${resourceText(type)}${name === '' ? '' : ` "${name}"`} is forbidden: ${why}`;
  return new StatusError(403, 'Forbidden', message, resourceDetails(type, name));
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

/** An error without a reason of its own, as the real server answers those that nothing classifies. */
export function internalError(message: string): StatusError {
  return new StatusError(500, '', message);
}

export function methodNotAllowed(): StatusError {
  const message = 'the server does not allow this method on the requested resource';
  return new StatusError(405, 'MethodNotAllowed', message, {});
}

/** The same of a custom resource, which says what it was. */
export function methodNotSupported(type: Pick<Named, 'group' | 'resource'>, verb: string): StatusError {
  const message = `${verb} is not supported on resources of kind "${resourceText(type)}"`;
  return new StatusError(405, 'MethodNotAllowed', message, { group: type.group, kind: type.resource });
}

export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return new StatusError(415, 'UnsupportedMediaType', message);
}

export function notAcceptable(accepted: readonly string[]): StatusError {
  const message = `only the following media types are accepted: ${accepted.join(', ')}`;
  return new StatusError(406, 'NotAcceptable', message);
}

/** History does not reach back that far. */
export function expired(message: string): StatusError {
  return new StatusError(410, 'Expired', message);
}

export function futureResourceVersion(asked: number, current: number): StatusError {
  return new StatusError(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

export function tooLarge(limit: number): StatusError {
  const message = `Request entity too large: limit is ${limit}`;
  return new StatusError(413, 'RequestEntityTooLarge', message);
}

/** What the embedded control plane does not do, said loudly. */
export function notModelled(what: string): StatusError {
  const message = `kubewright's development server does not model ${what}; see /kubewright/not-modelled`;
  return new StatusError(501, 'NotImplemented', message);
}

function resourceText({ group, resource }: Pick<Named, 'group' | 'resource'>): string {
  return group === '' ? resource : `${resource}.${group}`;
}

function resourceDetails({ group, resource }: Pick<Named, 'group' | 'resource'>, name: string): object {
  return { ...(name !== '' && { name }), ...(group !== '' && { group }), kind: resource };
}
