// What a checked expression may not say although its types fit: literals that no evaluation can use, and lists and maps of
// unlike values.
import { parseGoDuration } from '../../../scalars/duration.js';
import { checkPattern } from '../../pattern.js';
import { type CelType, type Checked, DYN } from '../cel-type.js';
import type { CallExpression, CelIssue, CelLiteral, Expression, ListExpression, MapExpression } from '../expression.js';
import { formatType, sameType } from '../types/format-type.js';
import { EARLIEST, LATEST, parseGoTime } from '../values/go-time.js';
import { formatCallIssues } from './validate-format.js';
import { descendants } from './walk.js';

export function validateLiterals(expression: Expression, checked: Checked): readonly CelIssue[] {
  const issues: CelIssue[] = [];
  const typeOf = (node: Expression): CelType => checked.types.get(node.id) ?? DYN;
  for (const { node, within } of descendants(expression)) {
    if (node.kind === 'call') {
      issues.push(...argumentIssues(node), ...formatCallIssues(node, typeOf));
    } else if (within.includes('format')) {
      // The arguments of a format may be of any types.
    } else if (node.kind === 'list') {
      issues.push(...listIssues(node, typeOf));
    } else if (node.kind === 'map') {
      issues.push(...mapIssues(node, typeOf));
    }
  }
  return issues;
}

const CHECKS: ReadonlyMap<string, (literal: CelLiteral) => boolean> = new Map([
  ['duration', literal => literal.type === 'string' && parseGoDuration(literal.value) !== undefined],
  ['timestamp', isTime],
  ['matches', (literal: CelLiteral) => literal.type !== 'string' || checkPattern(literal.value).valid],
]);

function isTime(literal: CelLiteral): boolean {
  if (literal.type === 'int') return literal.value >= BigInt(EARLIEST) && literal.value <= BigInt(LATEST);
  return literal.type === 'string' && parseGoTime(literal.value) !== undefined;
}

/** cel-go looks at the first argument, and so takes the text of `matches(text, pattern)` for the pattern, too. */
function argumentIssues(node: CallExpression): CelIssue[] {
  const [first] = node.arguments;
  const valid = CHECKS.get(node.function);
  if (valid === undefined || first?.kind !== 'literal' || valid(first.literal)) return [];
  return [{ message: `invalid ${node.function} argument`, span: first.span }];
}

type TypeOf = (node: Expression) => CelType;

/** The first element that is unlike the one at the start. */
function listIssues(node: ListExpression, typeOf: TypeOf): CelIssue[] {
  let first: CelType | undefined;
  for (const [at, element] of node.elements.entries()) {
    const type = held(typeOf(element), node.optionalIndices.includes(at));
    first ??= type;
    if (!sameType(first, type)) return [mismatch(element, first, type)];
  }
  return [];
}

function mapIssues(node: MapExpression, typeOf: TypeOf): CelIssue[] {
  const [first] = node.entries;
  if (first === undefined) return [];
  const key = typeOf(first.key);
  const value = held(typeOf(first.value), first.optional);
  return node.entries.flatMap(entry => {
    const [keyType, valueType] = [typeOf(entry.key), held(typeOf(entry.value), entry.optional)];
    return [
      ...(sameType(key, keyType) ? [] : [mismatch(entry.key, key, keyType)]),
      ...(sameType(value, valueType) ? [] : [mismatch(entry.value, value, valueType)]),
    ];
  });
}

function held(type: CelType, optional: boolean): CelType {
  return optional && type.kind === 'opaque' ? (type.parameters[0] ?? DYN) : type;
}

function mismatch(node: Expression, expected: CelType, found: CelType): CelIssue {
  return { message: `expected type '${formatType(expected)}' but found '${formatType(found)}'`, span: node.span };
}
