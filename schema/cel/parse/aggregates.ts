// Lists, maps, and what looks like `type.name{field: value}`.
import type { MapEntry, StructExpression } from '../expression.js';
import { fieldName } from './field-name.js';
import { highest, type ParseState, type Part, spanOf } from './parse-state.js';

export function list(state: ParseState): Part {
  const bracket = state.expect('[');
  const id = state.nodes.id();
  const parts: Part[] = [];
  const optional: number[] = [];
  state.separated(']', () => {
    if (state.take('?') !== undefined) optional.push(parts.length);
    parts.push(state.expression());
  });
  const elements = parts.map(each => each.node);
  return { node: state.nodes.list(spanOf(bracket), elements, optional, id), height: highest(parts) };
}

export function map(state: ParseState): Part {
  const brace = state.expect('{');
  const id = state.nodes.id();
  const entries: MapEntry[] = [];
  const parts: Part[] = [];
  state.separated('}', () => {
    const entry = state.nodes.id();
    const optional = state.take('?') !== undefined;
    const key = state.expression();
    const colon = state.expect(':');
    const value = state.expression();
    parts.push(key, value);
    entries.push({ id: entry, span: spanOf(colon), key: key.node, value: value.node, optional });
  });
  return { node: state.nodes.map(spanOf(brace), entries, id), height: highest(parts) };
}

/** The name was read before. */
export function struct(state: ParseState, name: string): Part {
  const brace = state.expect('{');
  const id = state.nodes.id();
  const fields: StructExpression['fields'][number][] = [];
  const parts: Part[] = [];
  state.separated('}', () => {
    const optional = state.take('?') !== undefined;
    const field = state.nodes.id();
    const { text } = fieldName(state);
    const colon = state.expect(':');
    const value = state.expression();
    parts.push(value);
    fields.push({ id: field, span: spanOf(colon), name: text, value: value.node, optional });
  });
  return { node: state.nodes.struct(spanOf(brace), name, fields, id), height: highest(parts) };
}
