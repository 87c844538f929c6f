// What is wrong with the names of a definition, and with its group.
import { type FieldError, invalid, required } from '../field-error.js';
import { dns1035LabelProblems, subdomainProblems } from '../names.js';
import type { DefinitionNames } from './definition.js';

export function groupErrors(group: string | undefined): readonly FieldError[] {
  if (group === undefined || group === '') return [required('spec.group')];
  const wrong = subdomainProblems(group);
  if (wrong.length > 0) return [invalid('spec.group', group, wrong.join(','))];
  return group.includes('.') ? [] : [invalid('spec.group', group, 'should be a domain with at least one dot')];
}

/** Of `spec.names` and of `status.acceptedNames`; those that are missing are not told of. */
export function namesErrors(names: DefinitionNames | undefined, path: string): readonly FieldError[] {
  if (names === undefined) return [];
  const { plural = '', singular = '', kind = '', listKind = '', shortNames, categories } = names;
  const label = (field: string, text: string) => {
    const wrong = dns1035LabelProblems(text);
    return wrong.length === 0 ? [] : [invalid(`${path}.${field}`, text, wrong.join(','))];
  };
  const mixed = (field: string, text: string) => {
    const wrong = dns1035LabelProblems(text.toLowerCase());
    const detail = `may have mixed case, but should otherwise match: ${wrong.join(',')}`;
    return text === '' || wrong.length === 0 ? [] : [invalid(`${path}.${field}`, text, detail)];
  };
  return [
    ...(plural === '' ? [] : label('plural', plural)),
    ...(singular === '' ? [] : label('singular', singular)),
    ...mixed('kind', kind),
    ...mixed('listKind', listKind),
    ...(shortNames ?? []).flatMap((each, index) => label(`shortNames[${index}]`, each)),
    ...(kind !== '' && kind === listKind
      ? [invalid(`${path}.listKind`, listKind, 'kind and listKind may not be the same')]
      : []),
    ...(categories ?? []).flatMap((each, index) => label(`categories[${index}]`, each)),
  ];
}
