// Reads an AdmissionReview (admission.k8s.io). Nothing in it is believed before it is looked at: anybody may send one.
import type { JsonObject } from '../../decorators/json-values.js';
import { apiVersionOf } from '../../decorators/kind.js';
import type { AdmissionKind, AdmissionOperation, AdmissionResource, AdmissionUser } from './admission-context.js';
import { bodyJson } from './body-json.js';
import type { WebhookProblem } from './webhook-endpoint.js';

/** What the API server asks. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly kind: AdmissionKind;
  readonly resource: AdmissionResource;
  readonly subresource?: string;
  readonly requestKind: AdmissionKind;
  readonly requestResource: AdmissionResource;
  readonly requestSubresource?: string;
  readonly name: string;
  readonly namespace: string;
  readonly operation: AdmissionOperation;
  readonly user: AdmissionUser;
  readonly dryRun: boolean;
  /** Of `kind`; absent for `DELETE`. */
  readonly object?: JsonObject;
  /** Of `kind`; for `UPDATE` and `DELETE`. */
  readonly oldObject?: JsonObject;
  readonly options: JsonObject;
}

/** Who is answered: what of that could be found, if the rest could not be read. */
export interface ReviewHead {
  /** `admission.k8s.io/v1`, or `v1beta1` if that was sent. */
  readonly apiVersion: string;
  /** Empty if there is none. */
  readonly uid: string;
}

/** A review that can be answered as it is meant, or why not. */
export type ReadReview = { readonly head: ReviewHead } & (
  | { readonly request: AdmissionRequest }
  | { readonly problem: WebhookProblem }
);

const V1 = 'admission.k8s.io/v1';
const API_VERSIONS: readonly unknown[] = [V1, 'admission.k8s.io/v1beta1'];
const OPERATIONS: readonly unknown[] = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'];

