// Label selectors: as text for the API server and for a scale subresource, and matched against labels.
import { labelValueProblem, qualifiedNameProblem } from './qualified-name.js';

/** The labels of an object. */
export type Labels = Readonly<Record<string, string>>;

/** `metav1.LabelSelector`: all of it must hold. An empty one selects everything. */
export interface LabelSelector {
  readonly matchLabels?: Labels | undefined;
  readonly matchExpressions?: readonly LabelRequirement[] | undefined;
}

/** One wish about one label. An object without the label satisfies `NotIn`. */
export interface LabelRequirement {
  readonly key: string;
  /** `In`, `NotIn` (with values), `Exists` or `DoesNotExist` (without). Wider than these, as the core kinds have it. */
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/**
 * The selector as kubectl and `ListOptions.labelSelector` write it, sorted: `app=redis,tier in (cache,db)`. Plain labels
 * select the objects that have them all.
 * @throws TypeError for keys, values and operators that the API server would refuse
 */
export function selectorText(selector: LabelSelector | Labels): string {
  return requirementsOf(selector).map(requirementText).sort().join(',');
}

/**
 * Whether labels satisfy the selector. Plain labels must all be there.
 * @throws TypeError as `selectorText`
 */
export function matchesSelector(selector: LabelSelector | Labels, labels: Labels | undefined): boolean {
  return requirementsOf(selector).every(requirement => satisfies(requirement, labels ?? {}));
}

function requirementsOf(selector: LabelSelector | Labels): LabelRequirement[] {
  const { matchLabels = {}, matchExpressions = [] } = isLabels(selector) ? { matchLabels: selector } : selector;
  const equalities = Object.entries(matchLabels).map(([key, value]) => ({ key, operator: '=', values: [value] }));
  const requirements = [...equalities, ...matchExpressions];
  requirements.forEach(checkRequirement);
  return requirements;
}

function isLabels(selector: LabelSelector | Labels): selector is Labels {
  return Object.values(selector).every(value => typeof value === 'string');
}

function checkRequirement({ key, operator, values = [] }: LabelRequirement): void {
  const wantsValues = ['=', 'In', 'NotIn'].includes(operator);
  const problem =
    qualifiedNameProblem(key) ??
    values.map(labelValueProblem).find(problem => problem !== undefined) ??
    (wantsValues || ['Exists', 'DoesNotExist'].includes(operator) ? undefined : `unknown operator ${operator}`) ??
    (wantsValues === values.length > 0 ? undefined : `${operator} ${wantsValues ? 'needs' : 'takes no'} values`);
  if (problem !== undefined) throw new TypeError(`label selector on ${JSON.stringify(key)}: ${problem}`);
}

function requirementText({ key, operator, values = [] }: LabelRequirement): string {
  const list = `(${[...values].sort().join(',')})`;
  switch (operator) {
    case '=':
      return `${key}=${values[0]}`;
    case 'In':
      return `${key} in ${list}`;
    case 'NotIn':
      return `${key} notin ${list}`;
    case 'Exists':
      return key;
    default:
      return `!${key}`;
  }
}

function satisfies({ key, operator, values = [] }: LabelRequirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case '=':
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}
