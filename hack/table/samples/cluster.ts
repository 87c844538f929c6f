// Cluster-wide settings, and leases.
import { NAMESPACE, type Sample, type SampleTable } from '../sample-table.js';

const cluster = (name: string, rest: object = {}, metadata: object = {}): Sample => ({
  metadata: { name, ...metadata },
  ...rest,
});
const named = (name: string, rest: object = {}): Sample => ({ metadata: { name, namespace: NAMESPACE }, ...rest });

const rbac = 'rbac.authorization.k8s.io';
const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
const subjects = [
  { kind: 'User', apiGroup: rbac, name: 'anna' },
  { kind: 'User', apiGroup: rbac, name: 'ben' },
  { kind: 'Group', apiGroup: rbac, name: 'devs' },
  { kind: 'ServiceAccount', namespace: NAMESPACE, name: 'default' },
];
const roleRef = (kind: string) => ({ apiGroup: rbac, kind, name: 'view' });

const webhook = (name: string) => ({
  name: `${name}.example.com`,
  admissionReviewVersions: ['v1'],
  sideEffects: 'None',
  clientConfig: { url: 'https://127.0.0.1:9/hook' },
  // Calls for nothing that is there.
  rules: [{ apiGroups: ['nothing.example.com'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['nothings'] }],
});

const table = (
  apiVersion: string,
  kind: string,
  resource: string,
  namespaced: boolean,
  samples: readonly Sample[],
): SampleTable => ({ apiVersion, kind, resource, namespaced, samples });

export const clusterTables: readonly SampleTable[] = [
  table('storage.k8s.io/v1', 'StorageClass', 'storageclasses', false, [
    cluster('plain', { provisioner: 'example.com/disk' }),
    cluster(
      'full',
      {
        provisioner: 'example.com/disk',
        reclaimPolicy: 'Retain',
        volumeBindingMode: 'WaitForFirstConsumer',
        allowVolumeExpansion: true,
      },
      { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    ),
  ]),
  table('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', false, [
    cluster('low', { value: -5 }),
    cluster('high', { value: 1000000, globalDefault: true, preemptionPolicy: 'Never' }),
  ]),
  table('coordination.k8s.io/v1', 'Lease', 'leases', true, [
    named('free', { spec: {} }),
    named('held', { spec: { holderIdentity: 'me_1', leaseDurationSeconds: 15 } }),
  ]),
  table(`${rbac}/v1`, 'Role', 'roles', true, [named('role', { rules })]),
  table(`${rbac}/v1`, 'ClusterRole', 'clusterroles', false, [cluster('table-role', { rules })]),
  table(`${rbac}/v1`, 'RoleBinding', 'rolebindings', true, [
    named('empty', { roleRef: roleRef('Role') }),
    named('many', { roleRef: roleRef('ClusterRole'), subjects }),
  ]),
  table(`${rbac}/v1`, 'ClusterRoleBinding', 'clusterrolebindings', false, [
    cluster('table-empty', { roleRef: roleRef('ClusterRole') }),
    cluster('table-many', { roleRef: roleRef('ClusterRole'), subjects }),
  ]),
  table('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', false, [
    cluster('none'),
    cluster('two', { webhooks: [webhook('a'), webhook('b')] }),
  ]),
  table('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', false, [
    cluster('none'),
    cluster('two', { webhooks: [webhook('a'), webhook('b')] }),
  ]),
];
