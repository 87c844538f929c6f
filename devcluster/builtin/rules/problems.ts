// Small checks that many kinds share, in the words of Kubernetes' validation.

import { labelProblems } from '../../../schema/names.js';
import { type FieldError, invalid, required } from '../../object/field-error.js';
import { sameJson } from '../../object/json.js';
import { count, type Draft, type DraftValue, items, text } from '../draft.js';

export function duplicate(field: string, value: unknown): FieldError {
  return { reason: 'FieldValueDuplicate', field, message: `Duplicate value: ${JSON.stringify(value)}` };
}

export function unknownName(field: string, value: string): FieldError {
  return { reason: 'FieldValueNotFound', field, message: `Not found: ${JSON.stringify(value)}` };
}

/** Of numbers that are there and below zero. */
export function negative(draft: Draft, path: string, ...names: readonly string[]): readonly FieldError[] {
  return names
    .filter(name => count(draft, name) < 0)
    .map(name => invalid(`${path}.${name}`, draft[name], 'must be greater than or equal to 0'));
}

/** A name that has to be there, and to be a DNS label. */
export function nameProblems(draft: Draft, path: string): readonly FieldError[] {
  const name = text(draft, 'name');
  if (name === '') return [required(path)];
  return labelProblems(name).map(problem => invalid(path, name, problem));
}

/** The second and later items that share a value. */
export function repeated(
  list: readonly Draft[],
  value: (item: Draft) => string,
  path: (index: number) => string,
): readonly FieldError[] {
  const seen = new Set<string>();
  return list.flatMap((item, index) => {
    const each = value(item);
    if (each === '' || !seen.has(each)) {
      seen.add(each);
      return [];
    }
    return [duplicate(path(index), each)];
  });
}

/** Of a field that may not be changed. */
export function changed(
  value: DraftValue | undefined,
  old: DraftValue | undefined,
  path: string,
  detail = 'field is immutable',
): readonly FieldError[] {
  return sameJson(value ?? null, old ?? null) ? [] : [invalid(path, value ?? null, detail)];
}

/** What is wrong with a LabelSelector. */
export function selectorProblems(selector: Draft, path: string): readonly FieldError[] {
  return items(selector, 'matchExpressions').flatMap((expression, index) => {
    const at = `${path}.matchExpressions[${index}]`;
    const values = Array.isArray(expression.values) ? expression.values.length : 0;
    switch (expression.operator) {
      case 'In':
      case 'NotIn':
        return values > 0 ? [] : [required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
      case 'Exists':
      case 'DoesNotExist':
        return values === 0
          ? []
          : [
              {
                reason: 'FieldValueForbidden' as const,
                field: `${at}.values`,
                message: "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
              },
            ];
      default:
        return [invalid(`${at}.operator`, expression.operator ?? '', 'not a valid selector operator')];
    }
  });
}

/** Whether a LabelSelector without problems selects these labels. */
export function selects(selector: Draft, labels: Draft): boolean {
  const wanted = Object.entries((selector.matchLabels as Draft | undefined) ?? {});
  if (!wanted.every(([key, value]) => labels[key] === value)) return false;
  return items(selector, 'matchExpressions').every(expression => {
    const label = labels[text(expression, 'key')];
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
