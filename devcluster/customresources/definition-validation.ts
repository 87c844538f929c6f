// What is wrong with a definition, in the words of the API server.

import { invalidShown } from '../../schema/field-error.js';
import { dns1035LabelProblems, subdomainProblems } from '../../schema/names.js';
import { structuralProblems } from '../../schema/structural-problems.js';
import type { StructuralSchema } from '../../schema/structural-schema.js';
import { hasRules } from '../../schema/validate.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../object/field-error.js';
import { sameJson } from '../object/json.js';
import {
  conditionOf,
  type Definition,
  type DefinitionNames,
  type DefinitionSpec,
  type DefinitionVersion,
} from './definition.js';
import { columnErrors, selectableFieldErrors, subresourceErrors } from './version-validation.js';

/** @param old for an update */
export function definitionErrors(definition: Definition, old: Definition | undefined): readonly FieldError[] {
  const { spec, metadata } = definition;
  const misnamed = metadata.name !== `${spec.names.plural}.${spec.group}`;
  return [
    ...(misnamed && old === undefined
      ? [invalid('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group')]
      : []),
    ...approvalErrors(definition, old),
    ...specErrors(spec),
    ...(old === undefined ? [] : updateErrors(definition, old)),
    ...namesErrors(definition.status?.acceptedNames, 'status.acceptedNames'),
    ...storedVersionErrors(definition),
    ...(spec.preserveUnknownFields === true
      ? [
          invalid(
            'spec.preserveUnknownFields',
            true,
            'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
          ),
          ...(hasDefaults(spec.versions ?? [])
            ? [invalid('spec.preserveUnknownFields', true, 'must be false in order to use defaults in the schema')]
            : []),
        ]
      : []),
  ];
}

/** Groups of Kubernetes' own are for its own definitions. */
function approvalErrors({ spec, metadata }: Definition, old: Definition | undefined): readonly FieldError[] {
  const isProtected = /(^|\.)(k8s|kubernetes)\.io$/.test(spec.group);
  if (old !== undefined || !isProtected || (metadata.annotations?.[APPROVAL] ?? '') !== '') return [];
  const why = `protected groups must have approval annotation "${APPROVAL}", see https://github.com/kubernetes/enhancements/pull/1111`;
  return [required(`metadata.annotations[${APPROVAL}]`, why)];
}

const APPROVAL = 'api-approved.kubernetes.io';

function hasDefaults(versions: readonly DefinitionVersion[]): boolean {
  return JSON.stringify(versions.map(({ schema }) => schema)).includes('"default":');
}

function specErrors(spec: DefinitionSpec): readonly FieldError[] {
  const { names, scope } = spec;
  // Go writes no versions as null.
  const versions = spec.versions ?? [];
  const [first] = versions;
  // An older field that held the name of the first version is still looked at.
  const oldName = first === undefined ? [] : dns1035LabelProblems(first.name);
  const missing = versions.flatMap((version, index) =>
    version.schema?.openAPIV3Schema === undefined ? [required(`spec.versions[${index}].schema.openAPIV3Schema`)] : [],
  );
  return [
    ...groupErrors(spec.group),
    ...(scope === '' || scope === undefined ? [required('spec.scope')] : []),
    ...(['Cluster', 'Namespaced', '', undefined].includes(scope)
      ? []
      : [notSupported('spec.scope', scope, ['Cluster', 'Namespaced'])]),
    ...missing,
    ...(oldName.length === 0 ? [] : [invalid('spec.version', first?.name, oldName.join(','))]),
    ...versionsErrors(spec.versions ?? null),
    ...(['plural', 'singular', 'kind', 'listKind'] as const).flatMap(name =>
      (names[name] ?? '') === '' ? [required(`spec.names.${name}`)] : [],
    ),
    ...namesErrors(names, 'spec.names'),
    ...partErrors(versions),
    ...conversionErrors(spec),
  ];
}

function groupErrors(group: string): readonly FieldError[] {
  if (group === '') return [required('spec.group')];
  const wrong = subdomainProblems(group);
  if (wrong.length > 0) return [invalid('spec.group', group, wrong.join(','))];
  return group.includes('.') ? [] : [invalid('spec.group', group, 'should be a domain with at least one dot')];
}

function versionsErrors(sent: readonly DefinitionVersion[] | null): readonly FieldError[] {
  const versions = sent ?? [];
  const names = versions.map(({ name }) => name);
  const shown = JSON.stringify(sent?.map(version => internalVersion(version, sent)) ?? null);
  return [
    ...versions.flatMap(({ deprecated = false, deprecationWarning }, index) => {
      const path = `spec.versions[${index}].deprecationWarning`;
      if (deprecationWarning === undefined || deprecated) return [];
      return [invalid(path, deprecationWarning, 'can only be set for deprecated versions')];
    }),
    ...versions.flatMap(({ name }, index) => {
      const wrong = dns1035LabelProblems(name);
      return wrong.length === 0 ? [] : [invalid(`spec.versions[${index}].name`, name, wrong.join(','))];
    }),
    ...(new Set(names).size === names.length
      ? []
      : [invalidShown('spec.versions', shown, 'must contain unique version names')]),
    ...(versions.filter(({ storage }) => storage).length === 1
      ? []
      : [invalidShown('spec.versions', shown, 'must have exactly one version marked as storage version')]),
  ];
}

