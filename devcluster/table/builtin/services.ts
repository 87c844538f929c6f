// The rows of Services and of what they lead to.
import { isIPv6 } from 'node:net';
import { builtinPrinter } from '../builtin-printer.js';
import { type LoadBalancerStatus, loadBalancerText } from '../load-balancer-text.js';
import { labelsText } from '../selector-text.js';
import { firstFew, NONE, UNKNOWN, UNSET } from '../words.js';

interface Service {
  readonly spec: {
    readonly type?: string;
    readonly clusterIPs?: readonly string[];
    readonly externalIPs?: readonly string[];
    readonly externalName?: string;
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly { readonly port: number; readonly nodePort?: number; readonly protocol?: string }[];
  };
  readonly status?: { readonly loadBalancer?: LoadBalancerStatus };
}

export const servicePrinter = builtinPrinter<Service>('Service', service => ({
  Type: service.spec.type ?? '',
  'Cluster-IP': service.spec.clusterIPs?.[0] ?? NONE,
  'External-IP': externalIP(service),
  'Port(s)': portsText(service.spec.ports) || NONE,
  Selector: labelsText(service.spec.selector),
}));

interface Endpoints {
  readonly subsets?: readonly {
    readonly addresses?: readonly { readonly ip: string }[];
    readonly ports?: readonly { readonly port: number }[];
  }[];
}

export const endpointsPrinter = builtinPrinter<Endpoints>('Endpoints', ({ subsets = [] }) => {
  const addresses = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => `${isIPv6(ip) ? `[${ip}]` : ip}:${port}`)),
  );
  return { Endpoints: subsets.length === 0 ? NONE : firstFew(addresses, MOST, addresses.length) };
});

interface EndpointSlice {
  readonly addressType: string;
  readonly ports?: readonly { readonly port?: number; readonly name?: string }[] | null;
  readonly endpoints?: readonly { readonly addresses: readonly string[] }[] | null;
}

export const endpointSlicePrinter = builtinPrinter<EndpointSlice>(
  'discovery.k8s.io/EndpointSlice',
  ({ addressType, ports, endpoints }) => {
    const portTexts = (ports ?? []).map(({ port, name }) => String(port ?? name ?? '*'));
    const addresses = (endpoints ?? []).flatMap(endpoint => endpoint.addresses);
    return {
      AddressType: addressType,
      Ports: firstFew(portTexts, MOST, portTexts.length) || UNSET,
      Endpoints: firstFew(addresses, MOST, addresses.length) || UNSET,
    };
  },
);

const MOST = 3;

function externalIP({ spec, status }: Service): string {
  const { externalIPs = [] } = spec;
  switch (spec.type) {
    case 'ClusterIP':
    case 'NodePort':
      return externalIPs.join(',') || NONE;
    case 'LoadBalancer':
      return (
        [loadBalancerText(status?.loadBalancer), ...externalIPs].filter(text => text !== '').join(',') || '<pending>'
      );
    case 'ExternalName':
      return spec.externalName ?? '';
    default:
      return UNKNOWN;
  }
}

function portsText(ports: Service['spec']['ports'] = []): string {
  return ports
    .map(({ port, nodePort = 0, protocol = '' }) => `${nodePort > 0 ? `${port}:${nodePort}` : port}/${protocol}`)
    .join(',');
}
