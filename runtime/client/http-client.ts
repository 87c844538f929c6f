// The verbs of `Client` as HTTP requests.
import { type Kind, type KindConstant, type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Draft, Snapshot } from '../../decorators/snapshot.js';
import type { Logger } from '../log/logger.js';
import { type KeyOf, keyOf } from '../meta/object-key.js';
import type { Attempt } from './api-error.js';
import type {
  ApplyOptions,
  CallOptions,
  Client,
  DeleteAllOptions,
  DeleteOptions,
  Deletion,
  DeletionOfAll,
  EvictOptions,
  GetOptions,
  List,
  ListOptions,
  PodKind,
  SelectOptions,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from './client.js';
import { Discovery } from './discovery.js';
import { EncodedReads } from './encoded-reads.js';
import type {
  EncodedEvent,
  EncodedListOptions,
  EncodedPiece,
  EncodedSource,
  EncodedWatchOptions,
} from './encoded-source.js';
import { evict } from './eviction.js';
import { jsonText } from './json-text.js';
import { collectionPath, creationPath, objectPath, selectionText } from './paths.js';
import { JSON_PATCH, JSON_TYPE, MERGE_PATCH, Requests, STRATEGIC_PATCH, withKind } from './requests.js';
import { ServerWarnings } from './server-warnings.js';
import type { Apply, JsonPatchOperation, MergePatch, New } from './shapes.js';
import type { StrategicPatch } from './strategic-patch.js';
import { scaleClient, statusClient, subresourceClient } from './subresource-clients.js';
import type { ScaleClient, StatusClient, SubresourceBody, SubresourceClient } from './subresources.js';
import type { Transport } from './transport.js';
import type { UntypedKind } from './untyped.js';

export interface HttpClientOptions {
  readonly fieldManager: string;
  readonly log?: Logger | undefined;
}

/** A client of one API server. Objects are answered as they came: plain JSON, nothing dropped, dates as text. */
export class HttpClient implements Client, EncodedSource {
  readonly #requests: Requests;
  readonly #discovery: Discovery;
  readonly #reads: EncodedReads;

  constructor(transport: Transport, { fieldManager, log }: HttpClientOptions) {
    const warnings = new ServerWarnings(log);
    this.#requests = new Requests(transport, warnings, fieldManager, kind => this.#discovery.forget(kind));
    this.#discovery = new Discovery(this.#requests);
    this.#reads = new EncodedReads(transport, warnings);
  }

  async kind(apiVersion: string, kind: string, options?: CallOptions): Promise<UntypedKind> {
    return this.#discovery.kind(apiVersion, kind, options?.signal);
  }

  async get<T extends KubernetesObject>(kind: Kind<T>, key: KeyOf<T>, options?: GetOptions): Promise<Snapshot<T>> {
    return this.#requests.read({ verb: 'get', kind: kindInfo(kind), key }, options);
  }

  async list<T extends KubernetesObject>(kind: Kind<T>, options: ListOptions = {}): Promise<List<T>> {
    const { namespace, signal, ...selection } = options;
    const info = kindInfo(kind);
    const path = collectionPath(info, namespace) + selectionText(selection);
    const attempt = { verb: 'list', kind: info, namespace };
    return (await this.#requests.list<T>(attempt, { method: 'GET', path, signal })) as List<T>;
  }

  watch<T extends KubernetesObject>(kind: Kind<T>, options: WatchOptions = {}): AsyncIterable<WatchEvent<T>> {
    return this.#reads.watch(kind, options);
  }

  /** As `list`, without parsing: for caches. */
  listEncoded(kind: Kind<KubernetesObject>, options?: EncodedListOptions): AsyncIterable<EncodedPiece> {
    return this.#reads.listEncoded(kind, options);
  }

  /** As `watch`, without parsing: for caches. */
  watchEncoded(kind: Kind<KubernetesObject>, options?: EncodedWatchOptions): AsyncIterable<readonly EncodedEvent[]> {
    return this.#reads.watchEncoded(kind, options);
  }

  async create<T extends KubernetesObject>(
    kind: Kind<T>,
    object: New<T>,
    options?: WriteOptions,
  ): Promise<Snapshot<T>> {
    const info = kindInfo(kind);
    refuseMetadataAlone(info, 'create');
    const { name, namespace, generateName } = (object.metadata ?? {}) as {
      name?: string;
      namespace?: string;
      generateName?: string;
    };
    // What is asked by creating, such as a SubjectAccessReview, has no name.
    const called = name || (generateName && `${generateName}*`);
    const key = called ? { namespace, name: called } : undefined;
    const path = creationPath(info, namespace);
    return this.#requests.post({ verb: 'create', kind: info, key, namespace }, path, withKind(info, object), options);
  }

  async update<T extends KubernetesObject>(
    kind: Kind<T>,
    object: Draft<T>,
    options?: WriteOptions,
  ): Promise<Snapshot<T>> {
    const info = kindInfo(kind);
    refuseMetadataAlone(info, 'update');
    return this.#requests.put({ verb: 'update', kind: info, key: keyOf(object) }, withKind(info, object), options);
  }

  async patch<T extends KubernetesObject>(
    kind: Kind<T>,
    key: KeyOf<T>,
    patch: MergePatch<T>,
    options?: WriteOptions,
  ): Promise<Snapshot<T>> {
    return this.#requests.patch({ verb: 'patch', kind: kindInfo(kind), key }, MERGE_PATCH, patch, options);
  }

  async patchJson<T extends KubernetesObject>(
    kind: Kind<T>,
    key: KeyOf<T>,
    operations: readonly JsonPatchOperation[],
    options?: WriteOptions,
  ): Promise<Snapshot<T>> {
    return this.#requests.patch({ verb: 'patchJson', kind: kindInfo(kind), key }, JSON_PATCH, operations, options);
  }

  async patchStrategic<T extends KubernetesObject>(
    kind: KindConstant<T, KindInfo>,
    key: KeyOf<T>,
    patch: StrategicPatch<T>,
    options?: WriteOptions,
  ): Promise<Snapshot<T>> {
    return this.#requests.patch({ verb: 'patchStrategic', kind: kindInfo(kind), key }, STRATEGIC_PATCH, patch, options);
  }

  async apply<T extends KubernetesObject>(
    kind: Kind<T>,
    object: Apply<T>,
    options?: ApplyOptions,
  ): Promise<Snapshot<T>> {
    const info = kindInfo(kind);
    const { namespace, name } = keyOf(object as KubernetesObject);
    const attempt = { verb: 'apply', kind: info, key: { namespace, name } };
    return this.#requests.apply(attempt, withKind(info, object), options);
  }

  async delete<T extends KubernetesObject>(
    kind: Kind<T>,
    key: KeyOf<T>,
    options: DeleteOptions = {},
  ): Promise<Deletion<T>> {
    const { signal, beforeSend, ...wishes } = options;
    const info = kindInfo(kind);
    const path = objectPath(info, key);
    const attempt = { verb: 'delete', kind: info, key };
    const call = { method: 'DELETE', path, body: deletionBody(attempt, wishes), signal, beforeSend } as const;
    return this.#requests.call(attempt, call);
  }

  async deleteAllOf<T extends KubernetesObject>(
    kind: Kind<T>,
    options: DeleteAllOptions<T>,
  ): Promise<DeletionOfAll<T>> {
    const { signal, beforeSend, ...rest } = options as DeleteOptions & SelectOptions;
    const { namespace, labelSelector, fieldSelector, ...wishes } = rest;
    const info = kindInfo(kind);
    refuseLostSelectors(info, options);
    const path = creationPath(info, namespace) + selectionText({ labelSelector, fieldSelector });
    const attempt = { verb: 'deleteAllOf', kind: info, namespace };
    const call = { method: 'DELETE', path, body: deletionBody(attempt, wishes), signal, beforeSend } as const;
    return this.#requests.list<T>(attempt, call);
  }

  async evict<T extends KubernetesObject>(kind: PodKind<T>, key: KeyOf<T>, options?: EvictOptions): Promise<void> {
    await evict(this.#requests, kindInfo(kind), key, options);
  }

  status<T extends KubernetesObject>(kind: Kind<T>): StatusClient<T> {
    return statusClient(this.#requests, kindInfo(kind));
  }

  scale<T extends KubernetesObject>(kind: Kind<T>): ScaleClient<T> {
    return scaleClient(this.#requests, kindInfo(kind));
  }

  subresource<T extends KubernetesObject, Name extends string>(
    kind: Kind<T>,
    name: Name,
  ): SubresourceClient<T, SubresourceBody<T, Name>> {
    return subresourceClient(this.#requests, kindInfo(kind), name);
  }
}

function deletionBody(attempt: Attempt, { dryRun, ...given }: DeleteOptions) {
  const wishes = { apiVersion: 'v1', kind: 'DeleteOptions', ...given, ...(dryRun && { dryRun: ['All'] }) };
  return { type: JSON_TYPE, text: jsonText(attempt, wishes) };
}

/** A selector that was wished for and is not there must not mean everything. */
function refuseLostSelectors(info: KindInfo, options: object): void {
  const lost = Object.entries(options).find(
    ([name, value]) => name.endsWith('Selector') && (value ?? undefined) === undefined,
  );
  if (lost === undefined) return;
  throw new TypeError(`deleteAllOf ${info.kind}: ${lost[0]} is ${lost[1]}; leave it out to delete all of them`);
}

function refuseMetadataAlone(info: KindInfo, verb: string): void {
  if (info.metadataOnly)
    throw new TypeError(`${verb} ${info.kind}: an object is more than its metadata; patch can change that`);
}
