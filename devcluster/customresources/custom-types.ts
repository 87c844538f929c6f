// The resources that a definition asks for.
import type { StructuralSchema } from '../../schema/structural-schema.js';
import { compareVersions } from '../../schema/version-priority.js';
import type { ApiObject } from '../object/api-object.js';
import { isJsonObject } from '../object/json.js';
import type { ConversionWebhook, ResourceType, ResourceVerb, WebhookClientConfig } from '../registry/resource-type.js';
import { customPrinter } from '../table/custom-columns.js';
import type { DefinitionNames, DefinitionSpec, DefinitionVersion } from './definition.js';

const VERBS: readonly ResourceVerb[] = [
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'create',
  'update',
  'watch',
];

/** Where the objects of a definition are stored. */
export function storageOf({ spec }: { readonly spec: DefinitionSpec }): string {
  return `${spec.group}/${spec.names.plural}`;
}

/** What resources are made of; another one once a definition asks for something else, or gets other names. */
export interface Origin {
  readonly spec: DefinitionSpec;
  /** Those that were accepted. */
  readonly names: DefinitionNames;
}

/** The versions of a definition, served or not. @param terminating whether the definition is being deleted */
export function customTypes(origin: Origin, terminating: boolean): readonly ResourceType[] {
  return origin.spec.versions.map(version => typeOf(origin, terminating, version));
}

function typeOf(origin: Origin, terminating: boolean, version: DefinitionVersion): ResourceType {
  const { spec, names } = origin;
  const { plural, singular = '', kind, listKind = `${kind}List`, shortNames = [], categories = [] } = names;
  const { subresources = {}, additionalPrinterColumns, selectableFields = [] } = version;
  const { deprecated = false, deprecationWarning } = version;
  const kept = spec.versions.find(({ storage }) => storage);
  const convertedBy = conversionWebhook(spec);
  return {
    group: spec.group,
    version: version.name,
    kind,
    listKind,
    resource: plural,
    singular,
    shortNames: shortNames ?? [],
    categories: categories ?? [],
    namespaced: spec.scope === 'Namespaced',
    storage: storageOf(origin),
    // What is about to be swept away takes nothing in.
    verbs: terminating ? VERBS.filter(verb => verb !== 'create') : VERBS,
    ...(!version.served && { served: false }),
    ...(terminating && { terminating }),
    ...(convertedBy && { convertedBy }),
    origin,
    schema: schemaOf(version),
    ...(kept !== undefined &&
      kept !== version && { keptAs: { group: spec.group, version: kept.name, schema: schemaOf(kept) } }),
    custom: true,
    status: subresources.status !== undefined,
    ...(subresources.scale !== undefined && { scale: subresources.scale }),
    ...(selectableFields.length > 0 && { fieldLabels: fieldLabels(selectableFields.map(each => each.jsonPath)) }),
    printer: customPrinter(additionalPrinterColumns),
    ...(deprecated && { deprecationWarning: deprecationWarning ?? defaultWarning(spec, version.name) }),
  };
}

function conversionWebhook({ conversion }: DefinitionSpec): ConversionWebhook | undefined {
  if (conversion?.strategy !== 'Webhook') return undefined;
  const { clientConfig = {}, conversionReviewVersions = [] } = conversion.webhook ?? {};
  return { clientConfig: clientConfig as WebhookClientConfig, reviewVersions: conversionReviewVersions };
}

function schemaOf({ schema }: DefinitionVersion): StructuralSchema {
  // Only structural schemas get this far.
  return (schema?.openAPIV3Schema ?? {}) as StructuralSchema;
}

/** Leads to the best version that is served, not deprecated itself, and better than this one. */
function defaultWarning({ group, names, versions }: DefinitionSpec, deprecated: string): string {
  const [better] = versions
    .filter(({ name, served, deprecated: too }) => served && !too && compareVersions(name, deprecated) < 0)
    .map(({ name }) => name)
    .sort(compareVersions);
  const warning = `${group}/${deprecated} ${names.kind} is deprecated`;
  return better === undefined ? warning : `${warning}; use ${group}/${better} ${names.kind}`;
}

function fieldLabels(paths: readonly string[]) {
  const labels = paths.map(path => [path.slice(1), path.slice(1).split('.')] as const);
  return (object: ApiObject): Readonly<Record<string, string>> =>
    Object.fromEntries(labels.map(([label, steps]) => [label, textAt(object, steps)]));
}

function textAt(object: unknown, steps: readonly string[]): string {
  let here = object;
  for (const step of steps) here = isJsonObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  return here === undefined || here === null ? '' : String(here);
}
