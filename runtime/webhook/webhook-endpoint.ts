// What answers at a path of the webhook server: admission, conversion.

/** What was sent to an endpoint. */
export interface WebhookRequest {
  /** What was read of the body: its start, if there is a problem with its size. */
  readonly body: Buffer;
  /** Why the body is of no use: nothing in it, too large, of another type. The endpoint answers so in its own way. */
  readonly problem?: WebhookProblem;
  /** Aborts when the API server no longer waits: a little before its time is up, with a `LateAnswerError`, or when it is gone, with a `SenderGoneError`. */
  readonly signal: AbortSignal;
}

/** Why a request cannot be answered as it is meant. */
export interface WebhookProblem {
  /** As HTTP has it: 400, 413. */
  readonly code: number;
  readonly message: string;
}

/** What goes back. */
export interface WebhookAnswer {
  /** Of HTTP. The API server takes anything but 200 as no answer, shows the message of a `Status`, and does as `failurePolicy` says. */
  readonly status: number;
  /** Sent as JSON. */
  readonly body: object;
}

/** Answers what is sent to one path. */
export interface WebhookEndpoint {
  /** Begins with a slash; what the API server asks for, without the query. */
  readonly path: string;
  /** For people: names it in errors and logs, such as `@Validates(Redis) of RedisWebhook`. */
  readonly name: string;
  /** Never rejects; settles when the signal has aborted. */
  answer(request: WebhookRequest): Promise<WebhookAnswer>;
}

/** The reason of a signal whose time is up. */
export class LateAnswerError extends Error {
  override readonly name = 'LateAnswerError';

  /** @param milliseconds what there was to answer in */
  constructor(readonly milliseconds: number) {
    super(`no answer within ${milliseconds} ms, which is as long as the API server waits`);
  }
}

/** The reason of a signal when nobody waits for the answer any longer. */
export class SenderGoneError extends Error {
  override readonly name = 'SenderGoneError';

  constructor() {
    super('the API server has closed the connection before it was answered');
  }
}

/** An answer that is none: the API server shows the message, and does as `failurePolicy` says. */
export function noAnswer(status: number, reason: string, message: string): WebhookAnswer {
  const body = { apiVersion: 'v1', kind: 'Status', status: 'Failure', code: status, reason, message };
  return { status, body };
}