/** Never throws. Both versions of reviews have the same fields. */
export function readReview(body: Buffer, problem: WebhookProblem | undefined): ReadReview {
  if (problem !== undefined && problem.code !== 400) return { head: headAtStart(body), problem };
  const review = parsed(body);
  const head = headOf(review);
  if (problem !== undefined) return { head, problem };
  if (review instanceof Error) return { head, problem: bad(review.message) };
  try {
    return { head, request: requestOf(review) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { head, problem: bad(error.message) };
  }
}

/** Found in what is too large to be read: the API server writes these first. */
function headAtStart(body: Buffer): ReviewHead {
  const found = /^\{"kind":"AdmissionReview","apiVersion":"([^"\\]+)","request":\{"uid":"([^"\\]+)"/.exec(
    body.toString('latin1', 0, 1024),
  );
  return { apiVersion: API_VERSIONS.includes(found?.[1]) ? (found?.[1] as string) : V1, uid: found?.[2] ?? '' };
}

function headOf(review: unknown): ReviewHead {
  const { apiVersion, request } = isObject(review) ? review : ({} as JsonObject);
  const uid = isObject(request) ? request.uid : undefined;
  return {
    apiVersion: API_VERSIONS.includes(apiVersion) ? (apiVersion as string) : V1,
    uid: typeof uid === 'string' ? uid : '',
  };
}

function parsed(body: Buffer): unknown {
  try {
    return bodyJson(body, JSON.parse);
  } catch (error) {
    return error;
  }
}

class Unreadable extends Error {}

function requestOf(review: unknown): AdmissionRequest {
  if (!isObject(review)) throw new Unreadable('the body is no object: an AdmissionReview is wanted');
  if (review.kind !== 'AdmissionReview') {
    throw new Unreadable(`kind: AdmissionReview is wanted, not ${shown(review.kind)}`);
  }
  if (!API_VERSIONS.includes(review.apiVersion)) {
    throw new Unreadable(`apiVersion: ${API_VERSIONS.join(' or ')} is wanted, not ${shown(review.apiVersion)}`);
  }
  const { request } = review;
  if (!isObject(request)) throw new Unreadable(`request: an object is wanted, not ${shown(request)}`);
  const kind = kindOf(request, 'kind');
  const resource = resourceOf(request, 'resource');
  const subresource = text(request, 'subResource');
  const requestSubresource = text(request, 'requestSubResource');
  const object = objectOf(request, 'object');
  const oldObject = objectOf(request, 'oldObject');
  const read: AdmissionRequest = {
    uid: needed(request, 'uid'),
    kind,
    resource,
    ...(subresource !== '' && { subresource }),
    requestKind: isAbsent(request.requestKind) ? kind : kindOf(request, 'requestKind'),
    requestResource: isAbsent(request.requestResource) ? resource : resourceOf(request, 'requestResource'),
    ...(requestSubresource !== '' && { requestSubresource }),
    // Of a collection that is deleted, the API server names no object.
    name: text(request, 'name') || nameIn(oldObject),
    namespace: text(request, 'namespace'),
    operation: operationOf(request),
    user: userOf(request),
    dryRun: dryRunOf(request),
    ...(object !== undefined && { object }),
    ...(oldObject !== undefined && { oldObject }),
    options: objectOf(request, 'options') ?? {},
  };
  checkObjects(read);
  return read;
}

/** What each operation comes with; of the kind that the review names. What is connected to is a kind of its own. */
function checkObjects({ operation, kind, object, oldObject }: AdmissionRequest): void {
  const wanted = {
    ...(operation !== 'DELETE' && { object }),
    ...((operation === 'UPDATE' || operation === 'DELETE') && { oldObject }),
  };
  for (const [name, each] of Object.entries(wanted)) {
    if (each === undefined) throw new Unreadable(`request.${name}: ${operation} comes with an object, got none`);
    if (operation === 'CONNECT') continue;
    const expected = { apiVersion: apiVersionOf({ ...kind, plural: '', scope: 'Namespaced' }), kind: kind.kind };
    for (const field of ['apiVersion', 'kind'] as const) {
      if (each[field] === expected[field]) continue;
      throw new Unreadable(`request.${name}.${field}: ${expected[field]} is wanted, not ${shown(each[field])}`);
    }
    if (isObject(each.metadata)) continue;
    throw new Unreadable(`request.${name}.metadata: an object is wanted, not ${shown(each.metadata)}`);
  }
}

function kindOf(request: JsonObject, name: string): AdmissionKind {
  const of = sub(request, name);
  const at = `request.${name}`;
  return { group: text(of, 'group', at), version: needed(of, 'version', at), kind: needed(of, 'kind', at) };
}

function resourceOf(request: JsonObject, name: string): AdmissionResource {
  const of = sub(request, name);
  const at = `request.${name}`;
  return { group: text(of, 'group', at), version: needed(of, 'version', at), resource: needed(of, 'resource', at) };
}

function operationOf({ operation }: JsonObject): AdmissionOperation {
  if (OPERATIONS.includes(operation)) return operation as AdmissionOperation;
  throw new Unreadable(`request.operation: ${OPERATIONS.join(', ')} is wanted, not ${shown(operation)}`);
}

function userOf(request: JsonObject): AdmissionUser {
  const user = sub(request, 'userInfo');
  const at = 'request.userInfo';
  const extra = isAbsent(user.extra) ? {} : user.extra;
  if (!isObject(extra)) throw new Unreadable(`${at}.extra: an object is wanted, not ${shown(extra)}`);
  return {
    username: text(user, 'username', at),
    uid: text(user, 'uid', at),
    groups: texts(user.groups, `${at}.groups`),
    extra: Object.fromEntries(Object.entries(extra).map(([name, value]) => [name, texts(value, `${at}.extra`)])),
  };
}

function dryRunOf({ dryRun }: JsonObject): boolean {
  if (isAbsent(dryRun) || typeof dryRun === 'boolean') return dryRun === true;
  throw new Unreadable(`request.dryRun: true or false is wanted, not ${shown(dryRun)}`);
}

function objectOf(request: JsonObject, name: string): JsonObject | undefined {
  const value = request[name];
  if (isAbsent(value)) return undefined;
  if (isObject(value)) return value;
  throw new Unreadable(`request.${name}: an object is wanted, not ${shown(value)}`);
}

function nameIn(object: JsonObject | undefined): string {
  const { metadata } = object ?? {};
  return isObject(metadata) && typeof metadata.name === 'string' ? metadata.name : '';
}

function sub(request: JsonObject, name: string): JsonObject {
  const value = request[name];
  if (isObject(value)) return value;
  throw new Unreadable(`request.${name}: an object is wanted, not ${shown(value)}`);
}

function needed(of: JsonObject, name: string, at = 'request'): string {
  const value = of[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new Unreadable(`${at}.${name}: a text is wanted, not ${shown(value)}`);
}

/** Empty where there is none. */
function text(of: JsonObject, name: string, at = 'request'): string {
  const value = of[name];
  if (isAbsent(value)) return '';
  if (typeof value === 'string') return value;
  throw new Unreadable(`${at}.${name}: a text is wanted, not ${shown(value)}`);
}

function texts(value: unknown, at: string): readonly string[] {
  if (isAbsent(value)) return [];
  if (Array.isArray(value) && value.every(item => typeof item === 'string')) return value;
  throw new Unreadable(`${at}: a list of texts is wanted, not ${shown(value)}`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function bad(message: string): WebhookProblem {
  return { code: 400, message };
}

/** Short: it goes back to whoever sent it. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}
