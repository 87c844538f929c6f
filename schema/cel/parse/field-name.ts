// Names of fields.
import { type ParseState, spanOf } from './parse-state.js';
import type { Token } from './token.js';

/** Names between backticks are a part of the grammar, and not of what Kubernetes allows. */
export function fieldName(state: ParseState): Token {
  const escaped = state.take('ESC_IDENTIFIER');
  if (escaped === undefined) return state.expect('IDENTIFIER');
  state.report("unsupported syntax: '`'", spanOf(escaped));
  return escaped;
}
