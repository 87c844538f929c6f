// Makes an error of an answer that is a refusal.
import { ApiError, type Attempt } from './api-error.js';
import { retryAfter } from './retries.js';
import { parseStatus } from './status-body.js';
import type { Answer } from './transport.js';

/** What the server says in an answer whose status is no success. */
export function refusal(attempt: Attempt, answer: Pick<Answer, 'status' | 'headers'>, text: string): ApiError {
  const { status, headers } = answer;
  const hint = attempt.hint ?? (status < 400 ? redirection(headers.location) : undefined);
  return new ApiError({ ...attempt, hint }, status, parseStatus(text), retryAfter(headers));
}

/** Credentials are not shown to whom somebody else names. What a query holds may be secret. */
function redirection(location: string | string[] | undefined): string | undefined {
  if (typeof location !== 'string') return undefined;
  return `. It leads on to ${location.replace(/[?#].*/, '')}, where nobody follows: is the server in the kubeconfig right?`;
}
