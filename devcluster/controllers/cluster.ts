// The control plane as its own controllers use it: the API server's reads and writes, without HTTP.
import type { ApiObject } from '../object/api-object.js';
import { StatusError } from '../object/status-error.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { Store } from '../store/store.js';
import type { DeleteOptions } from '../strategy/delete-options.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';
import type { WriteContext } from '../strategy/write-context.js';
import { type ObservationListener, StorageObserver } from './observer.js';

export interface ClusterOptions {
  readonly registry: ResourceRegistry;
  readonly store: Store;
  readonly storage: ResourceStorage;
  /** The object with the fields that an update changed recorded as the manager's. */
  readonly recorded: (writer: ClusterWriter, old: ApiObject, object: ApiObject) => Promise<ApiObject>;
  /** Aborts when the server stops. */
  readonly stopped: AbortSignal;
}

/** Who updates what. */
export interface ClusterWriter {
  readonly type: ResourceType;
  readonly subresource: string;
  readonly manager: string;
}

/** Writes go through strategies and admission like those of any client. */
export class Cluster {
  readonly #registry: ResourceRegistry;
  readonly #store: Store;
  readonly #storage: ResourceStorage;
  readonly #recorded: ClusterOptions['recorded'];
  readonly #stopped: AbortSignal;
  readonly #observers = new Map<string, StorageObserver>();

  constructor({ registry, store, storage, recorded, stopped }: ClusterOptions) {
    this.#registry = registry;
    this.#store = store;
    this.#storage = storage;
    this.#recorded = recorded;
    this.#stopped = stopped;
  }

