// cel-go makes a program of a checked expression, and computes conversions of constants and compiles patterns then. What fails
// there makes the API server refuse the rule.
import { checkPattern } from '../../pattern.js';
import type { CallExpression, CelIssue, Expression } from '../expression.js';
import { CONVERSIONS, type Constant, convertConstant } from './constants.js';
import { childrenOf } from './walk.js';

/** The first part of which no program can be made. */
export function instantiationIssue(expression: Expression): CelIssue | undefined {
  const result = plan(expression);
  return isIssue(result) ? result : undefined;
}

/** A value that is known; undefined for one that is not; or what fails. */
type Plan = Constant | undefined | CelIssue;

function plan(node: Expression): Plan {
  if (node.kind === 'literal') return node.literal;
  const parts: Plan[] = [];
  for (const child of childrenOf(node)) {
    const part = plan(child);
    if (isIssue(part)) return part;
    parts.push(part);
  }
  if (node.kind === 'call') return planCall(node, parts);
  const known = (node.kind === 'list' || node.kind === 'map') && !parts.includes(undefined);
  return known ? { type: node.kind } : undefined;
}

function planCall(node: CallExpression, parts: readonly Plan[]): Plan {
  const [value, pattern] = parts;
  if (node.function === '_[_]' || node.function === '_[?_]') return indexIssue(node, pattern);
  if (SEARCHES.has(node.function)) return searchIssue(node, pattern);
  if (!CONVERSIONS.has(node.function) || parts.length !== 1 || value === undefined || isIssue(value)) return undefined;
  const converted = convertConstant(node.function, value);
  return 'problem' in converted ? { message: converted.problem, span: node.span } : converted;
}

/** What is no key of any map is refused where it is written out. */
function indexIssue(node: CallExpression, key: Plan): CelIssue | undefined {
  const type = key === undefined || isIssue(key) ? undefined : GO_TYPES[key.type];
  return type === undefined ? undefined : { message: `invalid qualifier type: ${type}`, span: node.span };
}

const GO_TYPES: Readonly<Record<string, string>> = {
  null: 'types.Null',
  bytes: 'types.Bytes',
  duration: 'types.Duration',
  timestamp: 'types.Timestamp',
  type: '*types.Type',
  list: '*types.baseList',
  map: '*types.baseMap',
};

const SEARCHES: ReadonlySet<string> = new Set(['matches', 'find', 'findAll']);

function searchIssue(node: CallExpression, pattern: Plan): CelIssue | undefined {
  if (pattern === undefined || isIssue(pattern) || pattern.type !== 'string' || pattern.value === undefined) {
    return undefined;
  }
  const check = checkPattern(String(pattern.value));
  return check.valid ? undefined : { message: check.message, span: node.span };
}

function isIssue(part: Plan): part is CelIssue {
  return part !== undefined && 'message' in part;
}
