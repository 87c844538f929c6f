// Conversions as the webhook server asks for them.
import { bodyJson } from '../webhook/body-json.js';
import {
  noAnswer,
  type WebhookAnswer,
  type WebhookEndpoint,
  type WebhookRequest,
} from '../webhook/webhook-endpoint.js';
import { readReview } from './conversion-review.js';
import { type ConversionMetrics, type Converter, objectName } from './converter.js';
import { type ExactJson, exactJson } from './exact-json.js';

/** Where conversions of all kinds are asked for; what codegen writes into definitions. */
export const CONVERSION_PATH = '/convert';

/** Answers conversions at `/convert`. */
export class ConversionEndpoint implements WebhookEndpoint {
  readonly path = CONVERSION_PATH;
  readonly name = 'conversion';
  readonly #converter: Converter;

  constructor(converter: Converter) {
    this.#converter = converter;
  }

  /** What its conversions came to. */
  get metrics(): ConversionMetrics {
    return this.#converter.metrics;
  }

  async answer({ body, problem, signal }: WebhookRequest): Promise<WebhookAnswer> {
    if (problem !== undefined) {
      return noAnswer(problem.code, problem.code === 413 ? 'RequestEntityTooLarge' : 'BadRequest', problem.message);
    }
    let read: ExactJson;
    try {
      read = bodyJson(body, exactJson);
    } catch (error) {
      return noAnswer(400, 'BadRequest', (error as Error).message);
    }
    const review = readReview(read.value);
    if ('problem' in review) return noAnswer(400, 'BadRequest', review.problem);
    if (read.rounded !== undefined && 'request' in review) {
      const { uid, objects } = review.request;
      return { status: 200, body: this.#converter.refuse(uid, roundedText(read.rounded, objects)) };
    }
    return { status: 200, body: (await this.#converter.answer(read.value, signal)) as object };
  }
}

/** A wrong digit would be stored at the next write, and nobody would know. */
function roundedText({ path, written }: NonNullable<ExactJson['rounded']>, objects: readonly unknown[]): string {
  const [, , at, ...field] = path;
  const object = objects[at as number] as Readonly<Record<string, unknown>> | undefined;
  const name = object === undefined ? 'the request' : objectName(object);
  const where = field.map(each => (typeof each === 'number' ? `[${each}]` : `.${each}`)).join('');
  return `${name} cannot be converted: ${where.replace(/^\./, '')} is ${written}, of which JavaScript would lose the last digits`;
}
