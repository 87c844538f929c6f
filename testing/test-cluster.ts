// A Kubernetes API for one test, or for one file of tests.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kind, kindInfo } from '../decorators/kind.js';
import type { KubernetesObject } from '../decorators/object-meta.js';
import type { Snapshot } from '../decorators/snapshot.js';
import type { Clock } from '../devcluster/clock/clock.js';
import type { Faults } from '../devcluster/faults/fault-injector.js';
import { type DevCluster, type RestartOptions, startDevCluster } from '../devcluster/server.js';
import type { Access } from '../runtime/client/access.js';
import type { Client, SelectOptions } from '../runtime/client/client.js';
import { type ConnectedClient, createClient } from '../runtime/client/create-client.js';
import { linkedController } from '../runtime/clock/linked-controller.js';
import type { KeyOf } from '../runtime/meta/object-key.js';
import { seedObjects } from './seed.js';
import { objectText, UNTIL_TIMEOUT, type UntilOptions, waitUntil } from './until.js';

/** How to start one. */
export interface TestClusterOptions {
  /** What it begins with, at the start and after each `reset`: objects, and paths of YAML files or folders. See `seed`. */
  readonly seed?: readonly (string | object)[];
  /**
   * The time of the cluster: of timestamps, bookmarks, the ends of watches, delays, expiring Events, simulated Pods. With a
   * `FakeClock` it stands still until the test moves it on; a `Manager` takes the same clock. Default: the machine's.
   */
  readonly clock?: Clock;
  /** Whether Pods come to life, in pretence: scheduled, Running and Ready after 100 ms, and gone after 500. Default: true. */
  readonly simulatePods?: boolean;
  /** Whether anything happens by itself: garbage collection, namespaces, Pods, ... CRDs are always served. Default: true. */
  readonly controllers?: boolean;
  /**
   * Keeps the objects in this folder, which is not removed: a new or an empty one, or one of a former cluster. That has the
   * seeds already: leave them out.
   * Default: they are kept in memory.
   */
  readonly dataFolder?: string;
  /** How long `until` and its like wait by default, in milliseconds. Default: 4000, see `UntilOptions`. */
  readonly untilTimeout?: number;
}

/**
 * Starts a Kubernetes API on a free port of 127.0.0.1, in this process, in milliseconds (the first one of a process takes
 * a tenth of a second). It answers when this resolves; CRDs among the seeds are served.
 *
 * Stop it: with `stop`, or by `await using`.
 * @throws Error when a seed cannot be created
 */
export async function startTestCluster(options: TestClusterOptions = {}): Promise<TestCluster> {
  const { seed = [], untilTimeout = UNTIL_TIMEOUT, ...rest } = options;
  const cluster = await unseededCluster({ ...rest, seed, untilTimeout });
  try {
    await cluster.seed(...seed);
    return cluster;
  } catch (error) {
    // What the seed was refused for is what the caller wants to know, whatever else went wrong.
    await cluster.stop().catch(() => {});
    throw error;
  }
}

