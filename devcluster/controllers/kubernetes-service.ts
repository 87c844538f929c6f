// The Service by which the API server is found inside of a cluster.
import { sameJson } from '../object/json.js';
import type { Cluster, NewApiObject } from './cluster.js';
import type { Controller, ControllerOptions } from './controller.js';
import { WorkQueue } from './work-queue.js';

export interface KubernetesServiceOptions extends ControllerOptions {
  /** Where the server listens. */
  readonly address: string;
  readonly port: number;
}

/**
 * Keeps the Service `default/kubernetes`, its Endpoints and its EndpointSlice as a kube-apiserver does: made again when they
 * are deleted, and set right when the server has another port than before or somebody has changed them.
 */
export class KubernetesService implements Controller {
  readonly #cluster: Cluster;
  readonly #wanted: ReadonlyMap<string, NewApiObject>;
  readonly #queue: WorkQueue<string>;
  #end = (): void => {};

  constructor(options: KubernetesServiceOptions) {
    this.#cluster = options.cluster;
    this.#wanted = wantedObjects(options);
    this.#queue = new WorkQueue({ ...options, process: storage => this.#ensure(storage) });
  }

  start(): void {
    this.#end = this.#cluster.observe(
      ({ storage, object: { metadata } }) => {
        if (storage === NAMESPACES && metadata.name === NAMESPACE) {
          for (const each of this.#wanted.keys()) this.#queue.add(each, each);
        } else if (metadata.namespace === NAMESPACE && metadata.name === NAME) this.#queue.add(storage, storage);
      },
      ({ storage }) => storage === NAMESPACES || this.#wanted.has(storage),
    );
  }

  /** Resolves when they are there. */
  settled(): Promise<void> {
    return this.#queue.idle();
  }

  stop(): void {
    this.#end();
    this.#queue.stop();
  }

  async #ensure(storage: string): Promise<void> {
    const type = this.#cluster.typeIn(storage);
    const wanted = this.#wanted.get(storage);
    if (type === undefined || wanted === undefined || !this.#namespaceIsThere()) return;
    const present = this.#cluster.get(type, NAMESPACE, NAME);
    if (present === undefined) {
      await this.#cluster.create(type, wanted);
      return;
    }
    const { metadata, ...content } = wanted;
    const labels = { ...present.metadata.labels, ...metadata.labels };
    // A Service has more in its spec than was asked for: its address, and what is defaulted.
    const spec = content.spec === undefined ? {} : { spec: { ...(present.spec as object), ...content.spec } };
    const right = { ...present, ...content, ...spec, metadata: { ...present.metadata, labels } };
    if (!sameJson(present, right)) await this.#cluster.update(type, right, '', 'kube-apiserver');
  }

  #namespaceIsThere(): boolean {
    const type = this.#cluster.typeIn(NAMESPACES);
    const namespace = type && this.#cluster.get(type, '', NAMESPACE);
    return namespace !== undefined && namespace.metadata.deletionTimestamp === undefined;
  }
}

const NAMESPACES = '/namespaces';
const NAMESPACE = 'default';
const NAME = 'kubernetes';

/** By storage. All fields are there that are defaulted, so that what is read back can be compared. */
function wantedObjects({ address, port }: KubernetesServiceOptions): ReadonlyMap<string, NewApiObject> {
  const metadata = (labels: Readonly<Record<string, string>>) => ({ name: NAME, namespace: NAMESPACE, labels });
  const ports = [{ name: 'https', port, protocol: 'TCP' }];
  return new Map<string, NewApiObject>([
    [
      '/services',
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: metadata({ component: 'apiserver', provider: 'kubernetes' }),
        spec: {
          clusterIP: '10.0.0.1',
          ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: port }],
          sessionAffinity: 'None',
          type: 'ClusterIP',
        },
      },
    ],
    [
      '/endpoints',
      {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: metadata({ 'endpointslice.kubernetes.io/skip-mirror': 'true' }),
        subsets: [{ addresses: [{ ip: address }], ports }],
      },
    ],
    [
      'discovery.k8s.io/endpointslices',
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: metadata({ 'kubernetes.io/service-name': NAME }),
        addressType: 'IPv4',
        endpoints: [{ addresses: [address], conditions: { ready: true } }],
        ports,
      },
    ],
  ]);
}