  /** What is served now: of each resource the preferred version. */
  types(): readonly ResourceType[] {
    const storages = new Set(this.#registry.all().map(type => type.storage));
    return [...storages].map(storage => this.typeIn(storage)).filter(type => type !== undefined);
  }

  /** The preferred version of a storage; undefined when it is not served any more. */
  typeIn(storage: string): ResourceType | undefined {
    const versions = this.#registry.versionsOf(storage);
    const [preferred] = versions;
    if (preferred?.convertedBy === undefined) return preferred;
    // Nobody has to be asked to read what is as it is kept.
    return versions.find(({ keptAs }) => keptAs === undefined) ?? preferred;
  }

  /** What a reference such as an owner's names; undefined when no such kind is served. */
  typeOf(apiVersion: string, kind: string): ResourceType | undefined {
    const slash = apiVersion.indexOf('/');
    const [group, version] = [apiVersion.slice(0, Math.max(slash, 0)), apiVersion.slice(slash + 1)];
    return this.#registry.all().find(type => type.group === group && type.version === version && type.kind === kind);
  }

  get(type: ResourceType, namespace: string, name: string): ApiObject | undefined {
    const key = { storage: type.storage, namespace: type.namespaced ? namespace : '', name };
    const stored = this.#store.get(key);
    return stored && this.#shown(type, stored);
  }

  /** @param namespace undefined for all */
  list(type: ResourceType, namespace?: string): readonly ApiObject[] {
    const { objects } = this.#store.list(type.storage, { namespace });
    return objects.map(object => this.#shown(type, object));
  }

  /** Controllers look at metadata alone of what webhooks convert, and write nothing else. */
  #shown(type: ResourceType, stored: ApiObject): ApiObject {
    return this.#storage.presented.nearest(type, stored);
  }

  /** @throws StatusError as any client's create */
  create(type: ResourceType, object: NewApiObject): Promise<ApiObject> {
    return this.#storage.create(this.#context(type, object.metadata.namespace ?? ''), object as ApiObject);
  }

  /**
   * @param manager as whose the changed fields are recorded
   * @throws StatusError 409 when the object has changed since it was read, and as any client's update
   */
  async update(
    type: ResourceType,
    object: ApiObject,
    subresource = '',
    manager = CONTROLLER_MANAGER,
  ): Promise<ApiObject> {
    const { namespace = '', name } = object.metadata;
    const context = this.#context(type, namespace, subresource, manager);
    const change = async (present: ApiObject | undefined): Promise<ApiObject> =>
      // The API server makes a binding itself, and records it for nobody.
      present === undefined || subresource === 'binding'
        ? object
        : this.#recorded(
            { type, subresource, manager },
            present,
            type.convertedBy ? withMetadataOf(present, object) : object,
          );
    return (await this.#storage.update(context, name, { change })).object;
  }

  /**
   * Deletes this very object; whether it is still there does not matter.
   * @throws StatusError 409 when another one has its name now
   */
  async delete(
    type: ResourceType,
    { metadata }: DeletedObject,
    options: Omit<DeleteOptions, 'preconditions'> = {},
    { manager = CONTROLLER_MANAGER, inCollection = false }: Deleter = {},
  ): Promise<void> {
    const { namespace = '', name, uid } = metadata;
    const context = this.#context(type, namespace, '', manager);
    const conditional = { ...options, preconditions: { uid } };
    try {
      await this.#storage.delete(context, name, conditional, inCollection ? '' : name);
    } catch (error) {
      if (!(error instanceof StatusError && error.reason === 'NotFound')) throw error;
    }
  }

  /** The same for what the server lets go by itself, about which no webhook is asked. */
  async drop(type: ResourceType, { metadata }: DeletedObject): Promise<void> {
    const { namespace = '', name, uid } = metadata;
    const context = { type, namespace, subresource: '', dryRun: false, warn: () => {} };
    try {
      await this.#storage.delete(context, name, { preconditions: { uid } });
    } catch (error) {
      if (!(error instanceof StatusError && error.reason === 'NotFound')) throw error;
    }
  }

  /**
   * Calls back for each object that is there, and for each change from then on, in their order within each resource.
   * @param wanted which resources; all, also those that come later, when left out
   * @returns what ends it
   */
  observe(listener: ObservationListener, wanted: (type: ResourceType) => boolean = () => true): () => void {
    const endings = new Map<string, () => void>();
    const follow = (): void => {
      for (const { storage } of this.#registry.all().filter(wanted)) {
        if (!endings.has(storage)) endings.set(storage, this.#listen(storage, listener));
      }
    };
    const stopFollowing = this.#registry.onChange(follow);
    follow();
    return () => {
      stopFollowing();
      for (const end of endings.values()) end();
    };
  }

  /** Calls back when kinds come or go. @returns what ends it */
  onTypesChange(listener: () => void): () => void {
    return this.#registry.onChange(listener);
  }

  /** All listeners share what is known of a storage. */
  #listen(storage: string, listener: ObservationListener): () => void {
    const observer = this.#observers.get(storage) ?? new StorageObserver(this.#store, storage);
    this.#observers.set(storage, observer);
    const end = observer.listen(listener);
    return () => {
      end();
      if (observer.hasListeners) return;
      observer.stop();
      if (this.#observers.get(storage) === observer) this.#observers.delete(storage);
    };
  }

  /** Webhooks see a binding as a Binding, which is not what is written here. */
  #context(type: ResourceType, namespace: string, subresource = '', manager = CONTROLLER_MANAGER): WriteContext {
    const context = { type, namespace, subresource, dryRun: false, warn: () => {} };
    if (subresource === 'binding') return context;
    const user = { username: USERS[manager] ?? `system:${manager}`, groups: ['system:authenticated'] };
    return { ...context, request: { user, options: {}, signal: this.#stopped } };
  }
}

function withMetadataOf(present: ApiObject, { metadata }: ApiObject): ApiObject {
  return { ...present, metadata };
}

/** Who deletes, and how. */
export interface Deleter {
  /** Default: kube-controller-manager. */
  readonly manager?: string;
  /** Whether it is one of many that a request deletes: webhooks are told no name then. Default: false. */
  readonly inCollection?: boolean;
}

const CONTROLLER_MANAGER = 'kube-controller-manager';

/** Who the parts of a control plane are, where that is not said by what they are called. */
const USERS: Readonly<Record<string, string>> = {
  kubelet: 'system:node:kubewright-node',
  'kube-apiserver': 'system:apiserver',
};

/** Which object is to go: an object, or no more of it than says which it is. */
export interface DeletedObject {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string };
}

/** An object that the server has not completed yet. */
export interface NewApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}
