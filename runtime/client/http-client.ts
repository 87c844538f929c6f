// The verbs of `Client` as HTTP requests.
import { apiVersionOf, type Kind, type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Draft, Snapshot } from '../../decorators/snapshot.js';
import type { Logger } from '../log/logger.js';
import { type KeyOf, keyOf, type ObjectKey } from '../meta/object-key.js';
import { type Attempt, attemptText } from './api-error.js';
import type {
  ApplyOptions,
  CallOptions,
  Client,
  DeleteOptions,
  Deletion,
  List,
  ListOptions,
  ScaleClient,
  StatusClient,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from './client.js';
import { EncodedReads } from './encoded-reads.js';
import type {
  EncodedEvent,
  EncodedListOptions,
  EncodedPiece,
  EncodedSource,
  EncodedWatchOptions,
} from './encoded-source.js';
import { jsonLines } from './json-lines.js';
import { collectionPath, creationPath, objectPath, queryText, type Subresource } from './paths.js';
import { refusal } from './refusal.js';
import { type ScaleObject, scaleOf } from './scale.js';
import { ServerWarnings } from './server-warnings.js';
import type { Apply, JsonPatchOperation, MergePatch, New, StatusOf } from './shapes.js';
import type { Call, Transport } from './transport.js';
import { watchEvent } from './watch-events.js';

const JSON_TYPE = 'application/json';
const MERGE_PATCH = 'application/merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';
/** Server-side apply; JSON is YAML too. */
const APPLY_PATCH = 'application/apply-patch+yaml';

export interface HttpClientOptions {
  readonly fieldManager: string;
  readonly log?: Logger | undefined;
}

/** A client of one API server. Objects are answered as they came: plain JSON, nothing dropped, dates as text. */
export class HttpClient implements Client, EncodedSource {
  readonly #transport: Transport;
  readonly #fieldManager: string;
  readonly #warnings: ServerWarnings;
  readonly #encoded: EncodedReads;

  constructor(transport: Transport, { fieldManager, log }: HttpClientOptions) {
    this.#transport = transport;
    this.#fieldManager = fieldManager;
    this.#warnings = new ServerWarnings(log);
    this.#encoded = new EncodedReads(transport, this.#warnings);
  }

  async get<T extends KubernetesObject>(kind: Kind<T>, key: KeyOf<T>, options?: CallOptions): Promise<Snapshot<T>> {
    return this.#read({ verb: 'get', kind: kindInfo(kind), key }, options);
  }

  async list<T extends KubernetesObject>(kind: Kind<T>, options: ListOptions = {}): Promise<List<T>> {
    const { namespace, signal, ...selection } = options;
    const info = kindInfo(kind);
    const path = collectionPath(info, namespace) + queryText(selection);
    const list = await this.#call<List<T>>({ verb: 'list', kind: info, namespace }, { method: 'GET', path, signal });
    const apiVersion = apiVersionOf(info);
    // Items of core kinds come without them: the list says it once for all.
    for (const item of list.items as readonly { apiVersion?: string; kind?: string }[]) {
      item.apiVersion ??= apiVersion;
      item.kind ??= info.kind;
    }
    return list;
  }

  async *watch<T extends KubernetesObject>(
    kind: Kind<T>,
    options: WatchOptions = {},
  ): AsyncGenerator<WatchEvent<T>, void, undefined> {
    const { namespace, signal, ...selection } = options;
    const info = kindInfo(kind);
    const attempt: Attempt = { verb: 'watch', kind: info, namespace };
    const path = collectionPath(info, namespace) + queryText({ watch: true, ...selection });
    const call: Call = { attempt: attemptText(attempt), method: 'GET', path, signal };
    try {
      const answer = await this.#transport.open(call);
      this.#warnings.note(answer.headers.warning, call.attempt);
      if (answer.status !== 200) throw refusal(attempt, answer, await answer.text());
      yield* this.#events<T>(attempt, call, answer.body);
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  }

  /** As `list`, without parsing: for caches. */
  listEncoded(kind: Kind<KubernetesObject>, options?: EncodedListOptions): AsyncIterable<EncodedPiece> {
    return this.#encoded.listEncoded(kind, options);
  }

  /** As `watch`, without parsing: for caches. */
  watchEncoded(kind: Kind<KubernetesObject>, options?: EncodedWatchOptions): AsyncIterable<readonly EncodedEvent[]> {
    return this.#encoded.watchEncoded(kind, options);
  }

  async create<T extends KubernetesObject>(
    kind: Kind<T>,
    object: New<T>,
    options?: WriteOptions,
  ): Promise<Snapshot<T>> {
    const info = kindInfo(kind);
    const { name, namespace, generateName } = object.metadata as {
      name?: string;
      namespace?: string;
      generateName?: string;
    };
    if (!name && !generateName) throw new TypeError(`a new ${info.kind} needs metadata.name or metadata.generateName`);
    const key = { namespace, name: name || `${generateName}*` };
    const path = creationPath(info, namespace) + this.#writeQuery(options);
    const body = { type: JSON_TYPE, text: JSON.stringify(withKind(info, object)) };
    return this.#call({ verb: 'create', kind: info, key }, { method: 'POST', path, body, signal: options?.signal });
  }

  async update<T extends KubernetesObject>(
    kind: Kind<T>,
    object: Draft<T>,
    options?: WriteOptions,
  ): Promise<Snapshot<T>> {
    return this.#put(kindInfo(kind), object, undefined, options);
  }

  async patch<T extends KubernetesObject>(
    kind: Kind<T>,
    key: KeyOf<T>,
    patch: MergePatch<T>,
    options?: WriteOptions,
  ): Promise<Snapshot<T>> {
    return this.#patch({ verb: 'patch', kind: kindInfo(kind), key }, MERGE_PATCH, patch, options);
  }

  async patchJson<T extends KubernetesObject>(
    kind: Kind<T>,
    key: KeyOf<T>,
    operations: readonly JsonPatchOperation[],
    options?: WriteOptions,
  ): Promise<Snapshot<T>> {
    return this.#patch({ verb: 'patch', kind: kindInfo(kind), key }, JSON_PATCH, operations, options);
  }

  async apply<T extends KubernetesObject>(
    kind: Kind<T>,
    object: Apply<T>,
    options?: ApplyOptions,
  ): Promise<Snapshot<T>> {
    const info = kindInfo(kind);
    return this.#apply(info, object.metadata as unknown as ObjectKey, withKind(info, object), undefined, options);
  }

  async delete<T extends KubernetesObject>(
    kind: Kind<T>,
    key: KeyOf<T>,
    options: DeleteOptions = {},
  ): Promise<Deletion<T>> {
    const { dryRun, signal, ...given } = options;
    const info = kindInfo(kind);
    const wishes = { apiVersion: 'v1', kind: 'DeleteOptions', ...given, ...(dryRun && { dryRun: ['All'] }) };
    const body = { type: JSON_TYPE, text: JSON.stringify(wishes) };
    const path = objectPath(info, key);
    return this.#call({ verb: 'delete', kind: info, key }, { method: 'DELETE', path, body, signal });
  }

  status<T extends KubernetesObject>(kind: Kind<T>): StatusClient<T> {
    const info = kindInfo(kind);
    const subresource = 'status';
    return {
      update: async (object: Draft<T>, options?: WriteOptions) => this.#put<T>(info, object, subresource, options),
      patch: async (key: KeyOf<T>, status: MergePatch<StatusOf<T>>, options?: WriteOptions) =>
        this.#patch<Snapshot<T>>({ verb: 'patch', kind: info, key, subresource }, MERGE_PATCH, { status }, options),
      apply: async (key: KeyOf<T>, status: MergePatch<StatusOf<T>>, options?: ApplyOptions) => {
        const { namespace, name }: ObjectKey = key;
        const body = withKind(info, { metadata: { namespace, name }, status });
        return this.#apply<T>(info, key, body, subresource, options);
      },
    };
  }

  scale<T extends KubernetesObject>(kind: Kind<T>): ScaleClient<T> {
    const info = kindInfo(kind);
    const subresource = 'scale';
    return {
      get: async (key, options) =>
        scaleOf(await this.#read<ScaleObject>({ verb: 'get', kind: info, key, subresource }, options)),
      set: async (key, replicas, options) => {
        const attempt = { verb: 'patch', kind: info, key, subresource } as const;
        return scaleOf(await this.#patch<ScaleObject>(attempt, MERGE_PATCH, { spec: { replicas } }, options));
      },
    };
  }

  async *#events<T>(
    attempt: Attempt,
    call: Call,
    body: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<WatchEvent<T>, void, undefined> {
    const lines = jsonLines(body);
    try {
      for (;;) {
        const line = await lines.next().catch((error: unknown) => {
          throw this.#transport.broken(call, error);
        });
        // What came together with the last event is not wanted any more when the signal has aborted over that one.
        if (line.done || call.signal?.aborted) return;
        yield watchEvent<T>(attempt, line.value);
      }
    } finally {
      // The reader may leave early; this lets the connection go.
      await lines.return();
    }
  }

  #read<R>(attempt: ObjectAttempt, options: CallOptions | undefined): Promise<R> {
    const path = objectPath(attempt.kind, attempt.key, attempt.subresource);
    return this.#call(attempt, { method: 'GET', path, signal: options?.signal });
  }

  #put<T>(
    kind: KindInfo,
    object: { readonly metadata: object },
    subresource: Subresource | undefined,
    options: WriteOptions | undefined,
  ): Promise<Snapshot<T>> {
    const key = keyOf(object);
    const path = objectPath(kind, key, subresource) + this.#writeQuery(options);
    const body = { type: JSON_TYPE, text: JSON.stringify(withKind(kind, object)) };
    const attempt: Attempt = { verb: 'update', kind, key, subresource };
    return this.#call(attempt, { method: 'PUT', path, body, signal: options?.signal });
  }

  #patch<R>(
    attempt: ObjectAttempt,
    type: string,
    patch: unknown,
    options: WriteOptions | undefined,
    query = this.#writeQuery(options),
  ): Promise<R> {
    const path = objectPath(attempt.kind, attempt.key, attempt.subresource) + query;
    const body = { type, text: JSON.stringify(patch) };
    return this.#call(attempt, { method: 'PATCH', path, body, signal: options?.signal });
  }

  #apply<T>(
    kind: KindInfo,
    { namespace, name }: ObjectKey,
    body: object,
    subresource: Subresource | undefined,
    options: ApplyOptions | undefined,
  ): Promise<Snapshot<T>> {
    const attempt: ObjectAttempt = { verb: 'apply', kind, key: { namespace, name }, subresource };
    return this.#patch(attempt, APPLY_PATCH, body, options, this.#writeQuery(options, options?.force));
  }

  #writeQuery(options: WriteOptions = {}, force?: boolean): string {
    return queryText({
      fieldManager: options.fieldManager ?? this.#fieldManager,
      fieldValidation: options.fieldValidation ?? 'Strict',
      dryRun: options.dryRun ? 'All' : undefined,
      force,
    });
  }

  async #call<R>(attempt: Attempt, request: Omit<Call, 'attempt'>): Promise<R> {
    const call: Call = { attempt: attemptText(attempt), ...request };
    const answer = await this.#transport.send(call);
    const text = await answer.text();
    this.#warnings.note(answer.headers.warning, call.attempt);
    if (answer.status < 200 || answer.status > 299) throw refusal(attempt, answer, text);
    try {
      return JSON.parse(text) as R;
    } catch (error) {
      throw this.#transport.broken(call, new Error('the answer is not JSON: is this an API server?', { cause: error }));
    }
  }
}

interface ObjectAttempt extends Attempt {
  readonly key: ObjectKey;
  readonly subresource?: Subresource | undefined;
}

/** The object with its kind said. */
function withKind(info: KindInfo, object: object): object {
  const apiVersion = apiVersionOf(info);
  const said = object as { readonly apiVersion?: string; readonly kind?: string };
  if ((said.kind ?? info.kind) !== info.kind || (said.apiVersion ?? apiVersion) !== apiVersion) {
    throw new TypeError(`this is a ${said.kind} (${said.apiVersion}), not a ${info.kind} (${apiVersion})`);
  }
  return { ...object, apiVersion, kind: info.kind };
}
