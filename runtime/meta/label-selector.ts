// Label selectors: as text for the API server and for a scale subresource, and matched against labels.
import {
  type Labels,
  matcherOf,
  type Requirement,
  type RequirementOperator,
  requirementProblem,
  requirementsText,
} from './label-requirement.js';

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
 * The selector as kubectl and `ListOptions.labelSelector` write it, sorted by the keys, as Go prints it:
 * `app=redis,tier in (cache,db)`. Plain labels select the objects that have them all.
 * @throws TypeError for keys, values and operators that the API server would refuse
 */
export function selectorText(selector: LabelSelector | Labels): string {
  return requirementsText(requirementsOf(selector));
}

/**
 * Whether labels satisfy the selector. Plain labels must all be there.
 * @throws TypeError as `selectorText`
 */
export function matchesSelector(selector: LabelSelector | Labels, labels: Labels | undefined): boolean {
  return matcherOf(requirementsOf(selector))(labels ?? {});
}

/** The wishes of a selector; as `metav1.LabelSelectorAsSelector`. */
export function requirementsOf(selector: LabelSelector | Labels): Requirement[] {
  // What is lost on the way here must not come to select everything.
  if (!selector) throw new TypeError(`label selector: there is none, but ${selector}`);
  const { matchLabels, matchExpressions, ...rest } = isLabels(selector) ? { matchLabels: selector } : selector;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    throw new TypeError(`label selector: besides matchLabels and matchExpressions it has ${JSON.stringify(unknown)}`);
  }
  const equalities = Object.entries(matchLabels ?? {}).map(([key, value]) => equality(key, value));
  return [...equalities, ...(matchExpressions ?? []).map(fromExpression)];
}

function equality(key: string, value: unknown): Requirement {
  if (typeof value === 'string') return checked({ key, operator: '=', values: [value] });
  throw new TypeError(
    `label selector on ${JSON.stringify(key)}: the value must be a text, got ${JSON.stringify(value)}`,
  );
}

const OPERATORS: Readonly<Record<string, RequirementOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
};

function fromExpression({ key, operator, values }: LabelRequirement): Requirement {
  const known = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (known === undefined) {
    throw new TypeError(
      `label selector on ${JSON.stringify(key)}: unknown operator ${operator}; there are ${Object.keys(OPERATORS).join(', ')}`,
    );
  }
  return checked({ key, operator: known, values: values ?? [] }, operator);
}

function checked(requirement: Requirement, name = ''): Requirement {
  const problem = requirementProblem(requirement);
  if (problem === undefined) return requirement;
  const about = /^(needs|takes)/.test(problem) ? `${name} ${problem}` : problem;
  throw new TypeError(`label selector on ${JSON.stringify(requirement.key)}: ${about}`);
}

const PARTS: readonly (keyof LabelSelector)[] = ['matchLabels', 'matchExpressions'];

/** A label may be called as a field of a selector is. */
function isLabels(selector: LabelSelector | Labels): selector is Labels {
  return !PARTS.some(part => Object.hasOwn(selector, part) && typeof selector[part as never] !== 'string');
}
