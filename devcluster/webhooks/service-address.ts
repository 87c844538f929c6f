// Where a Service leads to, for webhooks that are asked through one. There is no network of a cluster here: what Pods would
// answer is answered by processes of this machine.

import { selects } from '../builtin/rules/label-selector.js';
import type { ApiObject } from '../object/api-object.js';
import type { Store } from '../store/store.js';

/** What can be dialled. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Why a Service leads nowhere, in the words of the API server. */
export class NoAddressError extends Error {
  override readonly name = 'NoAddressError';
}

const LOOPBACK = '127.0.0.1';

/**
 * An ExternalName is dialled as it is. Else a ready endpoint of an EndpointSlice is, if somebody has made one; and where
 * nobody has, the port of the Pods that the Service selects, on the loopback interface: there an operator runs that is
 * being developed.
 * @throws NoAddressError
 */
export function serviceAddress(
  store: Store,
  { namespace, name, port }: { readonly namespace: string; readonly name: string; readonly port: number },
): Address {
  const service = store.get({ storage: '/services', namespace, name });
  if (service === undefined) throw new NoAddressError(`service ${JSON.stringify(name)} not found`);
  const { type, externalName = '', clusterIP, ports, selector } = (service.spec ?? {}) as ServiceSpec;
  if (type === 'ExternalName') return { host: externalName, port };
  if (clusterIP === 'None') throw new NoAddressError('cannot route to service with ClusterIP "None"');
  const servicePort = (ports ?? []).find(each => each.port === port);
  if (servicePort === undefined)
    throw new NoAddressError(`no service port ${port} found for service ${JSON.stringify(name)}`);
  const endpoint = endpointOf(store, namespace, name, servicePort);
  if (endpoint !== undefined) return endpoint;
  const target = selector && targetOf(store, namespace, selector, servicePort);
  if (target !== undefined) return { host: LOOPBACK, port: target };
  throw new NoAddressError(`no endpoints available for service ${JSON.stringify(name)}`);
}

function endpointOf(store: Store, namespace: string, service: string, port: ServicePort): Address | undefined {
  const slices = store.list(SLICES, { namespace }).objects as readonly EndpointSlice[];
  for (const { metadata, ports, endpoints } of slices) {
    if (metadata.labels?.[SERVICE_LABEL] !== service) continue;
    const found = (ports ?? []).find(each => (each.name ?? '') === (port.name ?? ''))?.port;
    const ready = (endpoints ?? []).find(({ conditions }) => conditions?.ready !== false);
    const host = ready?.addresses[0];
    if (host !== undefined && typeof found === 'number') return { host, port: found };
  }
  return undefined;
}

const SLICES = 'discovery.k8s.io/endpointslices';
const SERVICE_LABEL = 'kubernetes.io/service-name';

/** A name stands for the port that a container calls so. */
function targetOf(store: Store, namespace: string, selector: Labels, port: ServicePort): number | undefined {
  const { targetPort = port.port } = port;
  if (typeof targetPort === 'number') return targetPort;
  const pods = store
    .list('/pods', { namespace })
    .objects.filter(({ metadata }) => selects({ matchLabels: { ...selector } }, metadata.labels ?? {}));
  const ports = pods
    .flatMap(({ spec }) => ((spec ?? {}) as PodSpec).containers ?? [])
    .flatMap(each => each.ports ?? []);
  return ports.find(({ name }) => name === targetPort)?.containerPort;
}

type Labels = Readonly<Record<string, string>>;

interface ServiceSpec {
  readonly type?: string;
  readonly externalName?: string;
  readonly clusterIP?: string;
  readonly selector?: Labels;
  readonly ports?: readonly ServicePort[];
}

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

interface EndpointSlice extends ApiObject {
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[] | null;
  readonly endpoints?:
    | readonly { readonly addresses: readonly string[]; readonly conditions?: { readonly ready?: boolean } }[]
    | null;
}

interface PodSpec {
  readonly containers?: readonly {
    readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  }[];
}
