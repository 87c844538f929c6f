// What belongs to a namespace besides workloads and networking, and Namespaces and Nodes themselves.
import { HELD, NAMESPACE, type Sample, type SampleTable } from '../sample-table.js';

const LONG_AGO = '2020-03-01T10:00:00Z';
const LATER = '2020-03-03T10:00:00Z';

const core = (kind: string, resource: string, samples: readonly Sample[], rest: object = {}): SampleTable => ({
  apiVersion: 'v1',
  kind,
  resource,
  namespaced: true,
  samples,
  ...rest,
});
const named = (name: string, rest: object = {}): Sample => ({ metadata: { name, namespace: NAMESPACE }, ...rest });
const cluster = (name: string, rest: object = {}, metadata: object = {}): Sample => ({
  metadata: { name, ...metadata },
  ...rest,
});

export const coreTables: readonly SampleTable[] = [
  core('ConfigMap', 'configmaps', [
    named('empty'),
    named('both', { data: { a: '1', b: '2' }, binaryData: { c: 'AA==' } }),
  ]),
  core('Secret', 'secrets', [
    named('empty'),
    named('typed', {
      type: 'kubernetes.io/basic-auth',
      stringData: { username: 'a', password: 'b' },
    }),
  ]),
  core('ServiceAccount', 'serviceaccounts', [named('plain'), named('with-secrets', { secrets: [{ name: 'a' }] })]),
  core(
    'Namespace',
    'namespaces',
    [cluster('active'), cluster('ending', { spec: { finalizers: ['kubewright.example/held'] } })],
    { namespaced: false, deleted: ['ending'] },
  ),
  core('Node', 'nodes', nodes(), { namespaced: false }),
  core('Event', 'events', coreEvents()),
  {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    resource: 'events',
    namespaced: true,
    // The core events are among them: it is one store.
    samples: [],
  },
  core('PersistentVolume', 'persistentvolumes', volumes(), { namespaced: false, deleted: ['ending'] }),
  core('PersistentVolumeClaim', 'persistentvolumeclaims', claims(), { deleted: ['ending'] }),
  core('ResourceQuota', 'resourcequotas', [
    named('empty', { spec: {} }),
    named('compute', {
      spec: { hard: { 'requests.storage': '10Gi', 'limits.cpu': '4', 'count/gadgets.example.com': '5' } },
      status: {
        hard: {
          'requests.storage': '10Gi',
          'limits.cpu': '4',
          'limits.memory': '8Gi',
          'count/gadgets.example.com': '5',
        },
        used: {
          'requests.storage': '0',
          'limits.cpu': '1500m',
          'limits.memory': '1024Mi',
          'count/gadgets.example.com': '2',
        },
      },
    }),
  ]),
  core('LimitRange', 'limitranges', [named('storage', { spec: { limits: [{ type: 'Pod', max: { cpu: '2' } }] } })]),
];

function nodes(): Sample[] {
  const ready = (status: string) => ({ conditions: [{ type: 'Ready', status }] });
  return [
    cluster('unknown'),
    cluster('not-ready', { status: ready('False') }),
    cluster('condition-unknown', { status: ready('Unknown') }),
    cluster('cordoned', { spec: { unschedulable: true }, status: ready('True') }),
    cluster(
      'full',
      {
        status: {
          ...ready('True'),
          addresses: [
            { type: 'Hostname', address: 'full' },
            { type: 'InternalIP', address: '10.0.0.4' },
            { type: 'ExternalIP', address: '203.0.113.4' },
          ],
          nodeInfo: {
            architecture: 'arm64',
            bootID: '',
            containerRuntimeVersion: 'containerd://2.1.0',
            kernelVersion: '6.1.0',
            kubeProxyVersion: '',
            kubeletVersion: 'v1.36.0',
            machineID: '',
            operatingSystem: 'linux',
            osImage: 'An OS 12',
            systemUUID: '',
          },
        },
      },
      {
        labels: {
          'node-role.kubernetes.io/worker': '',
          'node-role.kubernetes.io/control-plane': '',
          'kubernetes.io/role': 'edge',
        },
      },
    ),
  ];
}

function coreEvents(): Sample[] {
  const involvedObject = { apiVersion: 'v1', kind: 'Pod', name: 'a', namespace: NAMESPACE };
  const event = (name: string, rest: object): Sample =>
    named(name, { involvedObject, type: 'Normal', reason: 'Happened', message: 'It happened. \n', ...rest });
  const modern = {
    eventTime: '2020-03-02T10:00:00.123456Z',
    action: 'Do',
    reportingComponent: 'a-controller',
    reportingInstance: 'a-controller-0',
  };
  return [
    event('old', {
      firstTimestamp: LONG_AGO,
      lastTimestamp: LATER,
      count: 4,
      type: 'Warning',
      source: { component: 'kubelet', host: 'a-node' },
      involvedObject: { ...involvedObject, fieldPath: 'spec.containers{one}' },
    }),
    event('component-only', { firstTimestamp: LONG_AGO, source: { component: 'scheduler' } }),
    event('bare', { message: '' }),
    event('nameless', { involvedObject: { kind: 'PodList', namespace: NAMESPACE } }),
    event('modern', modern),
    event('series', { ...modern, series: { count: 9, lastObservedTime: '2020-03-04T10:00:00.000000Z' } }),
  ];
}

function volumes(): Sample[] {
  const volume = (name: string, spec: object, rest: object = {}, metadata: object = {}) =>
    cluster(
      name,
      {
        spec: { capacity: { storage: '10Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/a' }, ...spec },
        ...rest,
      },
      metadata,
    );
  return [
    volume('new', {}),
    volume(
      'bound',
      {
        accessModes: ['ReadWriteMany', 'ReadOnlyMany', 'ReadWriteOnce', 'ReadWriteOnce'],
        claimRef: { namespace: NAMESPACE, name: 'a' },
        storageClassName: 'fast',
        volumeMode: 'Block',
        persistentVolumeReclaimPolicy: 'Delete',
        capacity: { storage: '2048Mi' },
      },
      { status: { phase: 'Bound' } },
    ),
    volume('failed', { accessModes: ['ReadWriteOncePod'] }, { status: { phase: 'Failed', reason: 'RecycleFailed' } }),
    volume('annotated', {}, {}, { annotations: { 'volume.beta.kubernetes.io/storage-class': 'slow' } }),
    volume('ending', {}, {}, HELD),
  ];
}

function claims(): Sample[] {
  const resources = { requests: { storage: '1Gi' } };
  const claim = (name: string, spec: object = {}, status?: object, metadata: object = {}): Sample => ({
    metadata: { name, namespace: NAMESPACE, ...metadata },
    spec: { accessModes: ['ReadWriteOnce'], resources, ...spec },
    ...(status !== undefined && { status }),
  });
  const bound = { phase: 'Bound', capacity: { storage: '1500Mi' }, accessModes: ['ReadWriteOnce', 'ReadWriteOncePod'] };
  return [
    claim('new'),
    claim('bound', { volumeName: 'a', storageClassName: 'fast' }, bound),
    claim('attributed', { volumeName: 'a', volumeAttributesClassName: 'gold', volumeMode: 'Block' }, bound),
    claim('lost', {}, { phase: 'Lost' }),
    claim('ending'),
  ];
}
