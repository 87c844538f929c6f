// AdmissionReviews: what a webhook is asked, and what it answers.
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { isJsonList } from '../object/json-value.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { AdmittedWrite } from '../strategy/write-context.js';
import { WebhookFailure } from './webhook-failure.js';
import { namespaceOf } from './webhook-matching.js';

/** The versions that are spoken, in no order: a webhook says which it wants first. */
const VERSIONS: readonly string[] = ['v1', 'v1beta1'];

/** @throws WebhookFailure when a webhook wants none that is spoken */
export function reviewVersion(wanted: readonly string[]): string {
  const version = wanted.find(each => VERSIONS.includes(each));
  if (version !== undefined) return version;
  const why = 'webhook does not accept known AdmissionReview versions (v1, v1beta1)';
  throw new WebhookFailure(`could not create admission objects: ${why}`);
}

/** The objects of a write in the version that a webhook sees. */
export interface SeenObjects {
  readonly type: ResourceType;
  readonly object: Json;
  readonly oldObject: Json;
}

/** `request` of an AdmissionReview. @param uid undefined for conditions, which are not told it, nor the objects */
export function reviewRequest(write: AdmittedWrite, seen: SeenObjects, uid?: string): JsonObject {
  const { context, operation, name } = write;
  const { type, subresource, dryRun, request } = context;
  const namespace = namespaceOf(write);
  const told = uid === undefined ? { uid: '', object: null, oldObject: null } : { uid, ...objectsOf(seen) };
  return {
    uid: told.uid,
    kind: kindOf(seen.type, write),
    resource: resourceOf(seen.type),
    ...(subresource !== '' && { subResource: subresource }),
    requestKind: kindOf(type, write),
    requestResource: resourceOf(type),
    ...(subresource !== '' && { requestSubResource: subresource }),
    ...(name !== '' && { name }),
    ...(namespace !== '' && { namespace }),
    operation,
    userInfo: userInfo(request?.user),
    object: told.object,
    oldObject: told.oldObject,
    dryRun,
    options: { kind: OPTIONS[operation], apiVersion: 'meta.k8s.io/v1', ...request?.options },
  };
}

const OPTIONS = { CREATE: 'CreateOptions', UPDATE: 'UpdateOptions', DELETE: 'DeleteOptions' } as const;

function objectsOf({ object, oldObject }: SeenObjects): Pick<SeenObjects, 'object' | 'oldObject'> {
  return { object, oldObject };
}

/** Other versions of a subresource have the same kind: `autoscaling/v1 Scale`. */
function kindOf({ group, version, kind }: ResourceType, { context }: AdmittedWrite): JsonObject {
  const own = context.request?.kind;
  return own === undefined ? { group, version, kind } : { group: own.group, version: own.version, kind: own.kind };
}

function resourceOf({ group, version, resource }: ResourceType): JsonObject {
  return { group, version, resource };
}

/** What is empty is left out. */
function userInfo(user: { readonly [field: string]: unknown } | undefined): JsonObject {
  const fields = ['username', 'uid', 'groups', 'extra'].map(name => [name, user?.[name]] as const);
  const isThere = (value: unknown): boolean =>
    value !== undefined && value !== '' && (typeof value !== 'object' || Object.keys(value ?? {}).length > 0);
  return Object.fromEntries(fields.filter(([, value]) => isThere(value))) as JsonObject;
}

/** What a webhook says. */
export interface Verdict {
  readonly allowed: boolean;
  /** `metav1.Status`. */
  readonly status: JsonObject | undefined;
  readonly warnings: readonly string[];
  /** A JSON patch as text; empty when nothing is to be changed. */
  readonly patch: string;
  readonly patchType: string;
}

/** @throws WebhookFailure for an answer that is not one to this question */
export function verdictOf(
  review: JsonObject,
  { uid, version, mutating }: { readonly uid: string; readonly version: string; readonly mutating: boolean },
): Verdict {
  const { response } = review;
  const invalid = (why: string) => new WebhookFailure(`received invalid webhook response: ${why}`);
  if (!isJsonObject(response)) throw invalid('webhook response was absent');
  const patch = bytesOf(response.patch).toString();
  const hasType = (response.patchType ?? null) !== null;
  const patchType = textOf(response, 'patchType');
  if (version === 'v1') {
    const answered = textOf(response, 'uid');
    if (answered !== uid) throw invalid(`expected response.uid=${quoted(uid)}, got ${quoted(answered)}`);
    const kind = `${textOf(review, 'apiVersion') || '/'}, Kind=${textOf(review, 'kind')}`;
    if (kind !== REVIEW) throw invalid(`expected webhook response of ${REVIEW}, got ${kind}`);
    const wrong = mutating ? patchProblem(patch, hasType, patchType) : strayPatch(patch, hasType);
    if (wrong !== undefined) throw invalid(wrong);
  }
  return {
    allowed: response.allowed === true,
    status: isJsonObject(response.status) ? response.status : undefined,
    warnings: isJsonList(response.warnings) ? response.warnings.map(each => String(each ?? '')) : [],
    patch: mutating ? patch : '',
    // It was not looked at in the older version.
    patchType: version === 'v1' ? patchType : 'JSONPatch',
  };
}

const REVIEW = 'admission.k8s.io/v1, Kind=AdmissionReview';

function patchProblem(patch: string, hasType: boolean, type: string): string | undefined {
  if (patch !== '' && !hasType) return 'webhook returned response.patch but not response.patchType';
  if (patch === '' && hasType) return 'webhook returned response.patchType but not response.patch';
  return hasType && type === '' ? `webhook returned invalid response.patchType of ${quoted(type)}` : undefined;
}

function strayPatch(patch: string, hasType: boolean): string | undefined {
  if (patch !== '') return 'validating webhook may not return response.patch';
  return hasType ? 'validating webhook may not return response.patchType' : undefined;
}

/** In base64, or as a list of numbers. */
function bytesOf(value: Json | undefined): Buffer {
  return isJsonList(value) ? Buffer.from(value.map(Number)) : Buffer.from(String(value ?? ''), 'base64');
}

function textOf(object: JsonObject, field: string): string {
  const value = object[field];
  return typeof value === 'string' ? value : '';
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
