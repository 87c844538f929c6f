// The calls of `format` whose text and arguments are written out: each clause must fit its argument.
import type { CelType } from '../cel-type.js';
import type { CallExpression, CelIssue, Expression, Span } from '../expression.js';
import { typeName } from '../types/format-type.js';

type TypeOf = (node: Expression) => CelType;

export function formatCallIssues(node: CallExpression, typeOf: TypeOf): CelIssue[] {
  const { target } = node;
  const [list] = node.arguments;
  if (node.function !== 'format' || target?.kind !== 'literal' || target.literal.type !== 'string') return [];
  if (list?.kind !== 'list' || node.arguments.length !== 1) return [];
  const result = readFormat(target.literal.value, list.elements, typeOf);
  if (typeof result !== 'number') return [{ message: result.message, span: result.span ?? node.span }];
  if (list.elements.length <= result) return [];
  const counts = `(expected ${result}, got ${list.elements.length})`;
  return [{ message: `too many arguments supplied to string.format ${counts}`, span: node.span }];
}

interface Problem {
  readonly message: string;
  readonly span?: Span;
}

/** How many arguments the text uses, or the first thing that is wrong. */
function readFormat(format: string, args: readonly Expression[], typeOf: TypeOf): number | Problem {
  let used = 0;
  for (const [whole, precision, clause = ''] of format.matchAll(/%(?:%|(\.[0-9]*)?([\s\S])?)/gu)) {
    if (whole === '%%') continue;
    if (whole === '%') return { message: 'unexpected end of string' };
    const argument = args[used];
    if (argument === undefined) return { message: `index ${used} out of range` };
    used += 1;
    const unread = precisionProblem(precision, clause);
    if (unread !== undefined) return { message: `could not parse formatting clause: ${unread}` };
    const problem = clauseProblem(clause, argument, typeOf);
    if (problem !== undefined) return problem;
  }
  return used;
}

function precisionProblem(precision: string | undefined, clause: string): string | undefined {
  if (precision !== undefined) {
    if (clause === '') return 'error while parsing precision: could not find end of precision specifier';
    const digits = precision.slice(1);
    if (digits === '' || BigInt(digits) >= 2n ** 63n) {
      const reason = digits === '' ? 'invalid syntax' : 'value out of range';
      const parsing = `strconv.Atoi: parsing "${digits}": ${reason}`;
      return `error while parsing precision: error while converting precision to integer: ${parsing}`;
    }
  }
  // Go reads the text byte by byte.
  const first = String.fromCharCode(new TextEncoder().encode(clause)[0] ?? 0);
  return CLAUSES[clause] === undefined ? `unrecognized formatting clause "${first}"` : undefined;
}

interface Clause {
  readonly kinds: readonly CelType['kind'][];
  readonly message: string;
}

const WHOLE: Clause = { kinds: ['int', 'uint'], message: '' };
const DECIMAL: Clause = { ...WHOLE, message: 'decimal clause can only be used on integers' };
const OCTAL: Clause = { ...WHOLE, message: 'octal clause can only be used on integers' };
const FIXED: Clause = { kinds: ['double', 'string'], message: 'fixed-point clause can only be used on doubles' };
const SCIENTIFIC: Clause = { kinds: ['double', 'string'], message: 'scientific clause can only be used on doubles' };
const BINARY: Clause = {
  kinds: ['int', 'uint', 'bool'],
  message: 'only integers and bools can be formatted as binary',
};
const HEX: Clause = {
  kinds: ['int', 'uint', 'string', 'bytes'],
  message: 'only integers, byte buffers, and strings can be formatted as hex',
};
const TEXT: Clause = {
  kinds: ['list', 'map', 'int', 'uint', 'double', 'bool', 'string', 'timestamp', 'bytes', 'duration', 'type', 'null'],
  message:
    'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps',
};

const CLAUSES: Readonly<Record<string, Clause>> = {
  s: TEXT,
  d: DECIMAL,
  f: FIXED,
  e: SCIENTIFIC,
  b: BINARY,
  x: HEX,
  X: HEX,
  o: OCTAL,
};

function clauseProblem(name: string, argument: Expression, typeOf: TypeOf): Problem | undefined {
  const clause = CLAUSES[name];
  if (clause === undefined) return undefined;
  const unfit = clause === TEXT ? unfitText(argument, typeOf) : fits(clause, argument, typeOf) ? undefined : argument;
  if (unfit === undefined) return undefined;
  const message = `error during formatting: ${clause.message}, was given ${typeName(typeOf(unfit))}`;
  return { message, span: unfit.span };
}

function fits(clause: Clause, node: Expression, typeOf: TypeOf): boolean {
  const { kind } = typeOf(node);
  return kind === 'dyn' || clause.kinds.includes(kind);
}

/** The first value that has no text, in literals at any depth. */
function unfitText(node: Expression, typeOf: TypeOf): Expression | undefined {
  if (!fits(TEXT, node, typeOf)) return node;
  const inner =
    node.kind === 'list'
      ? node.elements
      : node.kind === 'map'
        ? node.entries.flatMap(entry => [entry.key, entry.value])
        : [];
  for (const each of inner) {
    const unfit = unfitText(each, typeOf);
    if (unfit !== undefined) return unfit;
  }
  return undefined;
}
