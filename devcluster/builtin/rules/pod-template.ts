// What controllers make Pods of: a selector, and the template that it has to select.

import { commonMetadataErrors } from '../../../schema/object-meta-errors.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../object/field-error.js';
import { asJson, child, type Draft, text } from '../draft.js';
import { selectorProblems, selects } from './label-selector.js';
import { podSpecProblems } from './pod-spec.js';

/** How a kind is called in what is said of its selector, and in what is said of its template. */
export interface CalledKind {
  readonly selector: string;
  readonly template: string;
}

/** The selector, whether it selects the template, and the template. Its Pods are to run for ever. */
export function selectorAndTemplate(spec: Draft, kind: CalledKind): readonly FieldError[] {
  const selector = child(spec, 'selector');
  const template = child(spec, 'template') ?? {};
  const empty = selector !== undefined && Object.keys(selector).length === 0;
  // Of a DaemonSet the selector as a whole is not looked at.
  const quiet = kind.selector === 'daemonset';
  const wrong = selector === undefined ? [] : selectorProblems(selector, 'spec.selector');
  const labels = child(template, 'metadata', 'labels');
  const selected = selector !== undefined && selects(selector, labels ?? {});
  return [
    ...(selector === undefined && !quiet ? [required('spec.selector')] : []),
    ...wrong,
    ...(empty ? [invalid('spec.selector', {}, `empty selector is invalid for ${kind.selector}`)] : []),
    ...(wrong.length > 0 && !quiet
      ? [invalid('spec.selector', selector, kind.selector === 'statefulset' ? '' : 'invalid label selector')]
      : []),
    ...(wrong.length === 0 && !empty && !selected ? [unselected('spec.template', labels)] : []),
    ...templateProblems(template, 'spec.template'),
    ...endlessProblems(child(template, 'spec'), 'spec.template.spec', kind.template),
  ];
}

/** Said of a template that its own selector passes over. */
export function unselected(path: string, labels: Draft | undefined): FieldError {
  return invalid(`${path}.metadata.labels`, labels ?? null, '`selector` does not match template `labels`');
}

/** What is wrong with a template by itself. */
export function templateProblems(template: Draft, path: string): readonly FieldError[] {
  const { labels, annotations } = child(template, 'metadata') ?? {};
  return [
    ...commonMetadataErrors({ labels: asJson(labels), annotations: asJson(annotations) }, path),
    ...podSpecProblems(child(template, 'spec') ?? {}, `${path}.spec`),
  ];
}

/** What keeps Pods from running for ever. */
export function endlessProblems(spec: Draft | undefined, path: string, kind: string): readonly FieldError[] {
  const policy = text(spec, 'restartPolicy');
  return [
    ...(policy === '' || policy === 'Always' ? [] : [notSupported(`${path}.restartPolicy`, policy, ['Always'])]),
    ...((spec?.activeDeadlineSeconds ?? null) === null
      ? []
      : [forbidden(`${path}.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`)]),
  ];
}
