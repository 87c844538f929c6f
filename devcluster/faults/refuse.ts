// Refusals: the server answers, but not with what was asked for.
import { sendAnswer } from '../http/answer.js';
import { modified } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import { checkWhole } from './check-number.js';
import type { Exchange, Fault } from './fault.js';
import { ALL_VERBS } from './request-facts.js';

/** The reasons of the API server, with the codes that it gives them. */
const CODES = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Gone: 410,
  Expired: 410,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
  ServerTimeout: 500,
  ServiceUnavailable: 503,
  Timeout: 504,
} as const;

/** Why the API server refuses (`metav1.StatusReason`). */
export type RefusalReason = keyof typeof CODES;

export interface RefuseOptions {
  /** The HTTP status, from 400 to 599. Default: the one that goes with the reason. */
  readonly code?: number;
  /** Default: that it was injected. */
  readonly message?: string;
  /** Whole seconds, told in `Retry-After` and in the details. Clients wait that long and try again by themselves. Default: none. */
  readonly retryAfterSeconds?: number;
}

/** Answers with a Status; the request does not reach the server. @throws RangeError for a number or reason that is none */
export function refuse(reason: RefusalReason, options: RefuseOptions = {}): Fault {
  const { code = CODES[reason], message = `injected fault: ${reason}`, retryAfterSeconds } = options;
  if (!Object.hasOwn(CODES, reason)) {
    throw new RangeError(`the reason is ${reason}: it must be one of ${Object.keys(CODES).join(', ')}`);
  }
  checkWhole('code', code, 400, 599);
  if (retryAfterSeconds !== undefined) checkWhole('retryAfterSeconds', retryAfterSeconds);
  const details = retryAfterSeconds === undefined ? undefined : { retryAfterSeconds };
  return {
    verbs: ALL_VERBS,
    inflict: exchange => answerRefusal(exchange, new StatusError(code, reason, message, details)),
  };
}

/** Refuses a write as if the object had been changed since it was read, and changes nothing: with `times`, a storm of conflicts. */
export function conflict(): Fault<'update' | 'patch'> {
  return {
    verbs: ['update', 'patch'],
    inflict(exchange) {
      const { group, resource, name } = exchange.facts;
      return answerRefusal(exchange, modified({ group, resource, kind: '' }, name));
    },
  };
}

export function answerRefusal({ request, response }: Exchange, refusal: StatusError): Promise<void> {
  // What is left of a body would be taken for the next request.
  request.resume();
  const retryAfter = refusal.details?.retryAfterSeconds;
  return sendAnswer(request, response, {
    code: refusal.code,
    body: refusal.toStatus(),
    ...(retryAfter !== undefined && { headers: { 'Retry-After': String(retryAfter) } }),
  });
}
