// Why a webhook could not be asked, or what it said is no answer; and how either refuses a write.
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { isJsonList, ownValue } from '../object/json-value.js';
import { AdmissionRefusal, type StatusDetails } from '../object/status-error.js';

/** The failure policy decides whether it matters. The message comes after `failed calling webhook "NAME": `. */
export class WebhookFailure extends Error {
  override readonly name = 'WebhookFailure';
}

/** An error of the server, as the API server tells it. */
export function internalRefusal(why: string): AdmissionRefusal {
  return new AdmissionRefusal(500, 'InternalError', `Internal error occurred: ${why}`, { causes: [{ message: why }] });
}

/** Of a webhook that failed, and has to answer. */
export function failedCall(webhook: string, { message }: WebhookFailure): AdmissionRefusal {
  return internalRefusal(`failed calling webhook ${JSON.stringify(webhook)}: ${message}`);
}

/** Of a webhook that said no. @param status what it said */
export function denial(webhook: string, status: JsonObject = {}): AdmissionRefusal {
  const denied = `admission webhook ${JSON.stringify(webhook)} denied the request`;
  const { code, reason, message, details } = status;
  const why = [message, reason].find(each => typeof each === 'string' && each !== '');
  return new AdmissionRefusal(
    typeof code === 'number' && code >= 400 && code <= 999 ? code : 400,
    typeof reason === 'string' ? reason : '',
    why === undefined ? `${denied} without explanation` : `${denied}: ${why}`,
    isJsonObject(details) ? told(details) : undefined,
  );
}

/** What Go keeps of the details, and sends again. */
function told(details: JsonObject): StatusDetails {
  return known(details, {
    name: keep,
    group: keep,
    kind: keep,
    uid: keep,
    causes: causes =>
      isJsonList(causes)
        ? causes.map(each => (isJsonObject(each) ? known(each, { reason: keep, message: keep, field: keep }) : {}))
        : null,
    retryAfterSeconds: keep,
  });
}

const keep = (value: Json): Json => value;

function known(object: JsonObject, fields: Readonly<Record<string, (value: Json) => Json>>): JsonObject {
  const kept = Object.entries(fields).map(([name, of]) => [name, of(ownValue(object, name) ?? null)] as const);
  return Object.fromEntries(kept.filter(([, value]) => !isNothing(value)));
}

/** As Go's `omitempty` has it. */
function isNothing(value: Json): boolean {
  return value === null || value === '' || value === 0 || (isJsonList(value) && value.length === 0);
}
