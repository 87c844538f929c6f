// Compiles the rules of a schema as the API server does when a definition is created.
import type { StructuralSchema } from '../structural-schema.js';
import { type CelType, type Checked, optionalOf } from './cel-type.js';
import { checkExpression } from './check/checker.js';
import { instantiationIssue } from './check/instantiate.js';
import { validateLiterals } from './check/validate-literals.js';
import type { CelIssue, Expression } from './expression.js';
import { formatIssues } from './format-issues.js';
import { parseCel } from './parse/parse.js';
import { type DeclaredType, declaredType } from './types/declared-type.js';

/** Where a rule stands. */
export interface RulePlace {
  /** The schema that holds the rule. */
  readonly schema: StructuralSchema;
  /** Whether it is the root of the resource, or of an embedded one: the fields of every object are there. */
  readonly isResourceRoot: boolean;
  /** As in the rule; `oldSelf` then is an optional value. */
  readonly optionalOldSelf?: boolean;
}

export interface CompiledRule {
  /** With its names resolved. */
  readonly expression: Expression;
  readonly checked: Checked;
  /** Whether it compares with the value before: such a rule is a transition rule. */
  readonly usesOldSelf: boolean;
  /** The type of `self`, with the bounds of its schema. */
  readonly self: DeclaredType;
}

/** Why the API server refuses a rule. */
export interface RefusedRule {
  /** In the order of the text. Empty where nothing in the text is wrong, as when its type is not the expected one. */
  readonly issues: readonly CelIssue[];
  /** All of it, in the words of the API server. */
  readonly detail: string;
}

/** Compiles `rule`, which must be a bool. */
export function compileRule(place: RulePlace, text: string): CompiledRule | RefusedRule {
  const compiled = compile(place, text, 'compilation', 'program');
  if ('issues' in compiled || compiled.type.kind === 'bool') return compiled;
  return { issues: [], detail: 'cel expression must evaluate to a bool' };
}

/** Compiles `messageExpression`, which must be a string. */
export function compileMessageExpression(place: RulePlace, text: string): CompiledRule | RefusedRule {
  const compiled = compile(place, text, 'messageExpression compilation', 'messageExpression');
  if ('issues' in compiled || compiled.type.kind === 'string') return compiled;
  return { issues: [], detail: 'messageExpression must evaluate to a string' };
}

/** The first ones that are found; cel-go keeps no more. */
const MOST_ISSUES = 100;

function compile(
  place: RulePlace,
  text: string,
  compilation: string,
  program: string,
): (CompiledRule & { readonly type: CelType }) | RefusedRule {
  const self = selfOf(place);
  if (self === undefined) return { issues: [], detail: 'unable to convert structural schema to CEL declarations' };
  const refused = (issues: readonly CelIssue[]): RefusedRule => {
    const kept = issues.slice(0, MOST_ISSUES).toSorted((one, other) => one.span.start - other.span.start);
    const more = issues.length - kept.length;
    const truncated = more > 0 ? `\n${more} more errors were truncated` : '';
    return { issues: kept, detail: `${compilation} failed: ${formatIssues(text, kept)}${truncated}` };
  };
  const parsed = parseCel(text);
  if ('issues' in parsed) return refused(parsed.issues);
  const oldSelf = place.optionalOldSelf === true ? optionalOf(self.type) : self.type;
  const result = checkExpression(
    parsed.expression,
    new Map([
      ['self', self.type],
      ['oldSelf', oldSelf],
    ]),
  );
  if ('issues' in result) return refused(result.issues);
  const { expression, checked } = result;
  const literals = validateLiterals(expression, checked);
  if (literals.length > 0) return refused(literals);
  const type = checked.types.get(expression.id) ?? { kind: 'dyn' };
  // What is of the wrong type is refused before a program is made of it.
  const issue = instantiationIssue(expression);
  if (issue !== undefined && type.kind === (program === 'program' ? 'bool' : 'string')) {
    return { issues: [issue], detail: `${program} instantiation failed: ${issue.message}` };
  }
  const usesOldSelf = checked.references.values().some(reference => reference.name === 'oldSelf');
  return { expression, checked, usesOldSelf, self, type };
}

const declared = new WeakMap<StructuralSchema, Map<boolean, DeclaredType | undefined>>();

/** Schemas are not changed once they are made, and one often has several rules. */
function selfOf({ schema, isResourceRoot }: RulePlace): DeclaredType | undefined {
  const known = declared.get(schema) ?? new Map<boolean, DeclaredType | undefined>();
  declared.set(schema, known);
  if (!known.has(isResourceRoot)) known.set(isResourceRoot, declaredType(schema, 'self', isResourceRoot));
  return known.get(isResourceRoot);
}
