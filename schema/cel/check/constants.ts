// Conversions of constants, which cel-go computes before it takes a rule.
import { parseGoDuration } from '../../../scalars/duration.js';
import { goFloat } from '../../go-text.js';
import type { CelType } from '../cel-type.js';
import type { CelLiteral } from '../expression.js';
import { typeName } from '../types/format-type.js';
import { parseGoDouble } from '../values/go-double.js';
import { EARLIEST, LATEST, parseGoTime } from '../values/go-time.js';
import { overloadsOf } from './declarations.js';

/** A value that is known while a rule is compiled. Of some only the type matters here. */
export type Constant = CelLiteral | { readonly type: CelType['kind']; readonly value?: undefined };

export type Converted = Constant | { readonly problem: string };

/** The functions that cel-go computes beforehand. */
export const CONVERSIONS: ReadonlySet<string> = new Set([
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

/** What a conversion makes of a constant, or in the words of cel-go why it cannot. */
export function convertConstant(to: string, from: Constant): Converted {
  if (to === 'dyn') return from;
  if (to === 'type') return { type: 'type' };
  const accepted = overloadsOf(to)?.some(overload => overload.arguments[0]?.kind === from.type);
  if (accepted !== true) return { problem: `no such overload: ${to}(${typeName({ kind: from.type } as CelType)})` };
  const value = 'value' in from ? from.value : undefined;
  if (value === undefined || from.type === to) return from.type === to ? from : { type: to as CelType['kind'] };
  switch (to) {
    case 'int':
    case 'uint':
      return toWhole(from as CelLiteral, to);
    case 'double':
      return toDouble(from as CelLiteral);
    case 'string':
      return toText(from as CelLiteral);
    case 'bytes':
      return { type: 'bytes', value: new TextEncoder().encode(String(value)) };
    case 'bool':
      return BOOLS.test(String(value)) ? { type: 'bool' } : unreadable(from, 'bool');
    case 'duration':
      return readable(from) && parseGoDuration(String(value)) !== undefined
        ? { type: 'duration' }
        : unreadable(from, 'google.protobuf.Duration');
    default:
      return toTime(from as CelLiteral);
  }
}

const BOOLS = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;

function toWhole(from: CelLiteral, type: 'int' | 'uint'): Converted {
  const overflow = { problem: type === 'int' ? 'integer overflow' : 'unsigned integer overflow' };
  const holds = (value: bigint) => (type === 'int' ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)) === value;
  if (from.type === 'double') {
    // The bounds themselves are refused: they are where doubles round to.
    const inside = type === 'int' ? Math.abs(from.value) < 2 ** 63 : from.value >= 0 && from.value < 2 ** 64;
    return inside ? { type, value: BigInt(Math.trunc(from.value)) } : overflow;
  }
  if (from.type === 'string') {
    const written = type === 'int' ? /^[+-]?\d+$/ : /^\d+$/;
    if (!written.test(from.value)) return unreadable(from, type);
    const value = parseWhole(from.value);
    return value !== undefined && holds(value) ? { type, value } : unreadable(from, type);
  }
  if (from.type !== 'int' && from.type !== 'uint') return { type };
  return holds(from.value) ? { type, value: from.value } : overflow;
}

/** Undefined for numbers of more digits than 64 bits can hold: those of a very long text would take long to read. */
function parseWhole(text: string): bigint | undefined {
  const digits = text.replace(/^[+-]?0*/, '');
  if (digits.length > 20) return undefined;
  const size = BigInt(digits || '0');
  return text.startsWith('-') ? -size : size;
}

function toDouble(from: CelLiteral): Converted {
  if (from.type === 'int' || from.type === 'uint') return { type: 'double', value: Number(from.value) };
  if (from.type !== 'string') return { type: 'double' };
  const value = parseGoDouble(from.value);
  return value === undefined ? unreadable(from, 'double') : { type: 'double', value };
}

function toText(from: CelLiteral): Converted {
  if (from.type === 'double') return { type: 'string', value: goFloat(from.value) };
  if (from.type !== 'bytes') return { type: 'string', value: from.type === 'null' ? '' : String(from.value) };
  try {
    return { type: 'string', value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(from.value) };
  } catch {
    return { problem: 'invalid UTF-8 in bytes, cannot convert to string' };
  }
}

function toTime(from: CelLiteral): Converted {
  if (from.type === 'string') {
    return parseGoTime(from.value) === undefined
      ? unreadable(from, 'google.protobuf.Timestamp')
      : { type: 'timestamp' };
  }
  if (from.type !== 'int' || (from.value >= BigInt(EARLIEST) && from.value <= BigInt(LATEST))) {
    return { type: 'timestamp' };
  }
  return { problem: 'timestamp overflow' };
}

/** A whole number is declared to become a duration, and then does not. */
function readable(from: Constant): boolean {
  return from.type === 'string';
}

function unreadable(from: Constant, to: string): { readonly problem: string } {
  return { problem: `type conversion error from '${from.type}' to '${to}'` };
}
