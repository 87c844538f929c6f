// cel-go makes a program of a checked expression, and computes conversions of constants and compiles patterns then. What fails
// there makes the API server refuse the rule.
import { checkPattern } from '../../pattern.js';
import type { CallExpression, CelIssue, CelLiteral, Expression } from '../expression.js';
import { EARLIEST, LATEST } from '../values/go-time.js';
import { childrenOf } from './walk.js';

/** The first part of which no program can be made. */
export function instantiationIssue(expression: Expression): CelIssue | undefined {
  const result = plan(expression);
  return typeof result === 'object' && 'message' in result ? result : undefined;
}

/** A value that is known, `constant` for one that is known to cel-go but not here, `varying`, or what fails. */
type Plan = CelLiteral | 'constant' | 'varying' | CelIssue;

function plan(node: Expression): Plan {
  if (node.kind === 'literal') return node.literal;
  const parts: Plan[] = [];
  for (const child of childrenOf(node)) {
    const part = plan(child);
    if (isIssue(part)) return part;
    parts.push(part);
  }
  if (node.kind === 'call') return planCall(node, parts);
  const literal = node.kind === 'list' || node.kind === 'map';
  return literal && !parts.includes('varying') ? 'constant' : 'varying';
}

function planCall(node: CallExpression, parts: readonly Plan[]): Plan {
  if (SEARCHES.has(node.function)) {
    const [, pattern] = parts;
    if (typeof pattern !== 'object' || isIssue(pattern) || pattern.type !== 'string') return 'varying';
    const check = checkPattern(pattern.value);
    return check.valid ? 'varying' : { message: check.message, span: node.span };
  }
  const [value] = parts;
  if (!CONVERSIONS.has(node.function) || parts.length !== 1 || value === undefined || value === 'varying') {
    return 'varying';
  }
  if (value === 'constant' || isIssue(value)) return value;
  const converted = convert(node.function, value);
  return typeof converted === 'object' && 'problem' in converted
    ? { message: converted.problem, span: node.span }
    : converted;
}

function isIssue(part: Plan): part is CelIssue {
  return typeof part === 'object' && 'message' in part;
}

const SEARCHES: ReadonlySet<string> = new Set(['matches', 'find', 'findAll']);
const CONVERSIONS: ReadonlySet<string> = new Set([
  'bool',
  'bytes',
  'double',
  'duration',
  'dyn',
  'int',
  'string',
  'timestamp',
  'type',
  'uint',
]);

type Converted = CelLiteral | 'constant' | { readonly problem: string };

function convert(to: string, value: CelLiteral): Converted {
  switch (to) {
    case 'dyn':
      return value;
    case 'int':
      return toWhole(value, 'int', number => BigInt.asIntN(64, number) === number, 'integer overflow');
    case 'uint':
      return toWhole(value, 'uint', number => BigInt.asUintN(64, number) === number, 'unsigned integer overflow');
    case 'double':
      return toDouble(value);
    case 'bool':
      return value.type === 'string' && !BOOLS.test(value.value) ? notConverted('string', 'bool') : 'constant';
    case 'string':
      return toText(value);
    case 'timestamp':
      if (value.type !== 'int' || (value.value >= BigInt(EARLIEST) && value.value <= BigInt(LATEST))) return 'constant';
      return { problem: 'timestamp overflow' };
    default:
      return 'constant';
  }
}

const BOOLS = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;
const FLOAT =
  /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf|infinity|nan|0x(?:[0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)p[+-]?\d+)$/i;

function toWhole(value: CelLiteral, type: 'int' | 'uint', holds: (n: bigint) => boolean, overflow: string): Converted {
  if (value.type === 'string') {
    const written = type === 'int' ? /^[+-]?\d+$/ : /^\d+$/;
    if (!written.test(value.value)) return notConverted('string', type);
    const number = BigInt(value.value.replace(/^\+/, ''));
    return holds(number) ? { type, value: number } : notConverted('string', type);
  }
  if (value.type === 'double') {
    // What rounds to the bounds themselves is refused, too.
    const [low, high] = type === 'int' ? [-(2 ** 63), 2 ** 63] : [-1, 2 ** 64];
    const inside = value.value > low && value.value < high && (type === 'int' || value.value >= 0);
    return inside ? { type, value: BigInt(Math.trunc(value.value)) } : { problem: overflow };
  }
  if (value.type !== 'int' && value.type !== 'uint') return 'constant';
  return holds(value.value) ? { type, value: value.value } : { problem: overflow };
}

function toDouble(value: CelLiteral): Converted {
  if (value.type !== 'string') return 'constant';
  const infinite = /^[+-]?(?:inf|infinity|nan)$/i.test(value.value);
  if (!FLOAT.test(value.value)) return notConverted('string', 'double');
  return infinite || Number.isFinite(Number.parseFloat(value.value)) ? 'constant' : notConverted('string', 'double');
}

function toText(value: CelLiteral): Converted {
  if (value.type === 'int' || value.type === 'uint') return { type: 'string', value: String(value.value) };
  if (value.type !== 'bytes') return value.type === 'string' ? value : 'constant';
  try {
    return { type: 'string', value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value.value) };
  } catch {
    return { problem: 'invalid UTF-8 in bytes, cannot convert to string' };
  }
}

function notConverted(from: string, to: string): { readonly problem: string } {
  return { problem: `type conversion error from '${from}' to '${to}'` };
}
