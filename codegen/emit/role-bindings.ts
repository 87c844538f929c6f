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

type Bound = Pick<RoleModel, 'name' | 'namespace'>;

/** For each role a RoleBinding in its namespace, or for a ClusterRole a ClusterRoleBinding. */
export function roleBindings(
  roles: readonly Bound[],
  account: ServiceAccountName,
  annotations: { [name: string]: string },
): readonly Json[] {
  return roles.map(role => {
    const { name, namespace } = role;
    const isCluster = namespace === undefined;
    return {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: isCluster ? 'ClusterRoleBinding' : 'RoleBinding',
      metadata: { annotations, name: bindingName(role, roles), ...(isCluster ? {} : { namespace }) },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: isCluster ? 'ClusterRole' : 'Role', name },
      subjects: [{ kind: 'ServiceAccount', ...account }],
    };
  });
}

/**
 * As in kubebuilder: `manager-rolebinding` for `manager-role`. Where there is a role `manager` beside it, that has this
 * name, and the other is `manager-role-rolebinding`: of two bindings with one name the cluster keeps one.
 */
function bindingName({ name, namespace }: Bound, roles: readonly Bound[]): string {
  const whole = `${name}-rolebinding`;
  if (!name.endsWith('role')) return whole;
  const short = `${name}binding`;
  const isTaken = roles.some(other => other.namespace === namespace && `${other.name}-rolebinding` === short);
  return isTaken ? whole : short;
}
