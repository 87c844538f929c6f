// Asks an API server whether it would take a manifest.
import { loadAll } from 'js-yaml';

/** Where each kind is served; NAMESPACE stands for the namespace that must be there. */
const PLACES: { readonly [kind: string]: string } = {
  CustomResourceDefinition: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ClusterRoleBinding: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  Role: '/apis/rbac.authorization.k8s.io/v1/namespaces/NAMESPACE/roles',
  RoleBinding: '/apis/rbac.authorization.k8s.io/v1/namespaces/NAMESPACE/rolebindings',
  ServiceAccount: '/api/v1/namespaces/NAMESPACE/serviceaccounts',
  Service: '/api/v1/namespaces/NAMESPACE/services',
  MutatingWebhookConfiguration: '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
  ValidatingWebhookConfiguration: '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
};

/** An object as it stands in a file. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

interface Answer {
  readonly status: number;
  json(): Promise<unknown>;
}

/** Sends a request to an API server, as somebody who may do everything. */
export type Ask = (
  path: string,
  init: { readonly method: string; readonly headers: Record<string, string>; readonly body: string },
) => Promise<Answer>;

/**
 * What the API server says against a file, a line for each object in it. Nothing is created: a dry run goes through all
 * checks. What is there already has passed them too.
 */
export async function refusals(content: string, ask: Ask, namespace = 'default'): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const object of loadAll(content) as Manifest[]) {
    // What is for kustomize: a kustomization, and where names stand in others.
    if (object.kind === 'Kustomization' || 'nameReference' in object) continue;
    const { status, reason, message } = await tried(object, ask, namespace);
    if (status !== 201 && reason !== 'AlreadyExists') {
      refused.push(`${object.kind} ${object.metadata.name}: ${status} ${message}`);
    }
  }
  return refused;
}

/** The answer to a dry run of the creation of an object, strictly read; its namespace is the one that is given. */
export async function tried(object: Manifest, ask: Ask, namespace: string): Promise<Tried> {
  const place = PLACES[object.kind];
  if (place === undefined) throw new Error(`it is not known where ${object.kind} is served`);
  const isNamespaced = place.includes('NAMESPACE');
  const body = JSON.stringify(isNamespaced ? { ...object, metadata: { ...object.metadata, namespace } } : object);
  const headers = { 'content-type': 'application/json' };
  const path = `${place.replace('NAMESPACE', namespace)}?dryRun=All&fieldValidation=Strict`;
  const answer = await ask(path, { method: 'POST', headers, body });
  const { message, reason } = (await answer.json()) as Omit<Tried, 'status'>;
  return { status: answer.status, reason, message };
}

interface Tried {
  readonly status: number;
  /** Of a refusal. */
  readonly reason: string | undefined;
  readonly message: string | undefined;
}
