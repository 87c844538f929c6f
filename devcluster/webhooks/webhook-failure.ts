// Why a webhook could not be asked, or what it said is no answer; and how either refuses a write.
import { isJsonObject, type JsonObject } from '../object/json.js';
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
    isJsonObject(details) ? (details as StatusDetails) : undefined,
  );
}

/** Of a webhook that would do something even though nothing is to be stored. */
export function dryRunRefusal(webhook: string): AdmissionRefusal {
  const why = `admission webhook ${JSON.stringify(webhook)} does not support dry run`;
  return new AdmissionRefusal(400, 'BadRequest', why);
}
