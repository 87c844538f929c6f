// The files below rbac/: the role, and what kubebuilder scaffolds around it.
import type { Json } from '../../schema/structural-schema.js';
import type { ApiModel } from '../model/api-model.js';
import { kindRoles } from './kind-roles.js';
import { leaderElectionRole } from './leader-election.js';
import { kustomization, type Manifest } from './manifest.js';
import { RBAC_FOLDER } from './output-folders.js';
import { roleObject, rolesOf } from './role.js';
import { roleBindings, serviceAccount } from './role-bindings.js';
import { printYaml } from './yaml.js';

/** Where the roles lie below the output folder. */
export const ROLE_FILE = `${RBAC_FOLDER}/role.yaml`;

export interface RbacFilesOptions {
  readonly roleName: string;
  readonly scaffold: boolean;
  readonly annotations: { [name: string]: string };
}

/** As in kubebuilder: `system` is a placeholder that kustomize replaces with the namespace of the whole. */
const ACCOUNT = { name: 'controller-manager', namespace: 'system' };

/** The roles that the rules ask for; with `scaffold` also bindings, the service account, and roles for people. */
export function rbacFiles({ rbacRules, resources }: ApiModel, options: RbacFilesOptions): readonly Manifest[] {
  const { roleName, scaffold, annotations } = options;
  const roles = rolesOf(rbacRules, roleName);
  const role = { path: ROLE_FILE, content: documents(roles.map(each => roleObject(each, annotations))) };
  const own = roles.length === 0 ? [] : [role];
  if (!scaffold) return own;

  const leader = leaderElectionRole(ACCOUNT.namespace);
  const ofOperator: readonly (readonly [string, readonly Json[]])[] = [
    ['service_account.yaml', [serviceAccount(ACCOUNT, annotations)]],
    ['role_binding.yaml', roleBindings(roles, ACCOUNT, annotations)],
    ['leader_election_role.yaml', [roleObject(leader, annotations)]],
    ['leader_election_role_binding.yaml', roleBindings([leader], ACCOUNT, annotations)],
  ];
  const ofKinds = kindRoles(resources, annotations).map(({ file, object }) => [file, [object]] as const);
  const around = [...(roles.length === 0 ? [] : ofOperator), ...ofKinds];
  if (around.length === 0) return own;
  const names = [...own.map(() => 'role.yaml'), ...around.map(([name]) => name)];
  const all = [...around, ['kustomization.yaml', [kustomization(names, annotations)]] as const];
  return [
    ...own,
    ...all.map(([name, objects]) => ({ path: `${RBAC_FOLDER}/${name}`, content: documents(objects), yields: true })),
  ];
}

function documents(objects: readonly Json[]): string {
  return objects.map(printYaml).join('');
}
