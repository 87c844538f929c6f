// What the replicas of an operator need to agree on a leader.
import type { RoleModel } from './role.js';

/**
 * The Role in the operator's own namespace, named as in kubebuilder. Its rules are kubebuilder's without those on
 * ConfigMaps, which clients no longer lock: Leases, and the Events that tell of the change.
 */
export function leaderElectionRole(namespace: string): RoleModel {
  return {
    namespace,
    name: 'leader-election-role',
    rules: [
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      {
        apiGroups: ['coordination.k8s.io'],
        resources: ['leases'],
        verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
      },
    ],
  };
}
