// RBAC rules -> the ClusterRole of the operator, and the Roles and ClusterRoles beside it.
import type { Json } from '../../schema/structural-schema.js';
import type { RbacRule } from '../model/api-model.js';
import type { Origin } from '../model/diagnostic.js';
import { mergeRules, type PolicyRule } from './rbac-rules.js';

/** A Role, or without a namespace a ClusterRole. */
export interface RoleModel {
  readonly namespace?: string;
  readonly name: string;
  readonly rules: readonly PolicyRule[];
  /** Where a rule said the name; absent: it is the operator's own role. */
  readonly namedAt?: Origin;
}

/** One role for each namespace and name that the rules are for: ClusterRoles first, then by namespace, then by name. */
export function rolesOf(rules: readonly RbacRule[], operatorRole: string): readonly RoleModel[] {
  const byPlace = Map.groupBy(rules, ({ namespace = '', roleName = operatorRole }) =>
    JSON.stringify([namespace, roleName]),
  );
  const places = [...byPlace].map(([key, placed]) => ({ place: JSON.parse(key) as [string, string], placed }));
  return places
    .sort(({ place: [a, one] }, { place: [b, other] }) => compare(a, b) || compare(one, other))
    .map(({ place: [namespace, name], placed }) => {
      const namedAt = placed.find(({ said }) => said?.roleName !== undefined)?.said?.roleName;
      return { ...(namespace !== '' && { namespace }), name, rules: mergeRules(placed), ...(namedAt && { namedAt }) };
    });
}

/** The object, with its annotations. */
export function roleObject({ namespace, name, rules }: RoleModel, annotations: { [name: string]: string }): Json {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: namespace === undefined ? 'ClusterRole' : 'Role',
    metadata: { annotations, name, ...(namespace !== undefined && { namespace }) },
    rules: rules.map(rule => ({ ...rule })),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
