// Sends what verbs ask for, and reads what the server answers.
import { apiVersionOf, type KindInfo } from '../../decorators/kind.js';
import type { ObjectKey } from '../meta/object-key.js';
import { type Answered, isStatus, listOf, metadataAlone, objectIn } from './answered.js';
import { ApiError, type Attempt, attemptText } from './api-error.js';
import type { ApplyOptions, GetOptions, GoneStatus, List, SendOptions, WriteOptions } from './client.js';
import { jsonText } from './json-text.js';
import { acceptedForm } from './metadata-form.js';
import { objectPath, queryText } from './paths.js';
import { refusal } from './refusal.js';
import type { ServerWarnings } from './server-warnings.js';
import type { StatusBody } from './status-body.js';
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
    const value = await this.#ask(attempt, request, accept);
    return (isAlone(attempt) ? metadataAlone(attempt.kind, value) : value) as R;
  }

  /** As `call`, for what is answered with a list, or with a Status that says that it was done. */
  async list<T>(attempt: Attempt, request: Omit<Call, 'attempt'>): Promise<List<T> | GoneStatus> {
    const value = await this.#ask(attempt, request);
    if (isStatus(value) && attempt.verb !== 'list') return value as GoneStatus;
    try {
      return listOf(attempt.kind, value);
    } catch (error) {
      throw this.#transport.broken({ attempt: attemptText(attempt), ...request }, error);
    }
  }

  async #ask(attempt: Attempt, request: Omit<Call, 'attempt'>, accept?: string): Promise<Answered> {
    const call: Call = { attempt: attemptText(attempt), ...request };
    const answer = await this.#transport.send(call, {
      accept: accept ?? acceptedForm(attempt.verb, isAlone(attempt)),
    });
    const text = await answer.text();
    this.#warnings.note(answer.headers.warning, call.attempt);
    if (answer.status < 200 || answer.status > 299) {
      const error = refusal(attempt, answer, text);
      if (error.kindIsMissing) this.#onMissing(attempt.kind);
      throw error;
    }
    let value: Answered;
    try {
      value = objectIn(text, answer.headers['content-type']);
    } catch (error) {
      throw this.#transport.broken(call, error);
    }
    // As in client-go: what is no success has failed, whatever the HTTP status says.
    if (isStatus(value) && value.status !== 'Success') throw new ApiError(attempt, 500, value as StatusBody);
    return value;
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
    return this.call(attempt, { method, path, body: { type, text: jsonText(attempt, body) }, signal, beforeSend });
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

/** What lies below an object is whole in any case. */
function isAlone({ kind, subresource }: Attempt): boolean {
  return kind.metadataOnly === true && subresource === undefined;
}

/** The object with its kind said. */
export function withKind(info: KindInfo, object: object): object {
  refuseOtherKind(info, object);
  return { ...object, apiVersion: apiVersionOf(info), kind: info.kind };
}

/** @throws TypeError for an object that says that it is of another kind */
export function refuseOtherKind(info: KindInfo, object: object): void {
  const apiVersion = apiVersionOf(info);
  const said = object as { readonly apiVersion?: string; readonly kind?: string };
  if ((said.kind ?? info.kind) !== info.kind || (said.apiVersion ?? apiVersion) !== apiVersion) {
    const { kind = info.kind, apiVersion: version = apiVersion } = said;
    throw new TypeError(`this is a ${kind} (${version}), not a ${info.kind} (${apiVersion})`);
  }
}
