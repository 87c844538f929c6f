// Sends what verbs ask for, and reads what the server answers.
import { apiVersionOf, type KindInfo } from '../../decorators/kind.js';
import type { ObjectKey } from '../meta/object-key.js';
import { type Attempt, attemptText } from './api-error.js';
import type { ApplyOptions, GetOptions, SendOptions, WriteOptions } from './client.js';
import { acceptedForm } from './metadata-form.js';
import { objectPath, queryText } from './paths.js';
import { refusal } from './refusal.js';
import type { ServerWarnings } from './server-warnings.js';
import type { Call, Transport } from './transport.js';

export const JSON_TYPE = 'application/json';
export const MERGE_PATCH = 'application/merge-patch+json';
export const JSON_PATCH = 'application/json-patch+json';
export const STRATEGIC_PATCH = 'application/strategic-merge-patch+json';
/** Server-side apply; JSON is YAML too. */
const APPLY_PATCH = 'application/apply-patch+yaml';

/** A call that means one object. */
export interface ObjectAttempt extends Attempt {
  readonly key: ObjectKey;
}

export class Requests {
  readonly #transport: Transport;
  readonly #warnings: ServerWarnings;
  readonly #fieldManager: string;
  readonly #onMissing: (kind: KindInfo) => void;

  /** @param onMissing hears of kinds that the server turns out not to serve */
  constructor(
    transport: Transport,
    warnings: ServerWarnings,
    fieldManager: string,
    onMissing: (kind: KindInfo) => void = () => {},
  ) {
    this.#onMissing = onMissing;
    this.#transport = transport;
    this.#warnings = warnings;
    this.#fieldManager = fieldManager;
  }

  read<R>(attempt: ObjectAttempt, { signal, resourceVersion }: GetOptions = {}): Promise<R> {
    const path = objectPath(attempt.kind, attempt.key, attempt.subresource) + queryText({ resourceVersion });
    return this.call(attempt, { method: 'GET', path, signal });
  }

  post<R>(attempt: Attempt, path: string, body: object, options: WriteOptions | undefined): Promise<R> {
    return this.#write(attempt, 'POST', path + this.#writeQuery(options), JSON_TYPE, body, options);
  }

  put<R>(attempt: ObjectAttempt, body: object, options: WriteOptions | undefined): Promise<R> {
    const path = objectPath(attempt.kind, attempt.key, attempt.subresource) + this.#writeQuery(options);
    return this.#write(attempt, 'PUT', path, JSON_TYPE, body, options);
  }

  patch<R>(attempt: ObjectAttempt, type: string, patch: object, options: WriteOptions | undefined): Promise<R> {
    const path = objectPath(attempt.kind, attempt.key, attempt.subresource) + this.#writeQuery(options);
    return this.#write(attempt, 'PATCH', path, type, patch, options);
  }

  apply<R>(attempt: ObjectAttempt, body: object, options: ApplyOptions | undefined): Promise<R> {
    const query = this.#writeQuery(options, options?.force);
    const path = objectPath(attempt.kind, attempt.key, attempt.subresource) + query;
    return this.#write(attempt, 'PATCH', path, APPLY_PATCH, body, options);
  }

  /** @param accept which forms of the answer are taken; default: objects, or their metadata alone where the kind is so */
  async call<R>(attempt: Attempt, request: Omit<Call, 'attempt'>, accept?: string): Promise<R> {
    const call: Call = { attempt: attemptText(attempt), ...request };
    // What lies below an object is whole in any case.
    const metadataOnly = attempt.kind.metadataOnly && attempt.subresource === undefined;
    const answer = await this.#transport.send(call, {
      accept: accept ?? acceptedForm(attempt.verb, metadataOnly),
    });
    const text = await answer.text();
    this.#warnings.note(answer.headers.warning, call.attempt);
    if (answer.status < 200 || answer.status > 299) {
      const error = refusal(attempt, answer, text);
      if (error.kindIsMissing) this.#onMissing(attempt.kind);
      throw error;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw this.#transport.broken(call, new Error('the answer is not JSON: is this an API server?', { cause: error }));
    }
    return (metadataOnly ? metadataAlone(attempt.kind, value as Answered) : value) as R;
  }

  #write<R>(
    attempt: Attempt,
    method: Call['method'],
    path: string,
    type: string,
    body: object,
    options: SendOptions | undefined,
  ): Promise<R> {
    const { signal, beforeSend } = options ?? {};
    return this.call(attempt, { method, path, body: { type, text: JSON.stringify(body) }, signal, beforeSend });
  }

  #writeQuery(options: WriteOptions = {}, force?: boolean): string {
    return queryText({
      fieldManager: options.fieldManager ?? this.#fieldManager,
      fieldValidation: options.fieldValidation ?? 'Strict',
      dryRun: options.dryRun ? 'All' : undefined,
      force,
    });
  }
}

interface Answered {
  readonly kind?: string;
  readonly metadata?: object;
  /** Null where a server written in Go has none. */
  readonly items?: readonly Answered[] | null;
}

/** The metadata of an object or of those in a list, under the names of their own kind; a Status stays as it is. */
export function metadataAlone(kind: KindInfo, answer: Answered): object {
  if (answer.kind === 'Status') return answer;
  const { metadata, items } = answer;
  if (items !== undefined) return { metadata, items: (items ?? []).map(item => metadataAlone(kind, item)) };
  return { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata };
}

/** The object with its kind said. */
export function withKind(info: KindInfo, object: object): object {
  const apiVersion = apiVersionOf(info);
  const said = object as { readonly apiVersion?: string; readonly kind?: string };
  if ((said.kind ?? info.kind) !== info.kind || (said.apiVersion ?? apiVersion) !== apiVersion) {
    throw new TypeError(`this is a ${said.kind} (${said.apiVersion}), not a ${info.kind} (${apiVersion})`);
  }
  return { ...object, apiVersion, kind: info.kind };
}
