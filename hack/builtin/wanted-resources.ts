// Which built-in resources the embedded control plane serves.

/** Resources of one group version. */
export interface WantedResources {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** Plurals. Their subresources come with them. */
  readonly resources: readonly string[];
}

export const WANTED_RESOURCES: readonly WantedResources[] = [
  {
    group: '',
    version: 'v1',
    resources: [
      'bindings',
      'configmaps',
      'endpoints',
      'events',
      'limitranges',
      'namespaces',
      'nodes',
      'persistentvolumeclaims',
      'persistentvolumes',
      'pods',
      'podtemplates',
      'replicationcontrollers',
      'resourcequotas',
      'secrets',
      'serviceaccounts',
      'services',
    ],
  },
  {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
  },
  { group: 'apiextensions.k8s.io', version: 'v1', resources: ['customresourcedefinitions'] },
  {
    group: 'apps',
    version: 'v1',
    resources: ['controllerrevisions', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'],
  },
  { group: 'authentication.k8s.io', version: 'v1', resources: ['selfsubjectreviews', 'tokenreviews'] },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    resources: [
      'localsubjectaccessreviews',
      'selfsubjectaccessreviews',
      'selfsubjectrulesreviews',
      'subjectaccessreviews',
    ],
  },
  { group: 'autoscaling', version: 'v1', resources: ['horizontalpodautoscalers'] },
  { group: 'autoscaling', version: 'v2', resources: ['horizontalpodautoscalers'] },
  { group: 'batch', version: 'v1', resources: ['cronjobs', 'jobs'] },
  { group: 'coordination.k8s.io', version: 'v1', resources: ['leases'] },
  { group: 'discovery.k8s.io', version: 'v1', resources: ['endpointslices'] },
  { group: 'events.k8s.io', version: 'v1', resources: ['events'] },
  { group: 'networking.k8s.io', version: 'v1', resources: ['ingressclasses', 'ingresses', 'networkpolicies'] },
  { group: 'policy', version: 'v1', resources: ['poddisruptionbudgets'] },
  {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    resources: ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'],
  },
  { group: 'scheduling.k8s.io', version: 'v1', resources: ['priorityclasses'] },
  { group: 'storage.k8s.io', version: 'v1', resources: ['storageclasses'] },
];

/** `v1`, `apps/v1`. */
export function apiVersionOf({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}
