// Types and signatures from the texts in which libraries declare them.
import type { CelType } from '../cel-type.js';
import { BOOL, BYTES, DOUBLE, DURATION, DYN, INT, NULL, STRING, TIMESTAMP, UINT } from '../cel-type.js';

export interface Signature {
  /** Whether it is called on its first argument. */
  readonly member: boolean;
  readonly arguments: readonly CelType[];
  readonly result: CelType;
  /** The names of the types that stand for any. */
  readonly parameters: readonly string[];
}

/** Reads `(list(T), int) -> T` and `string.(int) -> string`. */
export function parseSignature(text: string): Signature {
  const [call = '', result = ''] = text.split(' -> ');
  const open = call.startsWith('(') ? 0 : call.indexOf('.(') + 1;
  const args = splitTypes(call.slice(open + 1, -1));
  if (open > 0) args.unshift(call.slice(0, open - 1));
  return {
    member: open > 0,
    arguments: args.map(parseType),
    result: parseType(result),
    parameters: [...new Set(text.match(/\b[A-Z]\b/g) ?? [])],
  };
}

const SIMPLE: ReadonlyMap<string, CelType> = new Map(
  [DYN, NULL, BOOL, INT, UINT, DOUBLE, STRING, BYTES, TIMESTAMP, DURATION].map(type => [type.kind, type]),
);

function parseType(text: string): CelType {
  const simple = SIMPLE.get(text);
  if (simple !== undefined) return simple;
  if (/^[A-Z]$/.test(text)) return { kind: 'parameter', name: text };
  const open = text.indexOf('(');
  if (open < 0) return { kind: 'opaque', name: text, parameters: [] };
  const name = text.slice(0, open);
  const parameters = splitTypes(text.slice(open + 1, -1)).map(parseType);
  const [first, second] = parameters as [CelType, CelType];
  if (name === 'list') return { kind: 'list', element: first };
  if (name === 'map') return { kind: 'map', key: first, value: second };
  if (name === 'type') return { kind: 'type', of: first };
  return { kind: 'opaque', name, parameters };
}

/** Splits at the commas that no parentheses enclose. */
function splitTypes(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (text[at] === ',' && depth === 0) {
      found.push(text.slice(start, at));
      start = at + 2;
    }
  }
  return text === '' ? [] : [...found, text.slice(start)];
}
