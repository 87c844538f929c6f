// Serves what definitions ask for, says so in their status, and sweeps up after those that are deleted.
import type { ApiObject } from '../object/api-object.js';
import { sameJson } from '../object/json.js';
import { StatusError } from '../object/status-error.js';
import { timestamp } from '../object/timestamp.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { Store, StoreWatch } from '../store/store.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';
import { acceptNames } from './accepted-names.js';
import { customTypes, storageOf } from './custom-types.js';
import {
  CLEANUP_FINALIZER,
  DEFINITIONS,
  type Definition,
  type DefinitionCondition,
  type DefinitionStatus,
  definitionOf,
  withCondition,
} from './definition.js';

export interface DefinitionControllerOptions {
  readonly store: Store;
  readonly storage: ResourceStorage;
  readonly registry: ResourceRegistry;
  /** The kind of definitions themselves. */
  readonly type: ResourceType;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Records in the managed fields of a definition who has written its status. */
  readonly recorded: (old: ApiObject, object: ApiObject) => ApiObject;
  /** Hears of what should not have happened. */
  readonly report: (error: unknown) => void;
}

/** Follows the definitions in the store, from `start` to `stop`. */
export class DefinitionController {
  readonly #options: DefinitionControllerOptions;
  #definitions: StoreWatch | undefined;
  /** One for each definition that is on its way out. */
  readonly #cleanups = new Map<string, StoreWatch>();

  constructor(options: DefinitionControllerOptions) {
    this.#options = options;
  }

  /** Resolves when everything is served that is there already. */
  async start(): Promise<void> {
    const { store, report } = this.#options;
    const { objects, revision } = store.list(DEFINITIONS);
    this.#definitions = store.watch(DEFINITIONS, revision);
    for (const { metadata } of objects) await this.#sync(metadata.name);
    this.#follow(this.#definitions).catch(report);
  }

  stop(): void {
    this.#definitions?.close();
    for (const watch of this.#cleanups.values()) watch.close();
  }

  async #follow(watch: StoreWatch): Promise<void> {
    for await (const { type, object } of watch) {
      const definition = definitionOf(object);
      if (type === 'DELETED') this.#options.registry.replace(storageOf(definition), []);
      else await this.#sync(object.metadata.name);
      // Its names may be free now for others that wait for them.
      if (type === 'DELETED') for (const other of this.#group(definition)) await this.#sync(other.metadata.name);
    }
  }

  async #sync(name: string): Promise<void> {
    try {
      const definition = this.#find(name);
      if (definition === undefined) return;
      if (definition.metadata.deletionTimestamp === undefined) await this.#serve(definition);
      else this.#cleanUp(definition);
    } catch (error) {
      // Somebody else has written it meanwhile, which is another event.
      if (!(error instanceof StatusError && [404, 409].includes(error.code))) this.#options.report(error);
    }
  }

  async #serve(definition: Definition): Promise<void> {
    const { registry, now } = this.#options;
    const { names, accepted, established } = acceptNames(definition, this.#group(definition));
    const status = definition.status ?? {};
    const time = timestamp(now());
    const conditions = withCondition(withCondition(status.conditions ?? [], accepted, time), established, time);
    // Served first, so that whoever reads that it is established finds it so.
    if (established.status === 'True') registry.replace(storageOf(definition), customTypes(definition, names));
    const next = { ...status, conditions, acceptedNames: names };
    if (!sameJson(next, status)) await this.#writeStatus(definition, next);
  }

  #cleanUp(definition: Definition): void {
    const { store, registry, report } = this.#options;
    const { name, finalizers = [] } = definition.metadata;
    if (!finalizers.includes(CLEANUP_FINALIZER) || this.#cleanups.has(name)) return;
    const storage = storageOf(definition);
    const names = definition.status?.acceptedNames ?? definition.spec.names;
    const types = customTypes(definition, names);
    if (registry.versionsOf(storage).length > 0) registry.replace(storage, types);
    const watch = store.watch(storage, store.revision);
    this.#cleanups.set(name, watch);
    this.#sweep(definition, types[0], watch)
      .catch(report)
      .finally(() => this.#cleanups.delete(name));
  }

  async #sweep(definition: Definition, type: ResourceType | undefined, watch: StoreWatch): Promise<void> {
    const { store } = this.#options;
    const storage = storageOf(definition);
    const { objects } = store.list(storage);
    if (type !== undefined) for (const object of objects) this.#deleteInstance(type, object);
    if (store.list(storage).objects.length > 0) {
      await this.#terminating(definition, IN_PROGRESS);
      // Finalizers hold some of them; nothing new can be created meanwhile.
      for await (const _ of watch) if (store.list(storage).objects.length === 0) break;
    }
    watch.close();
    if (store.list(storage).objects.length > 0) return;
    await this.#terminating(definition, COMPLETED);
    await this.#release(definition.metadata.name);
  }

  #deleteInstance(type: ResourceType, { metadata }: ApiObject): void {
    const context = { type, namespace: metadata.namespace ?? '', subresource: '', dryRun: false, warn: () => {} };
    try {
      this.#options.storage.delete(context, metadata.name, {});
    } catch (error) {
      if (!(error instanceof StatusError && error.code === 404)) throw error;
    }
  }

  async #terminating({ metadata }: Definition, condition: DefinitionCondition): Promise<void> {
    const definition = this.#find(metadata.name);
    if (definition === undefined) return;
    const status = definition.status ?? {};
    const conditions = withCondition(status.conditions ?? [], condition, timestamp(this.#options.now()));
    await this.#writeStatus(definition, { ...status, conditions });
  }

  async #release(name: string): Promise<void> {
    const change = (present: ApiObject | undefined): ApiObject => {
      if (present === undefined) throw new StatusError(404, 'NotFound', name);
      const { finalizers = [], ...metadata } = present.metadata;
      const left = finalizers.filter(each => each !== CLEANUP_FINALIZER);
      return { ...present, metadata: left.length === 0 ? metadata : { ...metadata, finalizers: left } };
    };
    await this.#options.storage.update(this.#context('finalize'), name, { change });
  }

  async #writeStatus({ metadata }: Definition, status: DefinitionStatus): Promise<void> {
    const change = (present: ApiObject | undefined): ApiObject => {
      if (present === undefined) throw new StatusError(404, 'NotFound', metadata.name);
      return this.#options.recorded(present, { ...present, status });
    };
    await this.#options.storage.update(this.#context('status'), metadata.name, { change });
  }

  #context(subresource: string) {
    return { type: this.#options.type, namespace: '', subresource, dryRun: false, warn: () => {} };
  }

  #find(name: string): Definition | undefined {
    const found = this.#options.store.get({ storage: DEFINITIONS, namespace: '', name });
    return found && definitionOf(found);
  }

  /** The other definitions of a group. */
  #group({ spec, metadata }: Definition): readonly Definition[] {
    return this.#options.store
      .list(DEFINITIONS)
      .objects.map(definitionOf)
      .filter(each => each.spec.group === spec.group && each.metadata.name !== metadata.name);
  }
}

const IN_PROGRESS: DefinitionCondition = {
  type: 'Terminating',
  status: 'True',
  reason: 'InstanceDeletionInProgress',
  message: 'CustomResource deletion is in progress',
};

const COMPLETED: DefinitionCondition = {
  type: 'Terminating',
  status: 'False',
  reason: 'InstanceDeletionCompleted',
  message: 'removed all instances',
};
