// From the text of a flag to its value.
import { durationMilliseconds } from '../meta/durations.js';
import type { DurationFlag, FlagSpec, NumberFlag, StringFlag } from './flag-spec.js';

/** @throws Error whose message says what the text should be */
export function parseValue(spec: FlagSpec, text: string): unknown {
  switch (spec.type) {
    case 'boolean':
      return parseBoolean(text);
    case 'string':
      return parseString(spec, text);
    case 'duration':
      return parseDurationFlag(spec, text);
    default:
      return parseNumber(spec, text);
  }
}

/** What Go's strconv.ParseBool takes. */
const TRUE = /^(1|t|T|true|TRUE|True)$/;
const FALSE = /^(0|f|F|false|FALSE|False)$/;

function parseBoolean(text: string): boolean {
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  throw new Error('it is to be true or false');
}

function parseString({ choices, multiple, parse }: StringFlag, text: string): unknown {
  if (choices !== undefined && !choices.includes(text)) throw new Error(`it is to be ${oneOf(choices)}`);
  if (parse !== undefined) return parse(text);
  if (multiple && text === '') throw new Error('an item of a list is to be a text');
  return text;
}

/** Plain decimals; `Number` also takes hexadecimal ones, and nothing at all. */
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

function parseNumber({ type, minimum, maximum }: NumberFlag, text: string): number {
  const value = Number(text);
  const isOne = DECIMAL.test(text) && (type === 'number' ? Number.isFinite(value) : Number.isSafeInteger(value));
  if (isOne && value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity)) return value;
  const from = minimum === undefined ? '' : ` from ${minimum}`;
  const to = maximum === undefined ? '' : ` to ${maximum}`;
  throw new Error(`it is to be a ${type === 'integer' ? 'whole number' : 'number'}${from}${to}`);
}

function parseDurationFlag({ minimum }: DurationFlag, text: string): number {
  let value: number;
  try {
    value = durationMilliseconds(text);
  } catch {
    throw new Error('it is to be a duration, such as 90s, 1h30m or 250ms');
  }
  if (minimum !== undefined && value < durationMilliseconds(minimum)) throw new Error(`it is to be ${minimum} or more`);
  return value;
}

function oneOf(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join() : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}
