// The files below rbac/: the role, and what kubebuilder scaffolds around it.
import type { Json } from '../../schema/structural-schema.js';
import type { ApiModel } from '../model/api-model.js';
import { kindRoles } from './kind-roles.js';
import { leaderElectionRole } from './leader-election.js';
import { kustomization, type Manifest, manifestOf, type Printed } from './manifest.js';
import { METRICS_AUTH_ROLE, METRICS_READER_ROLE } from './metrics-access.js';
import { RBAC_FOLDER } from './output-folders.js';
import { type RoleModel, roleObject, rolesOf } from './role.js';
import { roleBindings, serviceAccount } from './role-bindings.js';
import { certificateRoles, ownWebhooks } from './webhook-certificates.js';
import { serviceReference, type WebhookService } from './webhook-service.js';

/** Where the roles lie below the output folder. */
export const ROLE_FILE = `${RBAC_FOLDER}/role.yaml`;

export interface RbacFilesOptions {
  readonly roleName: string;
  readonly webhookService: WebhookService | undefined;
  readonly scaffold: boolean;
  readonly annotations: { [name: string]: string };
}

/** Names of files, and what is in them. */
type Files = readonly (readonly [string, readonly Printed[]])[];

/** As in kubebuilder: `system` is a placeholder that kustomize replaces with the namespace of the whole. */
const ACCOUNT = { name: 'controller-manager', namespace: 'system' };

/** The roles that the rules ask for; with `scaffold` also bindings, the service account, and roles for people. */
export function rbacFiles(model: ApiModel, options: RbacFilesOptions): readonly Manifest[] {
  const { rbacRules, resources } = model;
  const { roleName, scaffold, annotations, webhookService } = options;
  const roles = rolesOf(rbacRules, roleName);
  const objects = roles.map(each => ({ object: roleObject(each, annotations), namedBy: namedBy(each) }));
  const role = manifestOf(ROLE_FILE, objects);
  const own = roles.length === 0 ? [] : [role];
  if (!scaffold) return own;

  const leader = leaderElectionRole(ACCOUNT.namespace);
  const bindings = roleBindings(roles, ACCOUNT, annotations);
  const account: Files = [['service_account.yaml', unnamed([serviceAccount(ACCOUNT, annotations)])]];
  const ofOperator: Files = [
    ['role_binding.yaml', bindings.map((object, at) => ({ object, namedBy: namedBy(roles[at] as RoleModel) }))],
    ['leader_election_role.yaml', unnamed([roleObject(leader, annotations)])],
    ['leader_election_role_binding.yaml', unnamed(roleBindings([leader], ACCOUNT, annotations))],
    ['metrics_auth_role.yaml', unnamed([roleObject(METRICS_AUTH_ROLE, annotations)])],
    ['metrics_auth_role_binding.yaml', unnamed(roleBindings([METRICS_AUTH_ROLE], ACCOUNT, annotations))],
    ['metrics_reader_role.yaml', unnamed([roleObject(METRICS_READER_ROLE, annotations)])],
  ];
  const ofKinds = kindRoles(resources, annotations).map(({ file, object }) => [file, unnamed([object])] as const);
  const ofWebhooks = certificateFiles(model, webhookService, annotations);
  const around = [
    ...(roles.length + ofWebhooks.length === 0 ? [] : account),
    ...(roles.length === 0 ? [] : ofOperator),
    ...ofWebhooks,
    ...ofKinds,
  ];
  if (around.length === 0) return own;
  const names = [...own.map(() => 'role.yaml'), ...around.map(([name]) => name)];
  const all = [...around, ['kustomization.yaml', unnamed([kustomization(names, annotations)])] as const];
  return [
    ...own,
    ...all.map(([name, printed]) => ({ ...manifestOf(`${RBAC_FOLDER}/${name}`, printed), yields: true })),
  ];
}

/** Those that issue the certificates of the operator's webhooks; none where nothing leads to its Service. */
function certificateFiles(
  model: ApiModel,
  service: WebhookService | undefined,
  annotations: { [name: string]: string },
): Files {
  const own = ownWebhooks(model);
  if (own === undefined) return [];
  const roles = certificateRoles(own, serviceReference(service, '/').namespace);
  return [
    ['webhook_certificates_role.yaml', unnamed(roles.map(role => roleObject(role, annotations)))],
    ['webhook_certificates_role_binding.yaml', unnamed(roleBindings(roles, ACCOUNT, annotations))],
  ];
}

function namedBy({ namedAt }: RoleModel): Printed['namedBy'] {
  return namedAt ?? 'roleName';
}

function unnamed(objects: readonly Json[]): readonly Printed[] {
  return objects.map(object => ({ object }));
}
