// Plays a metrics server: tells an autoscaler a load that a test has made up, shared by all Pods that are selected.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Client, type KubernetesObject, kindOf, type ObjectMeta } from 'kubewright';
import { Pod, Service } from 'kubewright/kinds';
import { createAuthority, issueServerCertificate } from '../../devcluster/tls/certificates.js';

interface AnyApiService extends KubernetesObject {
  metadata: Omit<ObjectMeta, 'namespace'>;
  spec: unknown;
}
const ApiService = kindOf<AnyApiService>()({
  group: 'apiregistration.k8s.io',
  version: 'v1',
  kind: 'APIService',
  plural: 'apiservices',
  scope: 'Cluster',
});

const GROUP = 'metrics.k8s.io';
const API_VERSION = `${GROUP}/v1beta1`;

/** The API `metrics.k8s.io` of a control plane, which a test has for itself: all discovery asks it. */
export class PlayedMetrics {
  /** What all Pods together use, in thousandths of a CPU. */
  millicores = 0;
  readonly #admin: Client;
  readonly #server: Server;

  private constructor(admin: Client, certificate: { readonly cert: string; readonly key: string }) {
    this.#admin = admin;
    this.#server = createServer(certificate, (request, response) => {
      this.#answer(request, response).catch(error => response.writeHead(500).end(String(error)));
    });
  }

  static async start(admin: Client): Promise<PlayedMetrics> {
    const authority = await createAuthority(new Date());
    // By the name of the Service the API server knows it.
    const names = ['metrics.default.svc', 'localhost'];
    const { certificate: cert, key } = await issueServerCertificate(authority, names, new Date());
    const metrics = new PlayedMetrics(admin, { cert, key });
    metrics.#server.listen(0, 'localhost');
    await once(metrics.#server, 'listening');
    const { port } = metrics.#server.address() as AddressInfo;
    const service = { name: 'metrics', namespace: 'default' };
    await admin.create(Service, { metadata: service, spec: { type: 'ExternalName', externalName: 'localhost' } });
    const caBundle = Buffer.from(authority.certificate).toString('base64');
    await admin.create(ApiService, {
      metadata: { name: `v1beta1.${GROUP}` },
      spec: {
        group: GROUP,
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        service: { ...service, port },
        caBundle,
      },
    });
    return metrics;
  }

  async stop(): Promise<void> {
    await this.#admin.delete(ApiService, { name: `v1beta1.${GROUP}` });
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer({ url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(url, 'https://localhost');
    const namespace = /\/namespaces\/([^/]+)\/pods$/.exec(pathname)?.[1];
    const selector = searchParams.get('labelSelector') ?? '';
    const body = namespace === undefined ? DISCOVERY : await this.#podMetrics(namespace, selector);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  }

  async #podMetrics(namespace: string, labelSelector: string): Promise<object> {
    const { items } = await this.#admin.list(Pod, { namespace, labelSelector });
    const cpu = `${Math.round(this.millicores / Math.max(items.length, 1))}m`;
    const timestamp = new Date().toISOString();
    return {
      kind: 'PodMetricsList',
      apiVersion: API_VERSION,
      metadata: {},
      items: items.map(({ metadata: { name, labels } }) => ({
        metadata: { name, namespace, labels },
        timestamp,
        window: '1s',
        containers: [{ name: 'redis', usage: { cpu, memory: '1Mi' } }],
      })),
    };
  }
}

const DISCOVERY = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: API_VERSION,
  resources: [{ name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] }],
};
