// Serves what definitions ask for, and says so in their status.
import type { ApiObject } from '../object/api-object.js';
import { sameJson } from '../object/json.js';
import { StatusError } from '../object/status-error.js';
import { timestamp } from '../object/timestamp.js';
import { DEFINITIONS } from '../registry/definitions.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { Store, StoreWatch } from '../store/store.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';
import { acceptNames } from './accepted-names.js';
import { customTypes, type Origin, storageOf } from './custom-types.js';
import {
  conditionOf,
  type Definition,
  type DefinitionNames,
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
  readonly recorded: (old: ApiObject, object: ApiObject) => Promise<ApiObject>;
  /** Hears of what should not have happened. */
  readonly report: (error: unknown) => void;
}

/** Follows the definitions in the store, from `start` to `stop`. */
export class DefinitionController {
  readonly #options: DefinitionControllerOptions;
  /** By storage. */
  readonly #origins = new Map<string, Origin>();
  #definitions: StoreWatch | undefined;

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
  }

  async #follow(watch: StoreWatch): Promise<void> {
    for await (const { type, object } of watch) {
      const definition = definitionOf(object);
      if (type === 'DELETED') this.#remove(definition);
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
      else this.#close(definition);
    } catch (error) {
      // Somebody else has written it meanwhile, which is another event.
      if (!(error instanceof StatusError && [404, 409].includes(error.code))) this.#options.report(error);
    }
  }

  async #serve(definition: Definition): Promise<void> {
    const { now } = this.#options;
    const { names, accepted, established } = acceptNames(definition, this.#group(definition));
    const status = definition.status ?? {};
    const time = timestamp(now());
    const conditions = withCondition(withCondition(status.conditions ?? [], accepted, time), established, time);
    // Served first, so that whoever reads that it is established finds it so.
    if (established.status === 'True') this.#replace(definition, names);
    const next = { ...status, conditions, acceptedNames: names };
    if (!sameJson(next, status)) await this.#writeStatus(definition, next);
  }

  /** Its objects can be read and deleted until they are gone; somebody else deletes them. */
  #close(definition: Definition): void {
    if (conditionOf(definition, 'Established')?.status !== 'True') return;
    this.#replace(definition, definition.status?.acceptedNames ?? definition.spec.names);
  }

  #replace(definition: Definition, names: DefinitionNames): void {
    const { registry } = this.#options;
    const storage = storageOf(definition);
    const origin = this.#originOf(definition, names);
    const terminating = definition.metadata.deletionTimestamp !== undefined;
    const [present] = registry.knownVersionsOf(storage);
    // Whatever else was written about the definition ends no watch, and makes no document anew.
    if (present?.origin === origin && (present.terminating ?? false) === terminating) return;
    registry.replace(storage, customTypes(origin, terminating));
  }

  #originOf(definition: Definition, names: DefinitionNames): Origin {
    const { spec } = definition;
    const known = this.#origins.get(storageOf(definition));
    if (known !== undefined && sameJson(known.spec, spec) && sameJson(known.names, names)) return known;
    const origin = { spec, names };
    this.#origins.set(storageOf(definition), origin);
    return origin;
  }

  #remove(definition: Definition): void {
    const storage = storageOf(definition);
    this.#origins.delete(storage);
    this.#options.registry.replace(storage, []);
  }

  async #writeStatus({ metadata }: Definition, status: DefinitionStatus): Promise<void> {
    const change = async (present: ApiObject | undefined): Promise<ApiObject> => {
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
    // Their names say of which group they are, so those of others need not be read.
    return this.#options.store
      .list(DEFINITIONS)
      .stored.filter(({ key: { name } }) => name !== metadata.name && name.endsWith(`.${spec.group}`))
      .map(({ object }) => definitionOf(object))
      .filter(each => each.spec.group === spec.group);
  }
}
