// A project with the kinds that the cases of webhooks are about.
import { documentsOf } from '../../codegen/emit/documents.js';
import { readSource } from '../source-project.js';

const KINDS = `
import { allow, CustomResource, Defaults, kindOf, type KubernetesObject, type ObjectMeta, Resource, Validates } from 'kubewright';

interface Foreign extends KubernetesObject {
  metadata: ObjectMeta;
}
export class Spec {
  schedule?: string;
}
@Resource({ group: 'testdata.kubebuilder.io', version: 'v1', kind: 'CronJob' })
export class CronJob extends CustomResource<Spec> {}

const group = 'testdata.kubebuilder.io' as const;
const OldCronJob = kindOf<Foreign>()({ group, version: 'v1alpha1', kind: 'CronJob', plural: 'cronjobs', scope: 'Namespaced' });
const CronJobList = kindOf<Foreign>()({ group, version: 'v1', kind: 'CronJobList', plural: 'cronjoblist', scope: 'Namespaced' });
const Deployments = kindOf<Foreign>()({ group, version: 'v1', kind: 'Deployments', plural: 'deployments', scope: 'Namespaced' });
void [OldCronJob, CronJobList, Deployments];

class Judge {
  default = (object: any) => object;
  validateCreate = (_object: any) => allow();
  validateUpdate = (_object: any, _old: any) => allow();
}
`;

/** What codegen says of the classes, and the configurations that it makes of them. */
export async function generateWebhooks(source: string): Promise<{ codes: readonly string[]; manifests: string }> {
  const { model, diagnostics } = await readSource({ 'webhooks.ts': KINDS + source });
  const documents = documentsOf(model, { roleName: 'manager-role', scaffold: false, generatorVersion: 'VERSION' });
  const manifests = documents.find(({ path }) => path === 'webhook/manifests.yaml')?.content ?? '';
  return { codes: diagnostics.map(({ code }) => code), manifests };
}
