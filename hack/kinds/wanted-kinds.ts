// Which kinds the door `kubewright/kinds` has.

/** Kinds of one group version. */
export interface WantedKinds {
  /** The API group; empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kinds: readonly string[];
}

export const WANTED_KINDS: readonly WantedKinds[] = [
  {
    group: '',
    version: 'v1',
    kinds: [
      'Pod',
      'Service',
      'ConfigMap',
      'Secret',
      'ServiceAccount',
      'Namespace',
      'Node',
      'PersistentVolumeClaim',
      'PersistentVolume',
      'Endpoints',
      'Event',
      'ReplicationController',
      'LimitRange',
      'ResourceQuota',
    ],
  },
  { group: 'apps', version: 'v1', kinds: ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'] },
  { group: 'batch', version: 'v1', kinds: ['Job', 'CronJob'] },
  { group: 'networking.k8s.io', version: 'v1', kinds: ['Ingress', 'IngressClass', 'NetworkPolicy'] },
  { group: 'discovery.k8s.io', version: 'v1', kinds: ['EndpointSlice'] },
  { group: 'autoscaling', version: 'v2', kinds: ['HorizontalPodAutoscaler'] },
  { group: 'policy', version: 'v1', kinds: ['PodDisruptionBudget'] },
  {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    kinds: ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
  },
  { group: 'coordination.k8s.io', version: 'v1', kinds: ['Lease'] },
  { group: 'storage.k8s.io', version: 'v1', kinds: ['StorageClass'] },
  { group: 'scheduling.k8s.io', version: 'v1', kinds: ['PriorityClass'] },
  { group: 'apiextensions.k8s.io', version: 'v1', kinds: ['CustomResourceDefinition'] },
  {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    kinds: ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
  },
];
