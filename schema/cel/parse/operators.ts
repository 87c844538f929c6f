// Expressions down to their operands: the ternary, logic, comparisons, arithmetic and signs.
import type { Span } from '../expression.js';
import { member } from './members.js';
import { balanced } from './nodes.js';
import { grown, type ParseState, type Part, spanOf } from './parse-state.js';
import type { TokenKind } from './token.js';

export function expression(state: ParseState): Part {
  return state.within('expression', () => {
    const condition = disjunction(state);
    const operator = state.take('?');
    if (operator === undefined) return condition;
    const id = state.nodes.id();
    const then = disjunction(state);
    state.expect(':');
    const otherwise = expression(state);
    const args = [condition.node, then.node, otherwise.node];
    const height = grown(condition, then, otherwise);
    return { node: state.nodes.call(spanOf(operator), '_?_:_', args, undefined, id), height };
  });
}

function disjunction(state: ParseState): Part {
  return chain(state, '||', '_||_', () => chain(state, '&&', '_&&_', () => relation(state, 0)));
}

function chain(state: ParseState, token: '&&' | '||', name: string, term: () => Part): Part {
  const first = term();
  const terms = [first.node];
  const operators: { id: number; span: Span }[] = [];
  let height = first.height;
  for (let operator = state.take(token); operator !== undefined; operator = state.take(token)) {
    const next = term();
    terms.push(next.node);
    operators.push({ id: state.nodes.id(), span: spanOf(operator) });
    height = Math.max(height, next.height);
  }
  return { node: balanced(name, terms, operators), height };
}

interface Operator {
  readonly name: string;
  readonly rank: number;
}

const RELATIONS: ReadonlyMap<TokenKind, Operator> = new Map<TokenKind, Operator>([
  ['<', { name: '_<_', rank: 1 }],
  ['<=', { name: '_<=_', rank: 1 }],
  ['>=', { name: '_>=_', rank: 1 }],
  ['>', { name: '_>_', rank: 1 }],
  ['==', { name: '_==_', rank: 1 }],
  ['!=', { name: '_!=_', rank: 1 }],
  ['in', { name: '@in', rank: 1 }],
]);

const CALCULATIONS: ReadonlyMap<TokenKind, Operator> = new Map<TokenKind, Operator>([
  ['*', { name: '_*_', rank: 2 }],
  ['/', { name: '_/_', rank: 2 }],
  ['%', { name: '_%_', rank: 2 }],
  ['+', { name: '_+_', rank: 1 }],
  ['-', { name: '_-_', rank: 1 }],
]);

function relation(state: ParseState, above: number): Part {
  return leftAssociative(state, 'relation', RELATIONS, above, relation, () => calculation(state, 0));
}

function calculation(state: ParseState, above: number): Part {
  return leftAssociative(state, 'calculation', CALCULATIONS, above, calculation, () => signed(state));
}

/** Operators of a rank above `above`; what stands to the right of one binds more tightly than it. */
function leftAssociative(
  state: ParseState,
  rule: 'relation' | 'calculation',
  operators: ReadonlyMap<TokenKind, Operator>,
  above: number,
  right: (state: ParseState, above: number) => Part,
  operand: () => Part,
): Part {
  return state.within(rule, () => {
    let left = operand();
    for (;;) {
      const token = state.token();
      const operator = operators.get(token.kind);
      if (operator === undefined || operator.rank <= above) break;
      state.skip();
      const id = state.nodes.id();
      const next = right(state, operator.rank);
      const height = grown(left, next);
      left = { node: state.nodes.call(spanOf(token), operator.name, [left.node, next.node], undefined, id), height };
    }
    return left;
  });
}

/** An even number of signs is none. A single minus before a number is a part of the number. */
function signed(state: ParseState): Part {
  const first = state.token();
  if (first.kind !== '!' && first.kind !== '-') return member(state);
  const next = state.token(1).kind;
  if (first.kind === '-' && (next === 'NUM_INT' || next === 'NUM_FLOAT')) return member(state);
  let signs = 0;
  while (state.take(first.kind) !== undefined) signs += 1;
  if (signs % 2 === 0) return member(state);
  const id = state.nodes.id();
  const operand = member(state);
  const node = state.nodes.call(spanOf(first), first.kind === '!' ? '!_' : '-_', [operand.node], undefined, id);
  return { node, height: operand.height };
}
