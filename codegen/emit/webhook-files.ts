// The files below webhook/: the configurations, and the Service that the API server asks.
import type { Json } from '../../schema/structural-schema.js';
import type { ApiModel } from '../model/api-model.js';
import { kustomization, type Manifest, manifestOf } from './manifest.js';
import { WEBHOOK_FOLDER } from './output-folders.js';
import { kustomizeConfig, ownWebhooks } from './webhook-certificates.js';
import { webhookConfigurations } from './webhook-configurations.js';
import { serviceReference, type WebhookService } from './webhook-service.js';
import { printYaml } from './yaml.js';

export interface WebhookFilesOptions {
  readonly webhookService: WebhookService | undefined;
  readonly scaffold: boolean;
  readonly annotations: { [name: string]: string };
}

/** The configurations of admission; with `scaffold` also the Service that they and conversions name. */
export function webhookFiles(model: ApiModel, options: WebhookFilesOptions): readonly Manifest[] {
  const { webhookService, scaffold, annotations } = options;
  const { webhooks = [], resources } = model;
  const objects = webhookConfigurations(webhooks, webhookService, annotations);
  const printed = objects.map(object => ({ object }));
  const manifests = manifestOf(`${WEBHOOK_FOLDER}/manifests.yaml`, printed);
  const own = objects.length === 0 ? [] : [manifests];
  if (!scaffold) return own;

  const asked = webhooks.some(({ url, service }) => url === undefined && service?.name === undefined);
  const hasService = asked || resources.some(({ conversion, skip }) => conversion !== undefined && skip !== true);
  const names = [...own.map(() => 'manifests.yaml'), ...(hasService ? ['service.yaml'] : [])];
  if (names.length === 0) return own;
  const issued = ownWebhooks(model);
  const configurations = issued === undefined ? [] : [KUSTOMIZE_CONFIG];
  return [
    ...own,
    ...(hasService ? [companion('service.yaml', serviceObject(webhookService, annotations))] : []),
    companion('kustomization.yaml', kustomization(names, annotations, configurations)),
    ...(issued === undefined ? [] : [transformerConfig(kustomizeConfig(issued), annotations)]),
  ];
}

/** Named as in kubebuilder. */
const KUSTOMIZE_CONFIG = 'kustomizeconfig.yaml';

/** What kustomize takes no metadata in: the annotations stand above it. */
function transformerConfig(config: Json, annotations: { [name: string]: string }): Manifest {
  const comments = Object.entries(annotations).map(([name, value]) => `# ${name}: ${value}\n`);
  const content = comments.join('') + printYaml(config);
  return { path: `${WEBHOOK_FOLDER}/${KUSTOMIZE_CONFIG}`, content, objects: [], yields: true };
}

function companion(name: string, object: Json): Manifest {
  return { ...manifestOf(`${WEBHOOK_FOLDER}/${name}`, [{ object }]), yields: true };
}

/** As in kubebuilder: the Pods of the manager, on the port that webhook servers listen on. */
function serviceObject(service: WebhookService | undefined, annotations: { [name: string]: string }): Json {
  const { name, namespace, port = 443 } = serviceReference(service, '/');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { annotations, name, namespace },
    spec: {
      ports: [{ port, protocol: 'TCP', targetPort: 9443 }],
      selector: { 'control-plane': 'controller-manager' },
    },
  };
}
