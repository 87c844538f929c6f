// What can be read next from a place in the grammar.
import { displayKind, TOKEN_KINDS, type TokenKind } from '../token.js';
import { RULES, type State } from './grammar.js';

/** The kinds of tokens that can come next, and whether the rule can end first. */
export interface NextTokens {
  readonly kinds: ReadonlySet<TokenKind>;
  readonly canEnd: boolean;
}

const known = new Map<State, NextTokens>();

/** What can be read from a state up to the end of its rule. */
export function nextTokens(state: State): NextTokens {
  const found = known.get(state);
  if (found !== undefined) return found;
  const kinds = new Set<TokenKind>();
  const canEnd = collect(state, kinds, new Set());
  const next = { kinds, canEnd };
  known.set(state, next);
  return next;
}

/** Whether the end of the rule can be reached without reading. Each rule begins with something to read, but for loops. */
function collect(state: State, kinds: Set<TokenKind>, seen: Set<State>): boolean {
  if (seen.has(state)) return false;
  seen.add(state);
  if (state.edges.length === 0) return true;
  let canEnd = false;
  for (const edge of state.edges) {
    if ('read' in edge) {
      for (const kind of edge.read) kinds.add(kind);
    } else if ('skip' in edge) {
      canEnd = collect(edge.to, kinds, seen) || canEnd;
    } else if (collect(RULES[edge.rule].start, kinds, seen)) {
      canEnd = collect(edge.to, kinds, seen) || canEnd;
    }
  }
  return canEnd;
}

/** What can be read from a state, where the rules that are open go on at the states of `returns`, innermost last. */
export function expectedTokens(state: State, returns: readonly State[]): ReadonlySet<TokenKind> {
  const expected = new Set<TokenKind>();
  let here: NextTokens = nextTokens(state);
  for (const kind of here.kinds) expected.add(kind);
  for (const after of returns.toReversed()) {
    if (!here.canEnd) return expected;
    here = nextTokens(after);
    for (const kind of here.kinds) expected.add(kind);
  }
  if (here.canEnd) expected.add('<EOF>');
  return expected;
}

/** As messages list them: `{'[', IDENTIFIER}`, or one without braces. */
export function displayKinds(kinds: ReadonlySet<TokenKind>): string {
  const names = TOKEN_KINDS.filter(kind => kinds.has(kind)).map(displayKind);
  return names.length > 1 ? `{${names.join(', ')}}` : (names[0] ?? '{}');
}