async function unseededCluster({
  seed: seeds,
  untilTimeout: timeout,
  ...options
}: TestClusterOptions & Required<Pick<TestClusterOptions, 'seed' | 'untilTimeout'>>): Promise<TestCluster> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'kubewright-test-'));
  const kubeconfigPath = join(folder, 'kubeconfig.yaml');
  const failures: unknown[] = [];
  const report = (error: unknown) => void failures.push(error);
  const sparedByFaults = (userAgent: string) => userAgent.includes(OWN_NAME);
  try {
    const server = await startDevCluster({ ...options, kubeconfigPath, sparedByFaults, report });
    const client = await createClient(OWN_NAME, { access: accessTo(server.url) });
    return new RunningTestCluster({ server, client, folder, kubeconfigPath, seeds, timeout, failures });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** What the client of the cluster itself is called. Faults spare it. */
const OWN_NAME = 'kubewright-testing';

/** What the kubeconfig says; to read that one takes longer than to start the server. */
function accessTo(url: string): Access {
  const credentials = async () => ({ headers: {}, tls: {} });
  return { server: new URL(url), user: undefined, namespace: 'default', proxy: undefined, credentials };
}

/** A Kubernetes API for tests: the server, a client, and everything that can happen to it. */
export interface TestCluster extends AsyncDisposable {
  /** Such as `http://127.0.0.1:41234`; the same for as long as the cluster exists. */
  readonly url: string;
  /** A kubeconfig as text: for client libraries. */
  readonly kubeconfig: string;
  /** A file with the kubeconfig, for kubectl and `new Manager({ kubeconfig })`. It is gone after the stop. */
  readonly kubeconfigPath: string;
  /** The client of the test, as opposed to that of the operator: faults spare it, unless they name its user agent. */
  readonly client: Client;
  /** What goes wrong between clients and the server: nothing, until it is asked for. */
  readonly faults: Faults;
  /**
   * Creates objects as they are, their status included; paths are read as YAML files, or as folders of them. First CRDs,
   * which are served when the others come, then namespaces, then the rest in their order. What only the server can say
   * (uid, resourceVersion, ...) is left to it; owner references among the seeds are set right; an object with a
   * deletionTimestamp is deleted, and stays as long as it has finalizers. Without a namespace it goes to `default`.
   * @throws Error that names the object, and its file, when the server refuses it
   */
  seed(...sources: readonly (string | object)[]): Promise<void>;
  /**
   * Waits until the object is there and the condition holds; without one, until it is there. It hears of changes by a
   * watch, and lives through outages and restarts. A condition that throws does not hold, so it may be an assertion that
   * returns true.
   * @returns the object for which it held
   * @throws Error that shows the last state, when the time is over
   */
  until<T extends KubernetesObject>(
    kind: Kind<T>,
    key: NoInfer<KeyOf<T>>,
    condition?: (object: Snapshot<T>) => boolean,
    options?: UntilOptions,
  ): Promise<Snapshot<T>>;
  /** Waits until there is no such object. @throws Error that shows the object, when the time is over */
  untilGone<T extends KubernetesObject>(kind: Kind<T>, key: NoInfer<KeyOf<T>>, options?: UntilOptions): Promise<void>;
  /**
   * The same as `until` for all objects of a kind, or for some: `untilAll(Pod, { labelSelector: 'app=a' }, pods => pods.length === 3)`.
   * @returns the objects for which it held
   */
  untilAll<T extends KubernetesObject>(
    kind: Kind<T>,
    select: SelectOptions,
    condition: (objects: readonly Snapshot<T>[]) => boolean,
    options?: UntilOptions,
  ): Promise<readonly Snapshot<T>[]>;
  /**
   * Begins anew with the seeds of the start, and without faults: for `beforeEach`. Watches end, connections stay. Clients
   * that live through it find their state too old (410), and list anew.
   */
  reset(): Promise<void>;
  /**
   * An outage: cuts all connections in the middle of whatever they carry, and refuses new ones, until `resume`. Nothing
   * happens by itself meanwhile: the controllers live with the server.
   */
  suspend(): Promise<void>;
  /** Answers again, at the same URL and with the objects that were there. */
  resume(): Promise<void>;
  /** `suspend` and `resume`; without `keepObjects` also without any objects, seeds included. Faults stay. */
  restart(options?: RestartOptions): Promise<void>;
  /** Forgets all changes so far: lists and watches at a former revision are answered with 410. */
  compactHistory(): void;
  /**
   * Ends watches and closes everything; nothing is left behind, but for a `dataFolder`. Harmless when it is done already.
   * @throws AggregateError of errors inside the server that should not have happened, after all is closed
   */
  stop(): Promise<void>;
}

interface Parts {
  readonly server: DevCluster;
  readonly client: ConnectedClient;
  readonly folder: string;
  readonly kubeconfigPath: string;
  readonly seeds: readonly (string | object)[];
  readonly timeout: number;
  readonly failures: readonly unknown[];
}

class RunningTestCluster implements TestCluster {
  readonly #parts: Parts;
  readonly #stopping = new AbortController();
  #stopped: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get url(): string {
    return this.#parts.server.url;
  }

  get kubeconfig(): string {
    return this.#parts.server.kubeconfig;
  }

  get kubeconfigPath(): string {
    return this.#parts.kubeconfigPath;
  }

  get client(): Client {
    return this.#parts.client;
  }

  get faults(): Faults {
    return this.#parts.server.faults;
  }

  async seed(...sources: readonly (string | object)[]): Promise<void> {
    const { client, server } = this.#parts;
    this.#stopping.signal.throwIfAborted();
    // What is not up serves nothing, which says nothing about definitions.
    if (server.served('v1', 'Namespace') === undefined) throw new Error('the cluster is suspended: resume it first');
    return seedObjects({ client, served: server.served }, sources);
  }

  async until<T extends KubernetesObject>(
    kind: Kind<T>,
    key: KeyOf<T>,
    condition: (object: Snapshot<T>) => boolean = () => true,
    options?: UntilOptions,
  ): Promise<Snapshot<T>> {
    const holds = ([object]: readonly Snapshot<T>[]) => object !== undefined && condition(object);
    const [object] = await this.#untilOne(kind, key, holds, options);
    return object as Snapshot<T>;
  }

  async untilGone<T extends KubernetesObject>(kind: Kind<T>, key: KeyOf<T>, options?: UntilOptions): Promise<void> {
    await this.#untilOne(kind, key, objects => objects.length === 0, options);
  }

  untilAll<T extends KubernetesObject>(
    kind: Kind<T>,
    select: SelectOptions,
    condition: (objects: readonly Snapshot<T>[]) => boolean,
    options: UntilOptions = {},
  ): Promise<readonly Snapshot<T>[]> {
    const where = Object.values(select).filter(each => each !== undefined);
    const what = [kindInfo(kind).plural, ...where].join(' ');
    return this.#wait({ kind, select, what, condition }, options);
  }

  async reset(): Promise<void> {
    await this.#parts.server.reset();
    await this.seed(...this.#parts.seeds);
  }

  suspend(): Promise<void> {
    return this.#parts.server.suspend();
  }

  resume(): Promise<void> {
    return this.#parts.server.resume();
  }

  restart(options?: RestartOptions): Promise<void> {
    return this.#parts.server.restart(options);
  }

  compactHistory(): void {
    this.#parts.server.compactHistory();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #untilOne<T extends KubernetesObject>(
    kind: Kind<T>,
    key: KeyOf<T>,
    condition: (objects: readonly Snapshot<T>[]) => boolean,
    options: UntilOptions = {},
  ): Promise<readonly Snapshot<T>[]> {
    const select = { namespace: key.namespace, fieldSelector: `metadata.name=${key.name}` };
    return this.#wait({ kind, select, what: objectText(kind, key), condition }, options);
  }

  async #wait<T extends KubernetesObject>(wait: Parameters<typeof waitUntil<T>>[1], options: UntilOptions) {
    const { client, timeout } = this.#parts;
    const { signal, release } = linkedController(this.#stopping.signal, ...(options.signal ? [options.signal] : []));
    try {
      return await waitUntil(client, wait, { timeout: options.timeout ?? timeout, signal });
    } finally {
      release();
    }
  }

  async #stop(): Promise<void> {
    const { client, server, folder, failures } = this.#parts;
    this.#stopping.abort(new Error('the cluster has been stopped'));
    try {
      await client.close();
      await server.stop();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    if (failures.length > 0) throw new AggregateError(failures, 'errors inside the embedded control plane');
  }
}
