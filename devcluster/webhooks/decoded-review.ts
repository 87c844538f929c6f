// Reads what a webhook has answered, as the API server's decoder does.
import type { Json } from '../../schema/structural-schema.js';
import { JsonTextError, parseJson } from '../http/json-text.js';
import { parseYaml, YamlTextError } from '../http/yaml-text.js';
import { cannotUnmarshal, NO_TYPE, TYPE_META } from '../object/go-text.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { isJsonList } from '../object/json-value.js';
import { WebhookFailure } from './webhook-failure.js';

/**
 * An AdmissionReview whose response has fields of the right types.
 * @param version that was sent
 * @throws WebhookFailure with what Go's decoder says
 */
export function decodedReview(text: string, version: string): JsonObject {
  const review = parsed(text);
  if (!isJsonObject(review)) throw failed(`${NO_TYPE}${cannotUnmarshal(review, `value of type ${TYPE_META}`)}`);
  const { kind = '', apiVersion = '' } = review;
  if (kind !== '' || apiVersion !== '') refuseOtherKind(String(kind), String(apiVersion), version);
  const response = review.response ?? null;
  if (response === null) return review;
  if (!isJsonObject(response)) throw wrongType(response, 'AdmissionReview.response', 'v1.AdmissionResponse');
  for (const [field, isRight, type] of FIELDS) {
    const value = response[field] ?? null;
    if (value !== null && !isRight(value)) throw wrongType(value, `AdmissionResponse.response.${field}`, type);
  }
  refuseBase64(typeof response.patch === 'string' ? response.patch : '');
  return review;
}

/** What does not begin as an object is taken for YAML. */
function parsed(text: string): Json {
  try {
    return (/^\s*\{/.test(text) ? parseJson(text) : parseYaml(text)).value;
  } catch (error) {
    if (error instanceof YamlTextError) throw failed(error.message);
    throw error instanceof JsonTextError ? failed(`${NO_TYPE}${error.message}`) : error;
  }
}

function refuseOtherKind(kind: string, apiVersion: string, version: string): void {
  const [, other = ''] = /^admission\.k8s\.io\/(v1|v1beta1)$/.exec(apiVersion) ?? [];
  if (kind !== 'AdmissionReview' || other === '') {
    const named = `${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`;
    throw failed(`no kind ${named} in scheme "pkg/runtime/scheme.go:111"`);
  }
  if (other === version) return;
  throw failed(`converting (${other}.AdmissionReview) to (${version}.AdmissionReview): unknown conversion`);
}

const isText = (value: Json): boolean => typeof value === 'string';

/** With their types in Go. */
const FIELDS: readonly (readonly [name: string, isRight: (value: Json) => boolean, type: string])[] = [
  ['uid', isText, 'types.UID'],
  ['allowed', value => typeof value === 'boolean', 'bool'],
  ['status', isJsonObject, 'v1.Status'],
  ['patch', isText, '[]uint8'],
  ['patchType', isText, 'v1.PatchType'],
  ['auditAnnotations', isJsonObject, 'map[string]string'],
  ['warnings', isJsonList, '[]string'],
];

function refuseBase64(text: string): void {
  const wrong = /[^A-Za-z0-9+/=\r\n]/.exec(text);
  if (wrong !== null) throw failed(`illegal base64 data at input byte ${wrong.index}`);
  if (text.length % 4 !== 0) throw failed(`illegal base64 data at input byte ${text.length - (text.length % 4)}`);
}

function wrongType(value: Json, field: string, type: string): WebhookFailure {
  return failed(cannotUnmarshal(value, `struct field ${field} of type ${type}`));
}

function failed(why: string): WebhookFailure {
  return new WebhookFailure(`failed to call webhook: ${why}`);
}
