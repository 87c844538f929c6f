// Services, their endpoints, and the ways to them.
import { NAMESPACE, type Sample, type SampleTable } from '../sample-table.js';

const named = (name: string, rest: object = {}): Sample => ({ metadata: { name, namespace: NAMESPACE }, ...rest });
const ports = [{ name: 'http', port: 80 }];
const service = (name: string, spec: object, status?: object): Sample =>
  named(name, { spec: { ports, ...spec }, ...(status !== undefined && { status }) });
const balanced = (...ingress: object[]) => ({ loadBalancer: { ingress } });

const backend = { service: { name: 'a', port: { number: 80 } } };
const http = { paths: [{ path: '/', pathType: 'Prefix', backend }] };
const rules = (...hosts: string[]) => hosts.map(host => (host === '' ? { http } : { host, http }));
const ingress = (name: string, spec: object, status?: object): Sample =>
  named(name, { spec: { rules: rules(''), ...spec }, ...(status !== undefined && { status }) });

const addresses = (...ips: string[]) => ips.map(ip => ({ ip }));
const slice = (name: string, rest: object): Sample => named(name, { addressType: 'IPv4', endpoints: [], ...rest });

const table = (apiVersion: string, kind: string, resource: string, samples: readonly Sample[]): SampleTable => ({
  apiVersion,
  kind,
  resource,
  namespaced: true,
  samples,
});

export const networkingTables: readonly SampleTable[] = [
  table('v1', 'Service', 'services', [
    service('cluster-ip', { selector: { b: '2', a: '1' } }),
    service('headless', { clusterIP: 'None', ports: [] }),
    service('external-ips', { externalIPs: ['203.0.113.1', '203.0.113.2'] }),
    service('node-port', {
      type: 'NodePort',
      ports: [
        { name: 'a', port: 80, nodePort: 30080 },
        { name: 'b', port: 53, nodePort: 30053, protocol: 'UDP' },
      ],
    }),
    service('pending', { type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30081 }] }),
    service(
      'balanced',
      { type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30082 }] },
      balanced({ ip: '203.0.113.9' }, { hostname: 'b.example.com' }, { hostname: 'a.example.com' }),
    ),
    service(
      'balanced-external',
      { type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30083 }], externalIPs: ['203.0.113.1'] },
      balanced({ ip: '203.0.113.9' }),
    ),
    service('named-outside', { type: 'ExternalName', externalName: 'db.example.com', ports: [] }),
  ]),
  table('v1', 'Endpoints', 'endpoints', [
    named('empty'),
    named('one', { subsets: [{ addresses: addresses('10.1.0.1'), ports: [{ port: 80 }] }] }),
    named('without-ports', { subsets: [{ addresses: addresses('10.1.0.1', '10.1.0.2') }] }),
    named('not-ready', { subsets: [{ notReadyAddresses: addresses('10.1.0.1'), ports: [{ port: 80 }] }] }),
    named('six', { subsets: [{ addresses: addresses('fd00::1', 'fd00::2'), ports: [{ port: 80 }] }] }),
    named('many', {
      subsets: [
        {
          addresses: addresses('10.1.0.1', '10.1.0.2'),
          ports: [
            { name: 'a', port: 80 },
            { name: 'b', port: 81 },
          ],
        },
        { addresses: addresses('10.1.0.3'), ports: [{ name: 'a', port: 82 }] },
      ],
    }),
  ]),
  table('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices', [
    slice('empty', {}),
    slice('one', { ports: [{ name: 'http', port: 80 }], endpoints: [{ addresses: ['10.1.0.1'] }] }),
    slice('portless', { ports: [{ name: 'all' }], endpoints: [{ addresses: ['10.1.0.1'] }] }),
    slice('many', {
      ports: [1, 2, 3, 4].map(port => ({ name: `p${port}`, port })),
      endpoints: [1, 2, 3, 4, 5].map(last => ({ addresses: [`10.1.0.${last}`] })),
    }),
  ]),
  table('networking.k8s.io/v1', 'Ingress', 'ingresses', [
    ingress('any-host', { defaultBackend: backend }),
    ingress(
      'class',
      {
        ingressClassName: 'nginx',
        rules: rules('a.example.com', 'b.example.com'),
        tls: [{ hosts: ['a.example.com'] }],
      },
      balanced({ ip: '203.0.113.9' }, { hostname: 'lb.example.com' }),
    ),
    ingress('many-hosts', {
      rules: rules('a.example.com', 'b.example.com', 'c.example.com', 'd.example.com', 'e.example.com'),
    }),
    ingress('some-hosts', { rules: rules('a.example.com', '', 'c.example.com', 'd.example.com', 'e.example.com') }),
  ]),
  {
    ...table('networking.k8s.io/v1', 'IngressClass', 'ingressclasses', [
      { metadata: { name: 'plain' }, spec: { controller: 'example.com/plain' } },
      {
        metadata: { name: 'grouped' },
        spec: {
          controller: 'example.com/grouped',
          parameters: { apiGroup: 'example.com', kind: 'Settings', name: 'a', scope: 'Cluster' },
        },
      },
      {
        metadata: { name: 'core' },
        spec: {
          controller: 'example.com/core',
          parameters: { kind: 'ConfigMap', name: 'a', namespace: 'default', scope: 'Namespace' },
        },
      },
    ]),
    namespaced: false,
  },
  table('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', [
    named('all', { spec: { podSelector: {} } }),
    named('some', {
      spec: {
        podSelector: {
          matchLabels: { app: 'a' },
          matchExpressions: [{ key: 'tier', operator: 'In', values: ['z', 'b'] }],
        },
      },
    }),
  ]),
];
