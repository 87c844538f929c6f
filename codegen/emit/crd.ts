// ResourceModel -> CustomResourceDefinition (apiextensions.k8s.io/v1).
import type { Json } from '../../schema/structural-schema.js';
import type { PrintColumnModel, ResourceModel } from '../model/api-model.js';
import { VERSION_ANNOTATION } from './generated-by.js';
import { openApiSchema } from './schema.js';

/** The definition of one kind with its one version, which is served and stored. */
export function customResourceDefinition(resource: ResourceModel, generatorVersion: string): Json {
  const { group, plural, scope } = resource;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      annotations: { [VERSION_ANNOTATION]: generatorVersion },
      name: `${plural}.${group}`,
    },
    spec: { group, names: names(resource), scope, versions: [version(resource)] },
  };
}

/** The file of a kind, named as controller-gen names it. */
export function crdFileName({ group, plural }: ResourceModel): string {
  return `${group}_${plural}.yaml`;
}

function names({ kind, plural, singular, shortNames, categories }: ResourceModel): { readonly [key: string]: Json } {
  return {
    kind,
    listKind: `${kind}List`,
    plural,
    singular,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
}

function version(resource: ResourceModel): Json {
  const { printColumns } = resource;
  return {
    name: resource.version,
    served: true,
    storage: true,
    schema: { openAPIV3Schema: openApiSchema(resource.schema) },
    ...(printColumns.length > 0 && { additionalPrinterColumns: printColumns.map(column) }),
    ...subresources(resource),
  };
}

function column({ name, type, jsonPath, description, priority }: PrintColumnModel): Json {
  return {
    name,
    type,
    jsonPath,
    ...(description !== undefined && { description }),
    ...(priority !== undefined && priority !== 0 && { priority }),
  };
}

function subresources({ status, scale }: ResourceModel): { readonly [key: string]: Json } {
  if (!status && scale === undefined) return {};
  return { subresources: { ...(status && { status: {} }), ...(scale && { scale: scalePaths(scale) }) } };
}

function scalePaths(scale: NonNullable<ResourceModel['scale']>): Json {
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = scale;
  return {
    specReplicasPath,
    statusReplicasPath,
    ...(labelSelectorPath !== undefined && { labelSelectorPath }),
  };
}
