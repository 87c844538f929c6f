// The objects that give the operator its roles: its service account, and a binding for each role.
import type { Json } from '../../schema/structural-schema.js';
import type { RoleModel } from './role.js';

/** Who the operator is in a cluster. */
export interface ServiceAccountName {
  readonly name: string;
  readonly namespace: string;
}

export function serviceAccount(account: ServiceAccountName, annotations: { [name: string]: string }): Json {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { annotations, ...account } };
}

/** A RoleBinding in the role's namespace, or for a ClusterRole a ClusterRoleBinding. */
export function roleBinding(
  { name, namespace }: Pick<RoleModel, 'name' | 'namespace'>,
  account: ServiceAccountName,
  annotations: { [name: string]: string },
): Json {
  const isCluster = namespace === undefined;
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: isCluster ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { annotations, name: bindingName(name), ...(isCluster ? {} : { namespace }) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: isCluster ? 'ClusterRole' : 'Role', name },
    subjects: [{ kind: 'ServiceAccount', ...account }],
  };
}

/** As in kubebuilder: `manager-rolebinding` for `manager-role`. */
function bindingName(role: string): string {
  return role.endsWith('role') ? `${role}binding` : `${role}-rolebinding`;
}
