// The roles that people get: for each kind one to administer, one to edit and one to view its objects.
import type { Json } from '../../schema/structural-schema.js';
import type { ResourceModel } from '../model/api-model.js';
import type { PolicyRule } from './rbac-rules.js';

/** A file with a ClusterRole. */
export interface KindRole {
  /** Such as `redis_admin_role.yaml`. */
  readonly file: string;
  readonly object: Json;
}

const LEVELS = {
  admin: { aggregateTo: 'admin', verbs: ['*'], scale: ['get', 'patch', 'update'] },
  editor: {
    aggregateTo: 'edit',
    verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
    scale: ['get', 'patch', 'update'],
  },
  viewer: { aggregateTo: 'view', verbs: ['get', 'list', 'watch'], scale: ['get'] },
} as const;

/**
 * The three roles of each kind, as kubebuilder scaffolds them, named `redis-admin-role` and so on; where kinds of several
 * groups have one name, the group stands before it, and where that is not enough, the name of the definition, which no
 * other kind has. Other than in kubebuilder, those of kinds in namespaces are aggregated to the roles `admin`, `edit` and
 * `view` that every cluster has, as Kubernetes recommends for custom resources, and whoever may edit may also scale.
 */
export function kindRoles(
  resources: readonly ResourceModel[],
  annotations: { [name: string]: string },
): readonly KindRole[] {
  const byDefinition = Map.groupBy(
    resources.filter(({ skip }) => skip !== true),
    ({ group, plural }) => `${plural}.${group}`,
  );
  const kinds = [...byDefinition].map(([definition, versions]): Versions => ({ definition, versions }));
  const named = NAMES.map(nameOf => ({ nameOf, byName: Map.groupBy(kinds, nameOf) }));
  return kinds.sort(byKindAndGroup).flatMap(kind => {
    const { nameOf = definitionOf } = named.find(each => each.byName.get(each.nameOf(kind))?.length === 1) ?? {};
    const name = nameOf(kind);
    return Object.keys(LEVELS).map(level => ({
      file: `${name.replaceAll('-', '_')}_${level}_role.yaml`,
      object: kindRole(name, level as keyof typeof LEVELS, kind.versions, annotations),
    }));
  });
}

/** Of one kind. */
interface Versions {
  /** The name of the definition. */
  readonly definition: string;
  readonly versions: readonly ResourceModel[];
}

/** What a kind is called where no other kind is called so; else by its definition. */
const NAMES: readonly ((kind: Versions) => string)[] = [
  ({ versions: [first] }) => kindOf(first),
  ({ versions: [first] }) => `${first?.group.replaceAll('.', '-')}-${kindOf(first)}`,
];

function definitionOf({ definition }: Versions): string {
  return definition;
}

function kindOf(resource: ResourceModel | undefined): string {
  return resource?.kind.toLowerCase() ?? '';
}

function byKindAndGroup(a: Versions, b: Versions): number {
  const [one, other] = [a, b].map(kind => `${kindOf(kind.versions[0])}.${kind.versions[0]?.group} ${kind.definition}`);
  return (one as string) < (other as string) ? -1 : 1;
}

function kindRole(
  name: string,
  level: keyof typeof LEVELS,
  versions: readonly ResourceModel[],
  annotations: { [name: string]: string },
): Json {
  const [{ group, plural, scope }] = versions as [ResourceModel];
  const { aggregateTo, verbs, scale } = LEVELS[level];
  const on = (resource: string, may: readonly string[]) => ({ apiGroups: [group], resources: [resource], verbs: may });
  const rules: readonly PolicyRule[] = [
    on(plural, verbs),
    ...(versions.some(version => version.scale !== undefined) ? [on(`${plural}/scale`, scale)] : []),
    ...(versions.some(version => version.status) ? [on(`${plural}/status`, ['get'])] : []),
  ];
  // The built-in roles are given for a namespace, where objects without one are out of reach.
  const labels = { [`rbac.authorization.k8s.io/aggregate-to-${aggregateTo}`]: 'true' };
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { annotations, ...(scope === 'Namespaced' && { labels }), name: `${name}-${level}-role` },
    rules: rules.map(rule => ({ ...rule })),
  };
}
