// Checks the labels and annotations of a definition as the API server does.
import { labelValueProblems, qualifiedNameProblems } from '../../schema/names.js';
import type { ResourceModel } from '../model/api-model.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { error } from './finding.js';

/** Annotations by which kubewright knows its own files. */
const OWN = 'kubewright.dev/';

export function checkMetadata({ labels = {}, annotations = {}, said, origin }: ResourceModel): readonly Diagnostic[] {
  const refuse = (option: string, message: string, hint: string) =>
    error(said[option] ?? origin, 'KW3040', message, hint);
  const keys = (option: string, all: readonly string[]) =>
    all.flatMap(key =>
      // Prefixes of annotations may have capital letters.
      qualifiedNameProblems(option === 'labels' ? key : key.toLowerCase()).map(each =>
        refuse(option, `"${key}" is no key of ${option}: ${withoutExamples(each)}`, KEY_HINT),
      ),
    );
  return [
    ...keys('labels', Object.keys(labels)),
    ...Object.entries(labels).flatMap(([key, value]) =>
      labelValueProblems(value).map(each =>
        refuse(
          'labels',
          `the label "${key}" is "${value}": ${withoutExamples(each)}`,
          'use at most 63 such characters',
        ),
      ),
    ),
    ...keys('annotations', Object.keys(annotations)),
    ...Object.keys(annotations)
      .filter(key => key.startsWith(OWN))
      .map(key => refuse('annotations', `kubewright writes the annotation "${key}" itself`, 'drop it')),
  ];
}

const KEY_HINT = 'a key is a name of at most 63 characters, with a DNS subdomain and "/" before it if need be';

function withoutExamples(problem: string): string {
  return problem.replace(/ \(e\.g\. .*$/, '');
}
