// Checks the labels and annotations of a definition as the API server does.
import { labelValueProblems, qualifiedNameProblems } from '../../schema/names.js';
import type { ResourceModel } from '../model/api-model.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { error } from './finding.js';

/** Annotations by which kubewright knows its own files. */
const OWN = 'kubewright.dev/';

export function checkMetadata({ labels = {}, annotations = {}, said, origin }: ResourceModel): readonly Diagnostic[] {
  const problems = [
    ...Object.entries(labels).flatMap(([key, value]) => [
      ...keyProblems('label', key, key),
      ...labelValueProblems(value).map(each => ({
        option: 'labels',
        text: `the label "${key}" is "${value}": ${each}`,
      })),
    ]),
    // Prefixes of annotations may have capital letters.
    ...Object.keys(annotations).flatMap(key => keyProblems('annotation', key, key.toLowerCase())),
  ];
  return problems.map(({ option, text }) => {
    const hint = 'a key is a name of at most 63 characters, with a DNS subdomain and "/" before it if need be';
    return error(said[option] ?? origin, 'KW3040', text, hint);
  });
}

function keyProblems(what: 'label' | 'annotation', key: string, checked: string) {
  const option = `${what}s`;
  if (what === 'annotation' && key.startsWith(OWN)) {
    return [{ option, text: `the annotation "${key}" is kubewright's own, which writes it itself` }];
  }
  return qualifiedNameProblems(checked).map(each => ({ option, text: `"${key}" is no key of ${what}s: ${each}` }));
}
