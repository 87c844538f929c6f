// Checks the names of a kind as the API server does.
import { dns1035LabelProblems } from '../../schema/names.js';
import type { ResourceModel } from '../model/api-model.js';
import type { DefinitionModel } from '../model/definitions.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { error, warning } from './finding.js';

/** Of one class; what all classes of the kind say together is in its definition. */
export function checkNames(resource: ResourceModel, definition: DefinitionModel): readonly Diagnostic[] {
  return [
    ...checkGroup(resource, definition),
    ...checkVersion(resource),
    ...checkKind(resource),
    ...checkListKind(resource),
    ...checkLabels(resource),
  ];
}

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const KUBERNETES_VERSION = /^v[1-9][0-9]*((alpha|beta)[1-9][0-9]*)?$/;

function checkGroup(resource: ResourceModel, { annotations }: DefinitionModel): readonly Diagnostic[] {
  const { group, plural, said, origin } = resource;
  const place = said.group ?? origin;
  const name = `${plural}.${group}`;
  if (name.length > 253) {
    const message = `the definition's name ${name} has ${name.length} letters; 253 are allowed`;
    return [error(place, 'KW3010', message, 'use a shorter group or plural')];
  }
  if (!SUBDOMAIN.test(group)) {
    const hint = 'use lower-case letters, digits, "-" and ".", such as example.com';
    return [error(place, 'KW3010', `the group "${group}" is no DNS subdomain`, hint)];
  }
  if (!group.includes('.')) {
    const hint = `use a domain that you own, such as ${group}.example.com`;
    return [error(place, 'KW3010', `the group "${group}" has no dot`, hint)];
  }
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(group)) return [];
  const approval = annotations[APPROVAL];
  if (approval === undefined) {
    const hint = `use a domain that you own; of an approved API, say annotations: { '${APPROVAL}': 'https://...' }`;
    return [error(place, 'KW3011', `the group "${group}" is protected: it belongs to the Kubernetes community`, hint)];
  }
  if (approval.startsWith('unapproved') || /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#]+\S*$/i.test(approval)) return [];
  const hint = 'give the URL of the approval, or a reason that starts with "unapproved"';
  return [error(said.annotations ?? place, 'KW3011', `the annotation ${APPROVAL} is "${approval}", and no URL`, hint)];
}

const APPROVAL = 'api-approved.kubernetes.io';

function checkVersion({ version, said, origin }: ResourceModel): readonly Diagnostic[] {
  const place = said.version ?? origin;
  if (dns1035LabelProblems(version).length > 0) {
    const hint = 'say a version such as v1, v1beta1 or v1alpha1';
    return [error(place, 'KW3012', `the version "${version}" is no lower-case DNS label`, hint)];
  }
  if (KUBERNETES_VERSION.test(version)) return [];
  const message = `the version "${version}" is not of the form v1, v1beta1 or v1alpha1`;
  return [warning(place, 'KW3034', message, 'clients prefer versions of this form to all others')];
}

const LONGEST_KIND = 63 - 'List'.length;
const CAMEL_CASE = /^[A-Z][A-Za-z0-9]*$/;

function checkKind({ kind, listKind, said, origin }: ResourceModel): readonly Diagnostic[] {
  const longest = listKind === undefined ? LONGEST_KIND : 63;
  if (kind.length > longest) {
    const within = listKind === undefined ? 'with "List" behind it must stay within 63' : 'at most 63 are allowed';
    const message = `the kind "${kind}" has ${kind.length} letters; ${within}`;
    return [error(said.kind ?? origin, 'KW3013', message, `say a word of at most ${longest} letters`)];
  }
  if (CAMEL_CASE.test(kind)) return [];
  const word = kind.replace(/(^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_all, _gap, letter: string) => letter.toUpperCase());
  const hint = CAMEL_CASE.test(word) ? `say ${word}` : 'say a word such as Redis';
  return [error(said.kind ?? origin, 'KW3013', `the kind "${kind}" is not CamelCase`, hint)];
}

function checkListKind({ kind, listKind, said, origin }: ResourceModel): readonly Diagnostic[] {
  if (listKind === undefined) return [];
  const place = said.listKind ?? origin;
  if (listKind === kind) {
    return [
      error(place, 'KW3042', `the kind of lists of ${kind} is ${kind} itself`, `leave it out: it is ${kind}List`),
    ];
  }
  if (CAMEL_CASE.test(listKind) && listKind.length <= 63) return [];
  const message = `the kind of lists "${listKind}" is no CamelCase word of at most 63 letters`;
  return [error(place, 'KW3042', message, `leave it out: it is ${kind}List`)];
}

function checkLabels(resource: ResourceModel): readonly Diagnostic[] {
  const { plural, singular, shortNames, categories, said, origin } = resource;
  const names = [
    ...[plural].map(name => ({ option: 'plural', what: 'the plural', name })),
    ...[singular].map(name => ({ option: 'singular', what: 'the singular', name })),
    ...shortNames.map(name => ({ option: 'shortNames', what: 'the short name', name })),
    ...categories.map(name => ({ option: 'categories', what: 'the category', name })),
  ];
  return names.flatMap(({ option, what, name }) => {
    if (dns1035LabelProblems(name).length === 0) return [];
    const lower = name.toLowerCase();
    const hint =
      dns1035LabelProblems(lower).length === 0
        ? `say "${lower}"`
        : 'use at most 63 lower-case letters, digits and "-", and begin with a letter';
    return [error(said[option] ?? said.kind ?? origin, 'KW3014', `${what} "${name}" is no lower-case DNS label`, hint)];
  });
}
