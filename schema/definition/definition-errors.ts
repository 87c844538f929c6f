// Everything for which the API server refuses a definition that is created, in its words.
import type { DeclaredSchema } from '../declared-schema.js';
import { type FieldError, invalid, invalidShown, notSupported, required } from '../field-error.js';
import { goStruct } from '../go-text.js';
import { equal } from '../json.js';
import { dns1035LabelProblems, subdomainProblems } from '../names.js';
import { structuralProblems } from '../structural-problems.js';
import type { Json } from '../structural-schema.js';
import { approvalErrors } from './approval-errors.js';
import { conversionErrors } from './conversion-errors.js';
import type { DefinitionSpec, DefinitionVersion, JudgedDefinition } from './definition.js';
import { groupErrors, namesErrors } from './names-errors.js';
import { columnErrors, selectableFieldErrors, subresourceErrors, warningErrors } from './version-errors.js';

/**
 * The causes with which the API server answers 422 to the creation of a definition; empty when it takes it. What is
 * wrong with metadata in general (labels, annotations) is left to others.
 * @param definition with its defaults, see `withDefaults`
 */
export function definitionErrors(definition: JudgedDefinition): readonly FieldError[] {
  const { name = '' } = definition.metadata;
  return [
    ...subdomainProblems(name).map(why => invalid('metadata.name', name, why)),
    ...nameErrors(definition),
    ...specErrors(definition.spec),
    ...approvalErrors(definition),
    ...preservationErrors(definition.spec),
  ];
}

