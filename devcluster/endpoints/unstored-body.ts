// The bodies of what is sent and not stored: reviews, bindings, evictions, requests for tokens.
import { fieldValidationOf } from '../decoding/field-validation.js';
import { type ExpectedType, requestObject } from '../decoding/request-object.js';
import type { ApiObject, SentObject } from '../object/api-object.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import type { WriteContext } from '../strategy/write-context.js';
import type { ApiRequest } from './api-request.js';

export const BINDING = loose('', 'v1', 'Binding');
export const EVICTION = loose('policy', 'v1', 'Eviction');
export const TOKEN_REQUEST = loose('authentication.k8s.io', 'v1', 'TokenRequest');

/** @throws StatusError 400, 415, 422 */
export async function unstoredBody(request: ApiRequest, type: ExpectedType): Promise<SentObject> {
  const fieldValidation = fieldValidationOf(request.query.get('fieldValidation') ?? '', 'CreateOptions');
  const warn = (text: string) => request.warn(text);
  const contentType = request.headers['content-type'];
  return requestObject(await request.body(), type, { contentType, fieldValidation, warn });
}

/** A field of a body as an object; an empty one when it is none. */
export function fieldsOf(object: SentObject, name: string): JsonObject {
  const value = object[name];
  return isJsonObject(value) ? value : {};
}

/** The context of a write as webhooks are asked about it, which see the body and not what becomes of it. */
export function reviewedAs({ group, version, kind }: ExpectedType, context: WriteContext): WriteContext {
  const { request } = context;
  return request === undefined ? context : { ...context, request: { ...request, kind: { group, version, kind } } };
}

/** The context of a write that follows from one that webhooks were asked about. */
export function unasked({ request: _, ...context }: WriteContext): WriteContext {
  return context;
}

/** A body with the namespace that its URL names. */
export function placedIn(namespace: string, object: SentObject): ApiObject {
  const metadata = namespace === '' ? object.metadata : { ...object.metadata, namespace };
  return { ...object, metadata } as ApiObject;
}

/** Of these only a few fields are read. */
function loose(group: string, version: string, kind: string): ExpectedType {
  const schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } as const;
  return { group, version, kind, custom: false, schema };
}
