// The wishes that a label selector is made of, with the operators that apimachinery's `labels.Requirement` has.
import { labelValueProblem, qualifiedNameProblem } from './qualified-name.js';
import { wholeNumber } from './whole-number.js';

/** The labels of an object. */
export type Labels = Readonly<Record<string, string>>;

/** Whether an object with these labels is selected. */
export type LabelMatcher = (labels: Labels) => boolean;

/** How a wish is printed: `exists` stands for the key alone, `!` before it. */
export type RequirementOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | '>' | '<';

/** One wish about one label. */
export interface Requirement {
  readonly key: string;
  readonly operator: RequirementOperator;
  readonly values: readonly string[];
}

/** What is wrong with a wish; undefined when nothing is. */
export function requirementProblem({ key, operator, values }: Requirement): string | undefined {
  return qualifiedNameProblem(key) ?? valuesProblem(operator, values);
}

/** What is wrong with the values of an operator; undefined when nothing is. */
export function valuesProblem(operator: RequirementOperator, values: readonly string[]): string | undefined {
  if ((operator === 'exists' || operator === '!') && values.length > 0) return 'takes no values';
  if ((operator === 'in' || operator === 'notin') && values.length === 0) return 'needs values';
  const isNumeric = operator === '>' || operator === '<';
  if (isNumeric && values.some(value => wholeNumber(value, 64) === undefined)) return 'needs a whole number';
  return values.map(labelValueProblem).find(problem => problem !== undefined);
}

/** The selector in text form, sorted by the keys, as Go prints it. */
export function requirementsText(requirements: readonly Requirement[]): string {
  return byKey(requirements).map(requirementText).join(',');
}

/** Sorted as the keys are; wishes about the same label stay in their order. */
export function byKey(requirements: readonly Requirement[]): Requirement[] {
  return [...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** Makes wishes ready to be asked of many objects. */
export function matcherOf(requirements: readonly Requirement[]): LabelMatcher {
  const wishes = requirements.map(wishOf);
  return labels => wishes.every(wish => wish(labels));
}

function requirementText({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${[...values].sort().join(',')})`;
    default:
      return `${key}${operator}${values[0]}`;
  }
}

function wishOf({ key, operator, values }: Requirement): LabelMatcher {
  const valueIn = (labels: Labels): string | undefined => (Object.hasOwn(labels, key) ? labels[key] : undefined);
  const wanted = new Set<string | undefined>(values);
  switch (operator) {
    case 'exists':
      return labels => valueIn(labels) !== undefined;
    case '!':
      return labels => valueIn(labels) === undefined;
    case '!=':
    case 'notin':
      return labels => !wanted.has(valueIn(labels));
    case '>':
      return numericWish(valueIn, values, (value, limit) => value > limit);
    case '<':
      return numericWish(valueIn, values, (value, limit) => value < limit);
    default:
      return labels => wanted.has(valueIn(labels));
  }
}

function numericWish(
  valueIn: (labels: Labels) => string | undefined,
  values: readonly string[],
  compare: (value: bigint, limit: bigint) => boolean,
): LabelMatcher {
  const limit = wholeNumber(values[0] ?? '', 64);
  return labels => {
    const value = wholeNumber(valueIn(labels) ?? '', 64);
    return value !== undefined && limit !== undefined && compare(value, limit);
  };
}
