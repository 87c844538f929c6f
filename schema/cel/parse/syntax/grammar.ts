// The grammar of cel-spec as data, and the states in which a parser that ANTLR makes of it can be. The parser of this project
// needs neither: they tell what could have stood where a text goes wrong, in the words of cel-go.
import type { TokenKind } from '../token.js';

export type GrammarNode =
  | { readonly type: 'token'; readonly kinds: readonly TokenKind[]; state: State }
  | { readonly type: 'call'; readonly rule: RuleName; readonly above: number; state: State }
  | { readonly type: 'sequence'; readonly items: readonly GrammarNode[] }
  | { readonly type: 'optional' | 'star' | 'plus'; readonly body: GrammarNode; state: State; back: State }
  | { readonly type: 'choice'; readonly choices: readonly GrammarNode[]; state: State };

/** A place in the grammar, with what can be read there and where that leads. */
export interface State {
  readonly edges: Edge[];
}

export type Edge =
  | { readonly read: readonly TokenKind[]; readonly to: State }
  | { readonly rule: RuleName; readonly to: State }
  | { readonly skip: true; readonly to: State };

export interface Rule {
  readonly body: GrammarNode;
  readonly start: State;
  /** Has no edges: what follows depends on who called. */
  readonly end: State;
}

const NOWHERE: State = { edges: [] };

const token = (...kinds: TokenKind[]): GrammarNode => ({ type: 'token', kinds, state: NOWHERE });
const call = (rule: RuleName, above = 0): GrammarNode => ({ type: 'call', rule, above, state: NOWHERE });
const sequence = (...items: GrammarNode[]): GrammarNode => ({ type: 'sequence', items });
const choice = (...choices: GrammarNode[]): GrammarNode => ({ type: 'choice', choices, state: NOWHERE });
const repeated = (type: 'optional' | 'star' | 'plus') => {
  return (...items: GrammarNode[]): GrammarNode => ({ type, body: sequence(...items), state: NOWHERE, back: NOWHERE });
};
const optional = repeated('optional');
const star = repeated('star');
const plus = repeated('plus');

export type RuleName =
  | 'start'
  | 'expr'
  | 'conditionalOr'
  | 'conditionalAnd'
  | 'relation'
  | 'calc'
  | 'unary'
  | 'member'
  | 'primary'
  | 'exprList'
  | 'listInit'
  | 'fieldInitializerList'
  | 'optField'
  | 'mapInitializerList'
  | 'escapeIdent'
  | 'optExpr'
  | 'literal';

const comma = () => optional(token(','));

const BODIES: Readonly<Record<RuleName, GrammarNode>> = {
  start: sequence(call('expr'), token('<EOF>')),
  expr: sequence(call('conditionalOr'), optional(token('?'), call('conditionalOr'), token(':'), call('expr'))),
  conditionalOr: sequence(call('conditionalAnd'), star(token('||'), call('conditionalAnd'))),
  conditionalAnd: sequence(call('relation'), star(token('&&'), call('relation'))),
  relation: sequence(call('calc'), star(token('==', '!=', 'in', '<', '<=', '>=', '>'), call('relation', 1))),
  calc: sequence(
    call('unary'),
    star(choice(sequence(token('*', '/', '%'), call('calc', 2)), sequence(token('-', '+'), call('calc', 1)))),
  ),
  unary: choice(call('member'), sequence(plus(token('!')), call('member')), sequence(plus(token('-')), call('member'))),
  member: sequence(
    call('primary'),
    star(
      choice(
        sequence(token('.'), optional(token('?')), call('escapeIdent')),
        sequence(token('.'), token('IDENTIFIER'), token('('), optional(call('exprList')), token(')')),
        sequence(token('['), optional(token('?')), call('expr'), token(']')),
      ),
    ),
  ),
  primary: choice(
    sequence(optional(token('.')), token('IDENTIFIER')),
    sequence(optional(token('.')), token('IDENTIFIER'), token('('), optional(call('exprList')), token(')')),
    sequence(token('('), call('expr'), token(')')),
    sequence(token('['), optional(call('listInit')), comma(), token(']')),
    sequence(token('{'), optional(call('mapInitializerList')), comma(), token('}')),
    sequence(
      optional(token('.')),
      token('IDENTIFIER'),
      star(token('.'), token('IDENTIFIER')),
      token('{'),
      optional(call('fieldInitializerList')),
      comma(),
      token('}'),
    ),
    call('literal'),
  ),
  exprList: sequence(call('expr'), star(token(','), call('expr'))),
  listInit: sequence(call('optExpr'), star(token(','), call('optExpr'))),
  fieldInitializerList: sequence(
    call('optField'),
    token(':'),
    call('expr'),
    star(token(','), call('optField'), token(':'), call('expr')),
  ),
  optField: sequence(optional(token('?')), call('escapeIdent')),
  mapInitializerList: sequence(
    call('optExpr'),
    token(':'),
    call('expr'),
    star(token(','), call('optExpr'), token(':'), call('expr')),
  ),
  escapeIdent: choice(token('IDENTIFIER'), token('ESC_IDENTIFIER')),
  optExpr: sequence(optional(token('?')), call('expr')),
  literal: choice(
    sequence(optional(token('-')), token('NUM_INT')),
    token('NUM_UINT'),
    sequence(optional(token('-')), token('NUM_FLOAT')),
    token('STRING'),
    token('BYTES'),
    token('true'),
    token('false'),
    token('null'),
  ),
};

/** Gives each node its state; returns the state before it, where `next` is the one after it. */
function connect(node: GrammarNode, next: State): State {
  switch (node.type) {
    case 'token':
      node.state = { edges: [{ read: node.kinds, to: next }] };
      return node.state;
    case 'call':
      node.state = { edges: [{ rule: node.rule, to: next }] };
      return node.state;
    case 'sequence':
      return node.items.reduceRight((after, item) => connect(item, after), next);
    case 'choice':
      node.state = { edges: node.choices.map(each => ({ skip: true, to: connect(each, next) })) };
      return node.state;
    case 'optional':
      node.state = {
        edges: [
          { skip: true, to: connect(node.body, next) },
          { skip: true, to: next },
        ],
      };
      return node.state;
    case 'star':
      node.state = { edges: [] };
      node.back = { edges: [{ skip: true, to: node.state }] };
      node.state.edges.push({ skip: true, to: connect(node.body, node.back) }, { skip: true, to: next });
      return node.state;
    case 'plus':
      node.state = { edges: [] };
      node.back = {
        edges: [
          { skip: true, to: node.state },
          { skip: true, to: next },
        ],
      };
      node.state.edges.push({ skip: true, to: connect(node.body, node.back) });
      return node.state;
  }
}

export const RULES = Object.fromEntries(
  Object.entries(BODIES).map(([name, body]) => {
    const end: State = { edges: [] };
    return [name, { body, start: connect(body, end), end }];
  }),
) as unknown as Readonly<Record<RuleName, Rule>>;
