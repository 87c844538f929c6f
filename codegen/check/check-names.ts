// Checks the names of a resource as the API server does.
import type { ResourceModel } from '../model/api-model.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { error } from './finding.js';

export function checkNames(resource: ResourceModel): readonly Diagnostic[] {
  return [...checkGroup(resource), ...checkVersion(resource), ...checkKind(resource), ...checkLabels(resource)];
}

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_FROM_LETTER = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const KUBERNETES_VERSION = /^v[1-9][0-9]*((alpha|beta)[1-9][0-9]*)?$/;

function checkGroup({ group, plural, said, origin }: ResourceModel): readonly Diagnostic[] {
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
    return [
      error(
        place,
        'KW3010',
        `the group "${group}" has no dot`,
        `use a domain that you own, such as ${group}.example.com`,
      ),
    ];
  }
  if (/(^|\.)(k8s|kubernetes)\.io$/.test(group)) {
    const hint = 'use a domain that you own';
    return [error(place, 'KW3011', `the group "${group}" is protected: it belongs to the Kubernetes community`, hint)];
  }
  return [];
}

function checkVersion({ version, said, origin }: ResourceModel): readonly Diagnostic[] {
  if (KUBERNETES_VERSION.test(version)) return [];
  const message = `the version "${version}" is not of the form v1, v1beta1 or v1alpha1`;
  return [
    error(
      said.version ?? origin,
      'KW3012',
      message,
      'the order in which clients prefer versions follows from this form',
    ),
  ];
}

const LONGEST_KIND = 63 - 'List'.length;

function checkKind({ kind, said, origin }: ResourceModel): readonly Diagnostic[] {
  if (kind.length > LONGEST_KIND) {
    const message = `the kind "${kind}" has ${kind.length} letters; with "List" behind it must stay within 63`;
    return [error(said.kind ?? origin, 'KW3013', message, `say a word of at most ${LONGEST_KIND} letters`)];
  }
  if (/^[A-Z][A-Za-z0-9]*$/.test(kind)) return [];
  const word = kind.replace(/(^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_all, _gap, letter: string) => letter.toUpperCase());
  const hint = /^[A-Z][A-Za-z0-9]*$/.test(word) ? `say ${word}` : 'say a word such as Redis';
  return [error(said.kind ?? origin, 'KW3013', `the kind "${kind}" is not CamelCase`, hint)];
}

function checkLabels(resource: ResourceModel): readonly Diagnostic[] {
  const { plural, singular, shortNames, categories, said, origin } = resource;
  const names = [
    ...[plural].map(name => ({ option: 'plural', what: 'the plural', name, form: LABEL_FROM_LETTER })),
    ...[singular].map(name => ({ option: 'singular', what: 'the singular', name, form: LABEL })),
    ...shortNames.map(name => ({ option: 'shortNames', what: 'the short name', name, form: LABEL })),
    ...categories.map(name => ({ option: 'categories', what: 'the category', name, form: LABEL })),
  ];
  return names.flatMap(({ option, what, name, form }) => {
    if (form.test(name) && name.length <= 63) return [];
    const lower = name.toLowerCase();
    const hint =
      form.test(lower) && name.length <= 63 ? `say "${lower}"` : 'use at most 63 lower-case letters, digits and "-"';
    return [error(said[option] ?? said.kind ?? origin, 'KW3014', `${what} "${name}" is no lower-case DNS label`, hint)];
  });
}
