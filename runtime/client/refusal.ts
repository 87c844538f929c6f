// Makes an error of an answer that is a refusal.
import { ApiError, type Attempt } from './api-error.js';
import { retryAfter } from './retries.js';
import { parseStatus } from './status-body.js';
import type { Answer } from './transport.js';

/** What the server says in an answer whose status is no success. */
export function refusal(attempt: Attempt, answer: Pick<Answer, 'status' | 'headers'>, text: string): ApiError {
  return new ApiError(attempt, answer.status, parseStatus(text), retryAfter(answer.headers));
}
