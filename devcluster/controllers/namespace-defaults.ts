// What every namespace has: a service account, and the certificate of the authority.
import type { ApiObject } from '../object/api-object.js';
import { sameJson } from '../object/json.js';
import type { Cluster, NewApiObject } from './cluster.js';
import type { Controller, ControllerOptions } from './controller.js';
import { WorkQueue } from './work-queue.js';

export interface NamespaceDefaultsOptions extends ControllerOptions {
  /** The certificate of the authority as PEM, for `kube-root-ca.crt`. */
  readonly rootCertificate: string;
}

/** Makes the ServiceAccount `default` and the ConfigMap `kube-root-ca.crt`, again when they are deleted or changed. */
export class NamespaceDefaults implements Controller {
  readonly #cluster: Cluster;
  readonly #rootCertificate: string;
  readonly #queue: WorkQueue<string>;
  #end = (): void => {};

  constructor(options: NamespaceDefaultsOptions) {
    this.#cluster = options.cluster;
    this.#rootCertificate = options.rootCertificate;
    this.#queue = new WorkQueue({ ...options, process: namespace => this.#ensure(namespace) });
  }

  start(): void {
    this.#end = this.#cluster.observe(
      ({ storage, object: { metadata } }) => {
        if (storage === NAMESPACES) this.#queue.add(metadata.name, metadata.name);
        else if (metadata.name === DEFAULT || metadata.name === ROOT_CA) {
          this.#queue.add(metadata.namespace ?? '', metadata.namespace ?? '');
        }
      },
      ({ storage }) => [NAMESPACES, SERVICE_ACCOUNTS, CONFIG_MAPS].includes(storage),
    );
  }

  /** Resolves when every namespace has them. */
  settled(): Promise<void> {
    return this.#queue.idle();
  }

  stop(): void {
    this.#end();
    this.#queue.stop();
  }

  async #ensure(namespace: string): Promise<void> {
    const found = this.#get(NAMESPACES, '', namespace);
    if (found === undefined || found.metadata.deletionTimestamp !== undefined) return;
    await this.#ensureServiceAccount(namespace);
    await this.#ensureRootCertificate(namespace);
  }

  async #ensureServiceAccount(namespace: string): Promise<void> {
    if (this.#get(SERVICE_ACCOUNTS, namespace, DEFAULT) !== undefined) return;
    await this.#create(SERVICE_ACCOUNTS, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: DEFAULT, namespace },
    });
  }

  async #ensureRootCertificate(namespace: string): Promise<void> {
    const data = { 'ca.crt': this.#rootCertificate };
    const present = this.#get(CONFIG_MAPS, namespace, ROOT_CA);
    const annotations = { 'kubernetes.io/description': DESCRIPTION };
    if (present === undefined) {
      const metadata = { name: ROOT_CA, namespace, annotations };
      await this.#create(CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    } else if (!sameJson(present.data, data)) {
      const type = this.#cluster.typeIn(CONFIG_MAPS);
      if (type !== undefined) await this.#cluster.update(type, { ...present, data });
    }
  }

  #get(storage: string, namespace: string, name: string): ApiObject | undefined {
    const type = this.#cluster.typeIn(storage);
    return type && this.#cluster.get(type, namespace, name);
  }

  async #create(storage: string, object: NewApiObject): Promise<void> {
    const type = this.#cluster.typeIn(storage);
    if (type !== undefined) await this.#cluster.create(type, object);
  }
}

const NAMESPACES = '/namespaces';
const SERVICE_ACCOUNTS = '/serviceaccounts';
const CONFIG_MAPS = '/configmaps';
const DEFAULT = 'default';
const ROOT_CA = 'kube-root-ca.crt';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';
