// A control plane without HTTP, for tests of its controllers.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { FakeClock } from '../devcluster/clock/fake-clock.js';
import { Cluster } from '../devcluster/controllers/cluster.js';
import type { Controller, ControllerOptions } from '../devcluster/controllers/controller.js';
import type { ApiObject, ApiObjectMeta } from '../devcluster/object/api-object.js';
import type { KindRules } from '../devcluster/registry/kind-rules.js';
import { ResourceRegistry } from '../devcluster/registry/resource-registry.js';
import type { ResourceType } from '../devcluster/registry/resource-type.js';
import { MemoryStore } from '../devcluster/store/memory-store.js';
import type { DeleteOptions } from '../devcluster/strategy/delete-options.js';
import { NamespaceLifecycle } from '../devcluster/strategy/namespace-lifecycle.js';
import { ResourceStorage } from '../devcluster/strategy/resource-storage.js';

const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } as const;

/** A kind that takes everything, with a status of its own. */
export function anyType(
  apiVersion: string,
  kind: string,
  options: { readonly namespaced?: boolean; readonly rules?: KindRules } = {},
): ResourceType {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const resource = `${kind.toLowerCase()}s`;
  return {
    group,
    version,
    kind,
    listKind: `${kind}List`,
    resource,
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: options.namespaced ?? true,
    storage: `${group}/${resource}`,
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    schema: anything,
    custom: false,
    status: true,
    printer: { columns: [], cells: () => [] },
    rules: { unconditionalUpdate: true, ...options.rules },
  };
}

interface Finalized {
  readonly finalizers?: readonly string[];
}

export const NAMESPACE = anyType('v1', 'Namespace', {
  namespaced: false,
  rules: {
    prepareForCreate: object => ({ ...object, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }),
    prepareForDelete: object => ({ ...object, status: { ...(object.status as object), phase: 'Terminating' } }),
    releasable: object => ((object.spec as Finalized | undefined)?.finalizers ?? []).length === 0,
  },
});

export const POD = anyType('v1', 'Pod', {
  rules: {
    gracePeriod: (pod, requested) => {
      const { nodeName, terminationGracePeriodSeconds = 30 } = (pod.spec ?? {}) as Record<string, number | undefined>;
      return nodeName === undefined ? 0 : (requested ?? terminationGracePeriodSeconds);
    },
  },
});

type Metadata = Partial<ApiObjectMeta>;

/** Serves these kinds, with the namespace `default` when Namespaces are among them. */
export class ControllerWorld {
  readonly store = new MemoryStore();
  readonly clock = new FakeClock();
  readonly registry: ResourceRegistry;
  readonly cluster: Cluster;
  /** What controllers complained of. */
  readonly complaints: unknown[] = [];
  readonly #storage: ResourceStorage;
  readonly #controllers: Controller[] = [];

  constructor(types: readonly ResourceType[]) {
    this.registry = new ResourceRegistry(types);
    this.#storage = new ResourceStorage({
      store: this.store,
      admission: types.includes(NAMESPACE) ? [new NamespaceLifecycle(this.store)] : [],
      now: () => this.clock.now(),
      random: () => 0.5,
      convert: (_, object) => object,
    });
    this.cluster = new Cluster({
      registry: this.registry,
      store: this.store,
      storage: this.#storage,
      recorded: async (_writer, _old, object) => object,
      stopped: new AbortController().signal,
    });
  }

  /** Starts a controller; `stop` stops it. */
  run(make: (options: ControllerOptions) => Controller): void {
    const controller = make({
      cluster: this.cluster,
      clock: this.clock,
      report: error => void this.complaints.push(error),
    });
    this.#controllers.push(controller);
    controller.start();
  }

  stop(): void {
    for (const controller of this.#controllers) controller.stop();
  }

  create(type: ResourceType, metadata: Metadata & { readonly name: string }, rest: object = {}): Promise<ApiObject> {
    const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`;
    const namespace = type.namespaced ? { namespace: 'default' } : {};
    return this.cluster.create(type, { apiVersion, kind: type.kind, metadata: { ...namespace, ...metadata }, ...rest });
  }

  get(type: ResourceType, name: string, namespace = 'default'): ApiObject | undefined {
    return this.cluster.get(type, namespace, name);
  }

  /** Writes metadata anew. */
  async change(type: ResourceType, name: string, metadata: Metadata): Promise<void> {
    const object = this.get(type, name);
    if (object === undefined) throw new Error(`there is no ${name}`);
    await this.cluster.update(type, { ...object, metadata: { ...object.metadata, ...metadata } });
  }

  async delete(type: ResourceType, name: string, options: DeleteOptions = {}): Promise<void> {
    const context = {
      type,
      namespace: type.namespaced ? 'default' : '',
      subresource: '',
      dryRun: false,
      warn: () => {},
    };
    await this.#storage.delete(context, name, options);
  }

  /** The names of what is there. */
  names(type: ResourceType): readonly string[] {
    return this.cluster.list(type).map(({ metadata }) => metadata.name);
  }

  /** Resolves once nothing is written any more without time going on. */
  async quiet(): Promise<void> {
    for (let calm = 0, revision = -1; calm < 20; calm++) {
      await nextTurn();
      if (revision !== this.store.revision) calm = 0;
      revision = this.store.revision;
    }
  }
}

/** A reference to an owner. */
export function ownedBy(owner: ApiObject, rest: { readonly blockOwnerDeletion?: boolean } = {}) {
  const { apiVersion, kind, metadata } = owner;
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid, ...rest };
}
