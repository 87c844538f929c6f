// Label selectors, and the labels that they select.

import { labelValueProblems, qualifiedNameProblems } from '../../../schema/names.js';
import { type FieldError, forbidden, invalid, required } from '../../object/field-error.js';
import { child, type Draft, type DraftValue, items, text } from '../draft.js';

/** What is wrong with a LabelSelector. */
export function selectorProblems(selector: Draft, path: string): readonly FieldError[] {
  return [
    ...labelProblems(child(selector, 'matchLabels') ?? {}, `${path}.matchLabels`),
    ...items(selector, 'matchExpressions').flatMap((expression, index) =>
      expressionProblems(expression, `${path}.matchExpressions[${index}]`),
    ),
  ];
}

/** What is wrong with the keys and values of labels that something is to have. */
export function labelProblems(labels: Draft, path: string): readonly FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...qualifiedNameProblems(key).map(problem => invalid(path, key, problem)),
    ...labelValueProblems(String(value)).map(problem => invalid(path, value, problem)),
  ]);
}

function expressionProblems(expression: Draft, path: string): readonly FieldError[] {
  const key = text(expression, 'key');
  const values = (expression.values ?? []) as readonly DraftValue[];
  return [
    ...operatorProblems(expression.operator, values.length, path),
    ...qualifiedNameProblems(key).map(problem => invalid(`${path}.key`, key, problem)),
    ...values.flatMap((value, index) =>
      labelValueProblems(String(value)).map(problem => invalid(`${path}.values[${index}]`, value, problem)),
    ),
  ];
}

function operatorProblems(operator: DraftValue | undefined, values: number, path: string): readonly FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values > 0 ? [] : [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist': {
      const why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      return values === 0 ? [] : [forbidden(`${path}.values`, why)];
    }
    default:
      return [invalid(`${path}.operator`, operator ?? '', 'not a valid selector operator')];
  }
}

/** Whether a LabelSelector without problems selects these labels. */
export function selects(selector: Draft, labels: Draft): boolean {
  const wanted = Object.entries((selector.matchLabels as Draft | undefined) ?? {});
  const labelOf = (key: string): DraftValue | undefined => (Object.hasOwn(labels, key) ? labels[key] : undefined);
  if (!wanted.every(([key, value]) => labelOf(key) === value)) return false;
  return items(selector, 'matchExpressions').every(expression => {
    const label = labelOf(text(expression, 'key'));
    const values = (expression.values ?? []) as readonly DraftValue[];
    switch (expression.operator) {
      case 'In':
        return label !== undefined && values.includes(label);
      case 'NotIn':
        return label === undefined || !values.includes(label);
      case 'Exists':
        return label !== undefined;
      default:
        return label === undefined;
    }
  });
}
