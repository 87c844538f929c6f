// What is wrong with a review of access, or with a request for a token, in the words of the API server.
import type { SentObject } from '../object/api-object.js';
import { type FieldError, invalid } from '../object/field-error.js';
import type { JsonObject } from '../object/json.js';
import { badRequest, invalidObject } from '../object/refusals.js';
import type { ApiRequest } from './api-request.js';
import { fieldsOf } from './unstored-body.js';

/** @throws StatusError 400, 422 */
export function refuseReview({ type, namespace }: ApiRequest, review: SentObject): void {
  const spec = fieldsOf(review, 'spec');
  if (type.kind === 'TokenReview' && (spec.token ?? '') === '') {
    throw badRequest('token is required for TokenReview in authentication');
  }
  if (type.kind === 'SelfSubjectRulesReview' && (spec.namespace ?? '') === '') {
    throw badRequest('no namespace on request');
  }
  if (!type.kind.endsWith('AccessReview')) return;
  const errors = [
    ...attributeErrors(spec),
    ...(type.kind === 'SelfSubjectAccessReview' ? [] : subjectErrors(spec)),
    ...(type.kind === 'LocalSubjectAccessReview' ? placeErrors(spec, namespace) : []),
  ];
  // The API server leaves the kind out here.
  if (errors.length > 0) throw invalidObject({ group: type.group, kind: '' }, '', errors);
}

function attributeErrors({ resourceAttributes, nonResourceAttributes }: JsonObject): readonly FieldError[] {
  const [resource, other] = [resourceAttributes ?? null, nonResourceAttributes ?? null];
  if (resource === null && other === null) {
    const why = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    return [invalid('spec.resourceAttributes', null, why)];
  }
  if (resource === null || other === null) return [];
  // The internal type of the real server, in the order of its fields.
  const { path = '', verb = '' } = other as JsonObject;
  const shown = { Path: path, Verb: verb };
  return [invalid('spec.nonResourceAttributes', shown, 'cannot be specified in combination with resourceAttributes')];
}

function subjectErrors({ user, groups }: JsonObject): readonly FieldError[] {
  if ((user ?? '') !== '' || (Array.isArray(groups) && groups.length > 0)) return [];
  return [invalid('spec.user', '', 'at least one of user or group must be specified')];
}

function placeErrors(spec: JsonObject, namespace: string): readonly FieldError[] {
  const attributes = (spec.resourceAttributes ?? undefined) as JsonObject | undefined;
  if (attributes === undefined || attributes.namespace === namespace) return [];
  const asked = attributes.namespace ?? '';
  return [invalid('spec.resourceAttributes.namespace', asked, 'must match metadata.namespace')];
}

const [SHORTEST, LONGEST] = [600, 2 ** 32];

/** @throws StatusError 422 */
export function refuseTokenRequest({ namespace, name }: ApiRequest, request: SentObject): void {
  const { name: sentName = '', namespace: sentNamespace = '' } = request.metadata;
  const otherPlace = [
    ...(sentName === '' || sentName === name
      ? []
      : [invalid('metadata.name', sentName, 'must match the service account name if specified')]),
    ...(sentNamespace === '' || sentNamespace === namespace
      ? []
      : [invalid('metadata.namespace', sentNamespace, 'must match the service account namespace if specified')]),
  ];
  if (otherPlace.length > 0) throw invalidObject(TOKEN_REQUEST, name, otherPlace);
  const { expirationSeconds } = fieldsOf(request, 'spec');
  if (typeof expirationSeconds !== 'number') return;
  const problem =
    expirationSeconds < SHORTEST
      ? 'may not specify a duration less than 10 minutes'
      : expirationSeconds > LONGEST
        ? 'may not specify a duration larger than 2^32 seconds'
        : undefined;
  if (problem === undefined) return;
  throw invalidObject(TOKEN_REQUEST, '', [invalid('spec.expirationSeconds', expirationSeconds, problem)]);
}

const TOKEN_REQUEST = { group: 'authentication.k8s.io', kind: 'TokenRequest' };
