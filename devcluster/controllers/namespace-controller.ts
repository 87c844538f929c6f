// Empties namespaces that are being deleted, then lets them go.

import type { Timer } from '../clock/clock.js';
import type { ApiObject } from '../object/api-object.js';
import { AdmissionRefusal } from '../object/status-error.js';
import { timestamp } from '../object/timestamp.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { Cluster } from './cluster.js';
import type { Controller, ControllerOptions } from './controller.js';
import { namespaceConditions, type RemainingContent } from './namespace-conditions.js';
import type { Observation } from './observer.js';
import { WorkQueue } from './work-queue.js';

/**
 * Follows the namespace controller of kube-controller-manager: Pods go first, then everything else, each with background
 * propagation; what finalizers hold holds the namespace, and its conditions say so. In the end the finalizer `kubernetes`
 * is taken from its spec.
 *
 * It begins a moment after the deletion, as the real one does: `kubectl delete -f` of a namespace and of what is in it deletes
 * the namespace first, and fails for what it does not find any more.
 */
export class NamespaceController implements Controller {
  readonly #options: ControllerOptions;
  readonly #cluster: Cluster;
  readonly #queue: WorkQueue<string>;
  /** Of namespaces that are being deleted: their moment, until it has passed. */
  readonly #moments = new Map<string, Timer | 'passed'>();
  #end = (): void => {};

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#cluster = options.cluster;
    this.#queue = new WorkQueue({ ...options, process: name => this.#attempt(name) });
  }

  start(): void {
    this.#end = this.#cluster.observe(observation => this.#observe(observation));
  }

  stop(): void {
    this.#end();
    this.#queue.stop();
    for (const name of [...this.#moments.keys()]) this.#forget(name);
  }

  /** One that comes again under the same name has a moment of its own. */
  #forget(name: string): void {
    const moment = this.#moments.get(name);
    if (moment !== 'passed') moment?.cancel();
    this.#moments.delete(name);
  }

  #observe({ storage, object, type }: Observation): void {
    const { name, namespace, deletionTimestamp } = object.metadata;
    if (storage === NAMESPACES) {
      if (type === 'DELETED') this.#forget(name);
      else if (deletionTimestamp !== undefined) this.#addAfterMoment(name);
    } else if (namespace !== undefined && this.#find(namespace)?.object.metadata.deletionTimestamp !== undefined) {
      // Something may have come in late, or is gone at last.
      this.#addAfterMoment(namespace);
    }
  }

  #addAfterMoment(name: string): void {
    const moment = this.#moments.get(name);
    if (moment === 'passed') this.#queue.add(name, name);
    if (moment !== undefined) return;
    const timer = this.#options.clock.setTimer(MOMENT_MS, () => {
      this.#moments.set(name, 'passed');
      this.#queue.add(name, name);
    });
    this.#moments.set(name, timer);
  }

  async #attempt(name: string): Promise<void> {
    const found = this.#find(name);
    if (found === undefined || found.object.metadata.deletionTimestamp === undefined) return;
    const { type, object } = found;
    const spec = object.spec as NamespaceSpec | undefined;
    if (!spec?.finalizers?.includes(FINALIZER)) return;
    const { remaining, failures } = await this.#empty(name);
    const updated = await this.#tell(type, object, remaining, failures.map(textOf));
    if (failures.length > 0) throw failureOf(failures);
    if (remaining.some(({ objects }) => objects.length > 0)) return;
    const finalizers = spec.finalizers.filter(finalizer => finalizer !== FINALIZER);
    await this.#cluster.update(type, { ...updated, spec: { ...spec, finalizers } }, 'finalize');
  }

  /** One round of deletion. */
  async #empty(
    namespace: string,
  ): Promise<{ readonly remaining: readonly RemainingContent[]; readonly failures: readonly unknown[] }> {
    const types = this.#cluster.types().filter(type => type.namespaced && type.verbs.includes('delete'));
    const [pods, others] = [types.filter(isPods), types.filter(type => !isPods(type))];
    const failures: unknown[] = [];
    const podsLeft = await this.#emptyEach(pods, namespace, failures);
    if (podsLeft.some(({ objects }) => objects.length > 0)) return { remaining: podsLeft, failures };
    return { remaining: await this.#emptyEach(others, namespace, failures), failures };
  }

  async #emptyEach(
    types: readonly ResourceType[],
    namespace: string,
    failures: unknown[],
  ): Promise<readonly RemainingContent[]> {
    const remaining: RemainingContent[] = [];
    for (const type of types) remaining.push(await this.#emptyOf(type, namespace, failures));
    return remaining;
  }

  async #emptyOf(type: ResourceType, namespace: string, failures: unknown[]): Promise<RemainingContent> {
    for (const object of this.#cluster.list(type, namespace)) {
      try {
        await this.#cluster.delete(type, object, { propagationPolicy: 'Background' }, { inCollection: true });
      } catch (error) {
        failures.push(error);
      }
    }
    return { type, objects: this.#cluster.list(type, namespace) };
  }

  async #tell(
    type: ResourceType,
    object: ApiObject,
    remaining: readonly RemainingContent[],
    failures: readonly string[],
  ): Promise<ApiObject> {
    const status = (object.status ?? {}) as NamespaceStatus;
    const present = status.conditions ?? [];
    // While Pods end, the rest has not been looked at: the real controller says nothing of what remains then.
    const told = remaining.some(({ type, objects }) => isPods(type) && objects.length > 0) ? [] : remaining;
    const conditions = namespaceConditions(present, told, failures, timestamp(this.#options.clock.now()));
    if (conditions === present) return object;
    return this.#cluster.update(type, { ...object, status: { ...status, conditions } }, 'status');
  }

  #find(name: string): { readonly type: ResourceType; readonly object: ApiObject } | undefined {
    const type = this.#cluster.typeIn(NAMESPACES);
    const object = type && this.#cluster.get(type, '', name);
    return type === undefined || object === undefined ? undefined : { type, object };
  }
}

interface NamespaceSpec {
  readonly finalizers?: readonly string[];
}

interface NamespaceStatus {
  readonly conditions?: Parameters<typeof namespaceConditions>[0];
}

const NAMESPACES = '/namespaces';
const FINALIZER = 'kubernetes';
/** The real one waits for five seconds. */
const MOMENT_MS = 1000;

function isPods({ group, resource }: ResourceType): boolean {
  return group === '' && resource === 'pods';
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What webhooks refuse is nobody's fault here; anything else is told with all that went wrong. */
function failureOf(failures: readonly unknown[]): unknown {
  if (failures.every(each => each instanceof AdmissionRefusal)) return failures[0];
  return new Error(failures.map(textOf).join('\n'));
}