/** Of the name, which follows from the spec. */
export function nameErrors({ metadata: { name = '' }, spec }: JudgedDefinition): readonly FieldError[] {
  if (name === `${spec.names.plural ?? ''}.${spec.group ?? ''}`) return [];
  return [invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group')];
}

/** Of the old way to keep unknown fields. */
export function preservationErrors({ preserveUnknownFields }: DefinitionSpec): readonly FieldError[] {
  if (preserveUnknownFields !== true) return [];
  const instead =
    'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
  return [invalid('spec.preserveUnknownFields', true, instead)];
}

/** Of the spec alone. */
export function specErrors(spec: DefinitionSpec): readonly FieldError[] {
  const { names, scope, conversion, preserveUnknownFields = false } = spec;
  // Go writes no versions as null.
  const versions = spec.versions ?? [];
  const [first] = versions;
  // An older field that held the name of the first version is still looked at.
  const oldName = first === undefined || first.name === '' ? [] : dns1035LabelProblems(first.name);
  const missing = versions.flatMap((version, index) =>
    version.schema?.openAPIV3Schema === undefined ? [required(`spec.versions[${index}].schema.openAPIV3Schema`)] : [],
  );
  const { strategy = 'None' } = conversion ?? {};
  return [
    ...groupErrors(spec.group),
    ...(scope === '' || scope === undefined ? [required('spec.scope')] : []),
    ...(['Cluster', 'Namespaced', '', undefined].includes(scope)
      ? []
      : [notSupported('spec.scope', scope, ['Cluster', 'Namespaced'])]),
    ...missing,
    ...(preserveUnknownFields && versions.some(({ schema }) => hasDefaults(schema?.openAPIV3Schema))
      ? [invalid('spec.preserveUnknownFields', true, 'must be false in order to use defaults in the schema')]
      : []),
    ...ownPartErrors(versions),
    ...versionsErrors(spec.versions ?? null),
    ...(oldName.length === 0 ? [] : [invalid('spec.version', first?.name ?? '', oldName.join(','))]),
    ...(['plural', 'singular', 'kind', 'listKind'] as const).flatMap(name =>
      (names[name] ?? '') === '' ? [required(`spec.names.${name}`)] : [],
    ),
    ...namesErrors(names, 'spec.names'),
    ...commonPartErrors(versions),
    ...(preserveUnknownFields && strategy !== 'None'
      ? [invalid('spec.conversion.strategy', strategy, 'must be None if spec.preserveUnknownFields is true')]
      : []),
    ...conversionErrors(conversion),
  ];
}

function hasDefaults(schema: DeclaredSchema | boolean | undefined): boolean {
  if (schema === undefined || typeof schema === 'boolean') return false;
  const { properties, items, additionalProperties, allOf = [], anyOf = [], oneOf = [], not } = schema;
  const below = [...Object.values(properties ?? {}), ...[items ?? []].flat(), ...allOf, ...anyOf, ...oneOf];
  return (schema.default ?? null) !== null || [...below, additionalProperties, not].some(hasDefaults);
}

function versionsErrors(sent: readonly DefinitionVersion[] | null): readonly FieldError[] {
  const versions = sent ?? [];
  const names = versions.map(({ name }) => name);
  const shown = () =>
    sent === null ? 'null' : `[${sent.map(version => goStruct(internalVersion(version, sent))).join(',')}]`;
  return [
    ...(new Set(names).size === names.length
      ? []
      : [invalidShown('spec.versions', shown(), 'must contain unique version names')]),
    ...(versions.filter(({ storage }) => storage).length === 1
      ? []
      : [invalidShown('spec.versions', shown(), 'must have exactly one version marked as storage version')]),
  ];
}

/** The internal type of the real server, which keeps above the versions what all of them have in common. */
function internalVersion(
  version: DefinitionVersion,
  versions: readonly DefinitionVersion[],
): { readonly [name: string]: Json } {
  const own = (part: Part) => (alike(versions, part) ? null : ((version[part] ?? null) as Json));
  return {
    Name: version.name,
    Served: version.served,
    Storage: version.storage,
    Deprecated: version.deprecated ?? false,
    DeprecationWarning: version.deprecationWarning ?? null,
    Schema: own('schema'),
    Subresources: own('subresources'),
    AdditionalPrinterColumns: own('additionalPrinterColumns'),
    SelectableFields: own('selectableFields'),
  };
}

type Part = 'schema' | 'subresources' | 'additionalPrinterColumns' | 'selectableFields';

/** Of each version what it does not share with all others, which is told once: see below. */
function ownPartErrors(versions: readonly DefinitionVersion[]): readonly FieldError[] {
  return versions.flatMap((version, index) => {
    const path = `spec.versions[${index}]`;
    const own = (part: Part, errors: () => readonly FieldError[]) => (alike(versions, part) ? [] : errors());
    const wrong = dns1035LabelProblems(version.name);
    // Of two versions of one name the first one says which subresources both have.
    const { subresources } = versions.find(({ name }) => name === version.name) ?? version;
    return [
      ...(wrong.length === 0 ? [] : [invalid(`${path}.name`, version.name, wrong.join(','))]),
      ...warningErrors(version, path),
      ...own('schema', () => schemaErrors(version, `${path}.schema`, subresources?.status !== undefined)),
      ...own('subresources', () => subresourceErrors(version.subresources, `${path}.subresources`)),
      ...own('additionalPrinterColumns', () => columnsErrors(version, path)),
      ...own('selectableFields', () =>
        alike(versions, 'schema')
          ? misplacedFieldErrors(version, path)
          : selectableFieldErrors(version, `${path}.selectableFields`),
      ),
    ];
  });
}

/** What all versions have in common stands above them. */
function commonPartErrors(versions: readonly DefinitionVersion[]): readonly FieldError[] {
  const [first] = versions;
  if (first === undefined) return [];
  const status = versions.some(({ subresources }) => subresources?.status !== undefined);
  const common = (part: Part, errors: () => readonly FieldError[]) => (alike(versions, part) ? errors() : []);
  return [
    ...common('schema', () => schemaErrors(first, 'spec.validation', status)),
    ...common('subresources', () => subresourceErrors(first.subresources, 'spec.subresources')),
    ...common('additionalPrinterColumns', () => columnsErrors(first, 'spec')),
    ...common('selectableFields', () =>
      alike(versions, 'schema')
        ? selectableFieldErrors(first, 'spec.selectableFields')
        : strayFieldErrors(first, 'spec.selectableFields'),
    ),
  ];
}

function alike(versions: readonly DefinitionVersion[], part: Part): boolean {
  const text = (version: DefinitionVersion | undefined) => {
    const value = (version?.[part] ?? null) as Json;
    return Array.isArray(value) && value.length === 0 ? null : value;
  };
  return versions.every(version => equal(text(version), text(versions[0])));
}

function schemaErrors({ schema }: DefinitionVersion, path: string, status: boolean): readonly FieldError[] {
  const { openAPIV3Schema } = schema ?? {};
  if (openAPIV3Schema === undefined) return [];
  return structuralProblems(openAPIV3Schema, { path: `${path}.openAPIV3Schema`, status });
}

function columnsErrors({ additionalPrinterColumns }: DefinitionVersion, path: string): readonly FieldError[] {
  return (additionalPrinterColumns ?? []).flatMap((column, index) =>
    columnErrors(column, `${path}.additionalPrinterColumns[${index}]`),
  );
}

/** A schema that all versions share stands above them: a version that has fields of its own has none then. */
function misplacedFieldErrors({ selectableFields = [] }: DefinitionVersion, path: string): readonly FieldError[] {
  const why = 'may only be set when `version.schema.openAPIV3Schema` is not included';
  return selectableFields.length === 0 ? [] : [invalid(`${path}.selectableFields`, '', why)];
}

/** And the other way round. */
function strayFieldErrors({ selectableFields = [] }: DefinitionVersion, path: string): readonly FieldError[] {
  return selectableFields.length === 0
    ? []
    : [invalid(path, '', 'may only be set when validations.schema is included')];
}
