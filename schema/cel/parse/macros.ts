// The macros: calls that become other trees while the text is parsed. These are the ones that Kubernetes enables; `cel.bind`
// is not among them.
import type { Expression, Span } from '../expression.js';
import { optFlatMap, optMap, sortBy } from './binding-macros.js';
import { filter, map, transformList, transformMap, transformMapEntry } from './collecting-macros.js';
import type { Macro, MacroProblem } from './macro.js';
import { MacroWriter } from './macro-writer.js';
import type { Nodes } from './nodes.js';
import { all, exists, existsOne } from './quantifier-macros.js';

export interface MacroCall {
  readonly name: string;
  readonly target: Expression | undefined;
  readonly arguments: readonly Expression[];
  readonly span: Span;
}

/** The expansion of a call, or what is wrong with its arguments; undefined when the call is no macro. */
export function expandMacro(nodes: Nodes, call: MacroCall): Expression | MacroProblem | undefined {
  const key = `${call.target === undefined ? '' : '.'}${call.name}/${call.arguments.length}`;
  const macro = MACROS.get(key);
  const target = call.target ?? call.arguments[0];
  if (macro === undefined || target === undefined) return undefined;
  return macro(new MacroWriter(nodes, call.span), target, call.arguments);
}

const has: Macro = (write, argument) =>
  argument.kind === 'select'
    ? write.presence(argument.operand, argument.field)
    : { problem: 'invalid argument to has() macro', span: argument.span };

/** By name and number of arguments; a dot stands before those that are called on something. */
const MACROS: ReadonlyMap<string, Macro> = new Map([
  ['has/1', has],
  ['.all/2', all],
  ['.all/3', all],
  ['.exists/2', exists],
  ['.exists/3', exists],
  ['.exists_one/2', existsOne],
  ['.exists_one/3', existsOne],
  ['.existsOne/3', existsOne],
  ['.map/2', map],
  ['.map/3', map],
  ['.filter/2', filter],
  ['.optMap/2', optMap],
  ['.optFlatMap/2', optFlatMap],
  ['.sortBy/2', sortBy],
  ['.transformList/3', transformList],
  ['.transformList/4', transformList],
  ['.transformMap/3', transformMap],
  ['.transformMap/4', transformMap],
  ['.transformMapEntry/3', transformMapEntry],
  ['.transformMapEntry/4', transformMapEntry],
]);