/** The internal type of the real server, which keeps above the versions what all of them have in common. */
function internalVersion(version: DefinitionVersion, versions: readonly DefinitionVersion[]): object {
  const own = (part: keyof DefinitionVersion) => (alike(versions, part) ? null : (version[part] ?? null));
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

/** What all versions have in common is told once, as if it stood above them. */
function partErrors(versions: readonly DefinitionVersion[]): readonly FieldError[] {
  const errors = <K extends keyof DefinitionVersion>(
    part: K,
    above: string,
    check: (version: DefinitionVersion, path: string) => readonly FieldError[],
  ): readonly FieldError[] => {
    const [first] = versions;
    if (first === undefined) return [];
    if (alike(versions, part)) return check(first, above);
    return versions.flatMap((version, index) => check(version, `spec.versions[${index}].${part}`));
  };
  return [
    ...errors('schema', 'spec.validation', schemaErrors),
    ...errors('subresources', 'spec.subresources', ({ subresources }, path) => subresourceErrors(subresources, path)),
    ...errors('additionalPrinterColumns', 'spec.additionalPrinterColumns', (version, path) =>
      (version.additionalPrinterColumns ?? []).flatMap((column, index) => columnErrors(column, `${path}[${index}]`)),
    ),
    ...errors('selectableFields', 'spec.selectableFields', (version, path) =>
      // A schema that all versions share is told once, above: beside fields of its own, a version has none then.
      alike(versions, 'schema') && !alike(versions, 'selectableFields')
        ? misplacedFieldErrors(version, path)
        : selectableFieldErrors(version, path),
    ),
  ];
}

function alike(versions: readonly DefinitionVersion[], part: keyof DefinitionVersion): boolean {
  return versions.every(version => sameJson(version[part], versions[0]?.[part]));
}

function misplacedFieldErrors({ selectableFields = [] }: DefinitionVersion, path: string): readonly FieldError[] {
  const why = 'may only be set when `version.schema.openAPIV3Schema` is not included';
  return selectableFields.length === 0 ? [] : [invalid(path, '', why)];
}

function schemaErrors({ schema, subresources }: DefinitionVersion, path: string): readonly FieldError[] {
  const { openAPIV3Schema } = schema ?? {};
  if (openAPIV3Schema === undefined) return [];
  const at = `${path}.openAPIV3Schema`;
  const errors = structuralProblems(openAPIV3Schema, { path: at, status: subresources?.status !== undefined });
  if (errors.length > 0 || !hasRules(openAPIV3Schema as StructuralSchema)) return errors;
  const why = "kubewright's development server does not evaluate rules in CEL (x-kubernetes-validations)";
  return [forbidden(at, `${why}; take them out, or use a real API server`)];
}

function namesErrors(names: DefinitionNames | undefined, path: string): readonly FieldError[] {
  if (names === undefined) return [];
  const { plural = '', singular = '', kind = '', listKind = '', shortNames = [], categories = [] } = names;
  const label = (field: string, text: string) => {
    const wrong = dns1035LabelProblems(text);
    return text === '' || wrong.length === 0 ? [] : [invalid(`${path}.${field}`, text, wrong.join(','))];
  };
  const mixed = (field: string, text: string) => {
    const wrong = dns1035LabelProblems(text.toLowerCase());
    const detail = `may have mixed case, but should otherwise match: ${wrong.join(',')}`;
    return text === '' || wrong.length === 0 ? [] : [invalid(`${path}.${field}`, text, detail)];
  };
  return [
    ...label('plural', plural),
    ...label('singular', singular),
    ...mixed('kind', kind),
    ...mixed('listKind', listKind),
    ...shortNames.flatMap((each, index) => label(`shortNames[${index}]`, each)),
    ...(kind !== '' && kind === listKind
      ? [invalid(`${path}.listKind`, listKind, 'kind and listKind may not be the same')]
      : []),
    ...categories.flatMap((each, index) => label(`categories[${index}]`, each)),
  ];
}

function conversionErrors({ conversion }: DefinitionSpec): readonly FieldError[] {
  const { strategy = 'None' } = conversion ?? {};
  if (strategy === 'None') return [];
  if (strategy !== 'Webhook') return [notSupported('spec.conversion.strategy', strategy, ['None', 'Webhook'])];
  return [forbidden('spec.conversion.strategy', "kubewright's development server does not call conversion webhooks")];
}

function updateErrors({ spec }: Definition, old: Definition): readonly FieldError[] {
  const fixed = (field: string, value: string, before: string) =>
    value === before ? [] : [invalid(field, value, 'field is immutable')];
  const established = conditionOf(old, 'Established')?.status === 'True';
  return [
    ...(established ? fixed('spec.scope', spec.scope, old.spec.scope) : []),
    ...(established ? fixed('spec.names.kind', spec.names.kind, old.spec.names.kind) : []),
    ...fixed('spec.group', spec.group, old.spec.group),
    ...fixed('spec.names.plural', spec.names.plural, old.spec.names.plural),
  ];
}

function storedVersionErrors({ spec, status }: Definition): readonly FieldError[] {
  const path = 'status.storedVersions';
  const stored = status?.storedVersions ?? [];
  if (stored.length === 0) return [invalid(path, null, 'must have at least one stored version')];
  // The last one that is marked counts.
  const storage = spec.versions.findLast(version => version.storage)?.name;
  const absent = storage !== undefined && !stored.includes(storage);
  const errors = stored.flatMap((version, index) => {
    if (spec.versions.some(({ name }) => name === version)) return [];
    const why = `missing from spec.versions; ${version} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${version} and removes ${version} from status.storedVersions`;
    return [invalid(`${path}[${index}]`, version, why)];
  });
  return absent ? [...errors, invalid(path, stored, `must have the storage version ${storage}`)] : errors;
}
