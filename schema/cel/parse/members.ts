// Operands: names, calls, literals, what is between parentheses, and the selections and calls on them.

import { RESERVED_NAMES } from '../types/escape-name.js';
import { list, map, struct } from './aggregates.js';
import { fieldName } from './field-name.js';
import { literalOf } from './literals.js';
import { expandMacro } from './macros.js';
import { grown, highest, type ParseState, type Part, spanOf, UnexpectedToken } from './parse-state.js';
import type { Token, TokenKind } from './token.js';

export function member(state: ParseState): Part {
  return state.within('member', () => {
    let part = primary(state);
    for (let next = suffix(state, part); next !== undefined; next = suffix(state, part)) part = next;
    return part;
  });
}

/** `.field`, `.?field`, `.function(...)`, `[index]` or `[?index]`. */
function suffix(state: ParseState, operand: Part): Part | undefined {
  const dot = state.take('.');
  if (dot !== undefined) return selection(state, operand, dot);
  const bracket = state.take('[');
  if (bracket === undefined) return undefined;
  const name = state.take('?') === undefined ? '_[_]' : '_[?_]';
  const id = state.nodes.id();
  const index = state.expression();
  state.expect(']');
  const node = state.nodes.call(spanOf(bracket), name, [operand.node, index.node], undefined, id);
  return { node, height: grown(operand, index) };
}

function selection(state: ParseState, operand: Part, dot: Token): Part {
  const { nodes } = state;
  const optional = state.take('?') !== undefined;
  const name = fieldName(state);
  const height = grown(operand);
  if (optional) {
    const field = nodes.literal(spanOf(name), { type: 'string', value: name.text });
    return { node: nodes.call(spanOf(dot), '_?._', [operand.node, field]), height };
  }
  const open = name.kind === 'IDENTIFIER' ? state.take('(') : undefined;
  if (open !== undefined) return call(state, open, name.text, operand);
  return { node: nodes.select(spanOf(dot), operand.node, name.text), height };
}

/** The arguments of a call, after its opening parenthesis; macros become what they stand for. */
function call(state: ParseState, open: Token, name: string, target: Part | undefined): Part {
  const { nodes } = state;
  const id = nodes.id();
  const args: Part[] = [];
  if (state.token().kind !== ')') {
    do args.push(state.expression());
    while (state.take(',') !== undefined);
  }
  state.expect(')');
  // A call without a receiver adds no level.
  const height = target === undefined ? highest(args) : grown(target, ...args);
  const span = spanOf(open);
  const values = args.map(each => each.node);
  const macro = expandMacro(nodes, { name, target: target?.node, arguments: values, span });
  if (macro === undefined) return { node: nodes.call(span, name, values, target?.node, id), height };
  nodes.release(id);
  return { node: 'problem' in macro ? state.report(macro.problem, macro.span) : macro, height };
}

function primary(state: ParseState): Part {
  switch (state.token().kind) {
    case '.':
    case 'IDENTIFIER':
      return named(state);
    case '(': {
      state.skip();
      const inner = state.expression();
      state.expect(')');
      return inner;
    }
    case '[':
      return list(state);
    case '{':
      return map(state);
    default:
      return literal(state);
  }
}

const LITERALS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'NUM_INT',
  'NUM_UINT',
  'NUM_FLOAT',
  'STRING',
  'BYTES',
  'true',
  'false',
  'null',
]);

function literal(state: ParseState): Part {
  const sign = state.take('-');
  const token = state.token();
  if (!LITERALS.has(token.kind)) throw new UnexpectedToken(token);
  state.skip();
  const value = literalOf(token, sign !== undefined);
  const span = { start: sign?.start ?? token.start, end: token.end };
  const node = 'problem' in value ? state.report(value.problem, span) : state.nodes.literal(span, value);
  return { node, height: 0 };
}

/** An identifier, a call, or the start of `type.name{...}`. */
function named(state: ParseState): Part {
  const dot = state.take('.');
  const token = state.expect('IDENTIFIER');
  const name = dot === undefined ? token.text : `.${token.text}`;
  const open = state.take('(');
  if (open !== undefined && RESERVED_NAMES.has(token.text)) {
    const before = state.issues.length;
    const { height } = call(state, open, '', undefined);
    // What is wrong with the arguments of a reserved name is not said.
    state.issues.length = before;
    return { node: state.report(`reserved identifier: ${token.text}`, spanOf(dot ?? token)), height };
  }
  if (open !== undefined) return call(state, open, name, undefined);
  const type = typeName(state, name);
  if (type !== undefined) return struct(state, type);
  const node = RESERVED_NAMES.has(token.text)
    ? state.report(`reserved identifier: ${token.text}`, spanOf(dot ?? token))
    : state.nodes.identifier(spanOf(token), name);
  return { node, height: 0 };
}

/** Looks ahead for the brace of `a.b.c{`, and if it is there, goes up to it. */
function typeName(state: ParseState, first: string): string | undefined {
  let name = first;
  let ahead = 0;
  while (state.token(ahead).kind === '.' && state.token(ahead + 1).kind === 'IDENTIFIER') {
    name += `.${state.token(ahead + 1).text}`;
    ahead += 2;
  }
  if (state.token(ahead).kind !== '{') return undefined;
  state.skip(ahead);
  return name;
}
