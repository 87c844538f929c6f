// Answers the reviews of one webhook: reads them, calls the method, and makes an answer of whatever comes of it.
import type { Client } from '../client/client.js';
import type { Logger } from '../log/logger.js';
import { looksLikePanic } from '../log/looks-like-panic.js';
import { withStrayListener } from '../log/stray-rejections.js';
import { thrownText } from '../log/thrown-text.js';
import { deepFreeze } from '../meta/deep-freeze.js';
import type { AdmissionContext } from './admission-context.js';
import type { AdmissionMethod } from './admission-methods.js';
import { type AdmissionOutcome, type AuditAnnotations, checkAuditName, reviewAnswer } from './admission-response.js';
import { type AdmissionRequest, type ReviewHead, readReview } from './admission-review.js';
import { type AdmissionRule, ruleProblem } from './admission-rule.js';
import { checkExact } from './rounded-numbers.js';
import {
  LateAnswerError,
  noAnswer,
  SenderGoneError,
  type WebhookAnswer,
  type WebhookEndpoint,
  type WebhookRequest,
} from './webhook-endpoint.js';
import { AdmissionMetrics } from './webhook-metrics.js';

export interface AdmissionEndpointOptions {
  readonly path: string;
  readonly name: string;
  readonly rule: AdmissionRule;
  /** As in the configuration: where it is `Ignore`, an answer that does not come in time is left to the API server. */
  readonly failurePolicy: 'Fail' | 'Ignore';
  readonly method: AdmissionMethod;
  readonly client: Client;
  readonly log: Logger;
}

/** Never allows what its method has not: whatever goes wrong is an answer that refuses, with the reason. */
export class AdmissionEndpoint implements WebhookEndpoint {
  readonly path: string;
  readonly name: string;
  readonly metrics = new AdmissionMetrics();
  readonly #options: AdmissionEndpointOptions;
  readonly #log: Logger;

  constructor(options: AdmissionEndpointOptions) {
    this.path = options.path;
    this.name = options.name;
    this.#options = options;
    this.#log = options.log.with({ webhook: options.path });
  }

  async answer({ body, problem, signal }: WebhookRequest): Promise<WebhookAnswer> {
    const review = readReview(body, problem);
    if ('problem' in review) {
      const { code, message } = review.problem;
      const reason = code === 413 ? 'RequestEntityTooLarge' : 'BadRequest';
      this.#log.warn('a review cannot be read', { reason: message, uid: review.head.uid });
      return this.#answer(review.head, { allowed: false, code, reason, message });
    }
    const { request, head } = review;
    const misfit = ruleProblem(this.#options.rule, request);
    if (misfit !== undefined) {
      const message = `${this.name}: ${misfit}`;
      this.#log.warn('a review is not for this webhook', { reason: misfit, ...about(request) });
      return this.#answer(head, { allowed: false, code: 400, reason: 'BadRequest', message });
    }
    const audit = new Map<string, string>();
    try {
      const outcome = await this.#ask(request, this.#contextOf(request, signal, audit));
      if (outcome.allowed) checkExact(outcome.patch ?? [], body);
      return this.#answer(head, outcome, audit);
    } catch (error) {
      return this.#failed(error, request, head, audit);
    }
  }

  /** Whatever the method does, this settles when the signal has aborted. */
  #ask(request: AdmissionRequest, context: AdmissionContext): Promise<AdmissionOutcome> {
    const { signal } = context;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(signal.reason);
      if (signal.aborted) return onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      const asked = async () => this.#options.method(frozen(request), context);
      withStrayListener({ strayRejection: error => this.#tellStray(error, request) }, asked).then(resolve, reject);
    });
  }

  #tellStray(error: unknown, request: AdmissionRequest): void {
    this.metrics.panics += 1;
    this.#log.error('a promise of a webhook was rejected, and nobody waited for it: await it, or catch its error', {
      ...about(request),
      error,
    });
  }

  #failed(error: unknown, request: AdmissionRequest, head: ReviewHead, audit: AuditAnnotations): WebhookAnswer {
    if (error instanceof LateAnswerError) {
      const message = `${this.name}: ${error.message}`;
      this.#log.error('a webhook did not answer in time', { ...about(request), error });
      if (this.#options.failurePolicy === 'Ignore') return noAnswer(504, 'Timeout', message);
      return this.#answer(head, { allowed: false, code: 504, reason: 'Timeout', message }, audit);
    }
    if (error instanceof SenderGoneError) return noAnswer(503, 'ServiceUnavailable', error.message);
    this.metrics.failed += 1;
    if (looksLikePanic(error)) this.metrics.panics += 1;
    this.#log.error('a webhook failed', { ...about(request), error });
    const message = `${this.name} failed: ${thrownText(error).slice(0, LONGEST_TEXT)}`;
    return this.#answer(head, { allowed: false, code: 500, reason: 'InternalError', message }, audit);
  }

  #answer(head: ReviewHead, outcome: AdmissionOutcome, audit?: AuditAnnotations): WebhookAnswer {
    const answer = reviewAnswer(head, outcome, audit);
    this.metrics.count(outcome);
    return answer;
  }

  #contextOf(request: AdmissionRequest, signal: AbortSignal, audit: Map<string, string>): AdmissionContext {
    const { object, oldObject, ...rest } = request;
    const { client } = this.#options;
    const log = this.#log;
    let own: Logger | undefined;
    return {
      ...rest,
      ...(oldObject !== undefined && { oldObject: oldObject as unknown as NonNullable<AdmissionContext['oldObject']> }),
      client,
      audit: (key, value) => {
        checkAuditName(key);
        audit.set(key, String(value));
      },
      // Most methods log nothing, and a logger costs as much as the rest.
      get log() {
        own ??= log.with(about(request));
        return own;
      },
      signal,
    };
  }
}

/** More would be of no use to whoever reads it. */
const LONGEST_TEXT = 4096;

/** A snapshot is read-only: what a method changes in place would otherwise be lost without a word. */
function frozen(request: AdmissionRequest): AdmissionRequest {
  if (request.object !== undefined) deepFreeze(request.object);
  if (request.oldObject !== undefined) deepFreeze(request.oldObject);
  return request;
}

function about({ uid, operation, namespace, name, resource, user }: AdmissionRequest): Record<string, unknown> {
  return {
    uid,
    operation,
    resource: resource.resource,
    ...(namespace !== '' && { namespace }),
    name,
    user: user.username,
  };
}
