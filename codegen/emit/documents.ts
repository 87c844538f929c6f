// ApiModel -> the files that say the same in YAML.
import type { ApiModel } from '../model/api-model.js';
import { ByClasses } from '../model/by-classes.js';
import { type DefinitionModel, definitionsOf } from '../model/definitions.js';
import { crdFileName, customResourceDefinition, type DefinitionOptions } from './crd.js';
import { packageVersion, VERSION_ANNOTATION } from './generated-by.js';
import { type Manifest, manifestOf } from './manifest.js';
import { CRD_FOLDER } from './output-folders.js';
import { rbacFiles } from './rbac-files.js';
import { webhookFiles } from './webhook-files.js';
import type { WebhookService } from './webhook-service.js';

/** What may differ between two prints of one model. */
export interface EmitOptions {
  /** The name of the ClusterRole. */
  readonly roleName: string;
  /** Whether to make what kubebuilder scaffolds around these too: bindings, roles for people, a Service ...; default true. */
  readonly scaffold?: boolean;
  /** Where the API server finds the operator's webhooks; default: Service `webhook-service` of the namespace `system`. */
  readonly webhookService?: WebhookService;
  /** The most characters that a description may have; 0 drops all, and default is no limit. */
  readonly maxDescriptionLength?: number;
  /** What the objects are annotated with; default: the version of this package. */
  readonly generatorVersion?: string;
}

/**
 * One file for each kind, one for the roles if there are rules, one for the configurations of webhooks if there are
 * any, and what is scaffolded around them. They are sorted by path, and their bytes depend on what the model says alone,
 * not on the order in which it says it.
 */
export function documentsOf(model: ApiModel, options: EmitOptions): readonly Manifest[] {
  const { roleName, scaffold = true, webhookService, maxDescriptionLength } = options;
  const { generatorVersion = packageVersion() } = options;
  const annotations = { [VERSION_ANNOTATION]: generatorVersion };
  const definitions = definitionsOf(model.resources)
    .filter(({ versions }) => versions.length > 0)
    .map(definition => definitionManifest(definition, { annotations, webhookService, maxDescriptionLength }));
  const all: readonly Manifest[] = [
    ...definitions,
    ...rbacFiles(model, { roleName, webhookService, scaffold, annotations }),
    ...webhookFiles(model, { webhookService, scaffold, annotations }),
  ];
  const sorted = [...all].sort((a, b) => (a.path < b.path ? -1 : 1));
  const twice = sorted.find(({ path }, at) => path === sorted[at + 1]?.path);
  // The checks refuse such a model; to overwrite a definition in silence would be worse than to stop.
  if (twice) throw new Error(`the model holds ${twice.path} twice`);
  return sorted;
}

function definitionManifest(definition: DefinitionModel, options: DefinitionOptions): Manifest {
  return manifests.of(definition.classes, JSON.stringify(options), () => printed(definition, options));
}

const manifests = new ByClasses<Manifest>();

function printed(definition: DefinitionModel, options: DefinitionOptions): Manifest {
  const object = customResourceDefinition(definition, options);
  return {
    ...manifestOf(`${CRD_FOLDER}/${crdFileName(definition)}`, [{ object }]),
    definition: {
      kind: definition.kind,
      bytes: Buffer.byteLength(JSON.stringify(object)),
      origin: definition.origin,
    },
  };
}
