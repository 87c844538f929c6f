// From the text of an expression to its tree.
import type { CelIssue, Expression } from '../expression.js';
import { RecursionLimit } from './depth-limit.js';
import { lex } from './lexer.js';
import { expression } from './operators.js';
import { ParseState, UnexpectedToken } from './parse-state.js';
import { syntaxIssues } from './syntax/explain.js';

/** The tree with its macros expanded, or what is wrong, in the order of the text. */
export type Parsed = { readonly expression: Expression } | { readonly issues: readonly CelIssue[] };

const LONGEST = 100_000;

/** Parses an expression as the API server does: same limits, same macros, optional syntax allowed. */
export function parseCel(text: string): Parsed {
  const whole = { start: 0, end: text.length };
  const size = [...text].length;
  if (size > LONGEST) {
    const message = `expression code point size exceeds limit: size: ${size}, limit ${LONGEST}`;
    return { issues: [{ message, span: whole }] };
  }
  const { tokens, issues: unread } = lex(text);
  const state = new ParseState(tokens, expression);
  try {
    const { node } = state.expression();
    state.expect('<EOF>');
    const issues = [...unread, ...state.issues];
    return issues.length === 0 ? { expression: node } : { issues: inOrder(issues) };
  } catch (error) {
    if (error instanceof RecursionLimit) return { issues: [{ message: error.message, span: whole }] };
    if (!(error instanceof UnexpectedToken)) throw error;
    return { issues: inOrder([...unread, ...state.issues, ...syntaxIssues(text, tokens, unread, error.token)]) };
  }
}

function inOrder(issues: readonly CelIssue[]): readonly CelIssue[] {
  return issues.toSorted((one, other) => one.span.start - other.span.start);
}
