// A kind with its versions -> CustomResourceDefinition (apiextensions.k8s.io/v1).
import type { Json } from '../../schema/structural-schema.js';
import type { PrintColumnModel, ResourceModel } from '../model/api-model.js';
import type { DefinitionModel, VersionModel } from '../model/definitions.js';
import { withShortDescriptions } from './descriptions.js';
import { openApiSchema } from './schema.js';
import { serviceReference, type WebhookService } from './webhook-service.js';

/** What is not said by the classes. */
export interface DefinitionOptions {
  /** Annotations that every generated object carries. */
  readonly annotations: { readonly [key: string]: string };
  readonly webhookService?: WebhookService | undefined;
  readonly maxDescriptionLength?: number | undefined;
}

/** The definition of a kind, with its versions in the order in which clients prefer them. */
export function customResourceDefinition(definition: DefinitionModel, options: DefinitionOptions): Json {
  const { group, plural, scope, labels, versions } = definition;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      annotations: { ...definition.annotations, ...options.annotations },
      ...(Object.keys(labels).length > 0 && { labels }),
      name: `${plural}.${group}`,
    },
    spec: {
      ...(definition.conversion !== undefined && { conversion: conversion(options.webhookService) }),
      group,
      names: names(definition),
      scope,
      versions: versions.map(each => version(each, options)),
    },
  };
}

/** The file of a kind, named as controller-gen names it. */
export function crdFileName({ group, plural }: Pick<DefinitionModel, 'group' | 'plural'>): string {
  return `${group}_${plural}.yaml`;
}

/** Where the operator's webhook server answers conversions of all kinds. */
const CONVERSION_PATH = '/convert';

/** Without `caBundle`: what is written here would undo what a tool has put there with every apply. */
function conversion(service: WebhookService | undefined): Json {
  return {
    strategy: 'Webhook',
    webhook: {
      clientConfig: { service: serviceReference(service, CONVERSION_PATH) },
      conversionReviewVersions: ['v1'],
    },
  };
}

function names(definition: DefinitionModel): { readonly [key: string]: Json } {
  const { kind, listKind, plural, singular, shortNames, categories } = definition;
  return {
    kind,
    listKind,
    plural,
    singular,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
}

function version(resource: VersionModel, { maxDescriptionLength }: DefinitionOptions): Json {
  const { printColumns, selectableFields = [], deprecated, served, storage } = resource;
  const schema = openApiSchema(resource.schema);
  return {
    name: resource.version,
    served,
    storage,
    ...(deprecated !== undefined && { deprecated: true }),
    ...(typeof deprecated === 'string' && { deprecationWarning: deprecated }),
    schema: {
      openAPIV3Schema:
        maxDescriptionLength === undefined ? schema : withShortDescriptions(schema, maxDescriptionLength),
    },
    ...(printColumns.length > 0 && { additionalPrinterColumns: printColumns.map(column) }),
    ...(selectableFields.length > 0 && { selectableFields: selectableFields.map(({ jsonPath }) => ({ jsonPath })) }),
    ...subresources(resource),
  };
}

function column({ name, type, format, jsonPath, description, priority }: PrintColumnModel): Json {
  return {
    name,
    type,
    ...(format !== undefined && { format }),
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
