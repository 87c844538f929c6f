// Deletes the objects of a CustomResourceDefinition that is being deleted, then lets it go.
import type { ApiObject } from '../object/api-object.js';
import { timestamp } from '../object/timestamp.js';
import { CLEANUP_FINALIZER, DEFINITIONS } from '../registry/definitions.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { Cluster } from './cluster.js';
import type { Controller, ControllerOptions } from './controller.js';
import { WorkQueue } from './work-queue.js';

/** Follows the finalizing controller of apiextensions-apiserver: an object that finalizers hold holds its definition. */
export class CustomResourceCleanup implements Controller {
  readonly #options: ControllerOptions;
  readonly #cluster: Cluster;
  readonly #queue: WorkQueue<string>;
  #end = (): void => {};

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#cluster = options.cluster;
    this.#queue = new WorkQueue({ ...options, process: name => this.#attempt(name) });
  }

  start(): void {
    this.#end = this.#cluster.observe(({ type, storage, object }) => {
      if (storage === DEFINITIONS) {
        if (isHeld(object)) this.#queue.add(object.metadata.name, object.metadata.name);
      } else if (type === 'DELETED') {
        const [group = '', resource] = storage.split('/');
        this.#queue.add(`${resource}.${group}`, `${resource}.${group}`);
      }
    });
  }

  stop(): void {
    this.#end();
    this.#queue.stop();
  }

  async #attempt(name: string): Promise<void> {
    const type = this.#cluster.typeIn(DEFINITIONS);
    const definition = type && this.#cluster.get(type, '', name);
    if (type === undefined || definition === undefined || !isHeld(definition)) return;
    const told = await this.#tell(type, definition, IN_PROGRESS);
    if ((await this.#deleteInstances(definition)) > 0) return;
    const done = await this.#tell(type, told, COMPLETED);
    const finalizers = (done.metadata.finalizers ?? []).filter(finalizer => finalizer !== CLEANUP_FINALIZER);
    await this.#cluster.update(type, { ...done, metadata: { ...done.metadata, finalizers } }, '', 'kube-apiserver');
  }

  /** @returns how many are left */
  async #deleteInstances({ spec }: ApiObject): Promise<number> {
    const { group, names } = spec as DefinitionSpec;
    const type = this.#cluster.typeIn(`${group}/${names.plural}`);
    if (type === undefined) return 0;
    for (const object of this.#cluster.list(type)) {
      if (object.metadata.deletionTimestamp === undefined) await this.#cluster.drop(type, object);
    }
    return this.#cluster.list(type).length;
  }

  async #tell(type: ResourceType, definition: ApiObject, terminating: Omit<Condition, 'lastTransitionTime'>) {
    const status = (definition.status ?? {}) as { readonly conditions?: readonly Condition[] };
    const present = status.conditions ?? [];
    const before = present.find(condition => condition.type === terminating.type);
    if (before?.status === terminating.status && before.reason === terminating.reason) return definition;
    const now = timestamp(this.#options.clock.now());
    const lastTransitionTime = before?.status === terminating.status ? before.lastTransitionTime : now;
    const others = present.filter(condition => condition !== before);
    const conditions = [...others, { ...terminating, lastTransitionTime }];
    return this.#cluster.update(type, { ...definition, status: { ...status, conditions } }, 'status', 'kube-apiserver');
  }
}

interface DefinitionSpec {
  readonly group: string;
  readonly names: { readonly plural: string };
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime: string;
  readonly reason: string;
  readonly message: string;
}

const IN_PROGRESS = {
  type: 'Terminating',
  status: 'True',
  reason: 'InstanceDeletionInProgress',
  message: 'CustomResource deletion is in progress',
};

const COMPLETED = {
  type: 'Terminating',
  status: 'False',
  reason: 'InstanceDeletionCompleted',
  message: 'removed all instances',
};

function isHeld({ metadata }: ApiObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(CLEANUP_FINALIZER);
}
