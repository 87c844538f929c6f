// JSON as values of CEL, by the schema of the resource.
import { parseGoDuration } from '../../../scalars/duration.js';
import { isDate } from '../../formats-time.js';
import { goQuote } from '../../go-text.js';
import { isGoInteger, isList, isObject } from '../../json.js';
import type { Json, JsonObject, StructuralSchema } from '../../structural-schema.js';
import { withMetadata } from '../types/declared-type.js';
import { parseAnyGoTime } from '../values/go-time.js';
import { timestampOf } from './functions/times.js';
import { isCelList, NativeList } from './list.js';
import { isCelMap, NativeMap } from './map.js';
import { Duration, Failure, Preserved, Timestamp, Unsigned, type Value } from './value.js';

/** A part of an object as a value; a failure where it does not fit its schema. */
export function nativeToValue(value: unknown, schema: StructuralSchema | undefined): Value {
  if (schema === undefined) return untyped(value);
  if (value === null) {
    return schema.nullable === true ? null : new Failure('invalid data, got null for schema with nullable=false');
  }
  if (schema['x-kubernetes-int-or-string'] === true) {
    if (typeof value === 'string' || typeof value === 'bigint') return value;
    if (typeof value === 'number' && isGoInteger(value)) return BigInt(value);
    return new Failure('invalid data, expected XIntOrString value to be either a string or integer');
  }
  switch (schema.type) {
    case 'object':
      if (!isObject(value as Json)) return unexpected('a map for the provided schema with type=object');
      return objectOf(value as JsonObject, schema);
    case 'array':
      if (!isList(value as Json)) return unexpected('an array for the provided schema with type=array');
      return new NativeList(value as readonly unknown[], schema, item => nativeToValue(item, schema.items));
    case 'string':
      return typeof value === 'string' ? textOf(value, schema) : unexpected(`string, got ${goTypeOf(value)}`);
    case 'number':
      if (typeof value === 'number') return value;
      return typeof value === 'bigint' ? Number(value) : unexpected(`float, got ${goTypeOf(value)}`);
    case 'integer':
      if (typeof value === 'number' && isGoInteger(value)) return BigInt(value);
      return typeof value === 'bigint' ? value : unexpected(`int, got ${goTypeOf(value)}`);
    case 'boolean':
      return typeof value === 'boolean' ? value : unexpected(`bool, got ${goTypeOf(value)}`);
    default:
      break;
  }
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) return new Preserved(value as Json);
  const types = 'object, array, number, integer, boolean or string';
  const extensions = 'x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields is true';
  return new Failure(`invalid type, expected ${types}, or no type with ${extensions}, got ${schema.type ?? ''}`);
}

/** What JSON holds of a value, as it is when it is added to a list of an object. */
export function valueToNative(value: Value): unknown {
  if (value instanceof NativeList) return value.items;
  if (value instanceof NativeMap) return value.fields;
  return value instanceof Preserved ? value.json : value;
}

function untyped(value: unknown): Value {
  if (typeof value === 'number') return isGoInteger(value) ? BigInt(value) : value;
  if (isList(value as Json)) return new NativeList(value as readonly unknown[], undefined, untyped);
  const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? new NativeMap(value as JsonObject, undefined, untyped) : (value as Value);
}

function objectOf(value: JsonObject, schema: StructuralSchema): NativeMap {
  const full = schema['x-kubernetes-embedded-resource'] === true ? withMetadata(schema) : schema;
  return new NativeMap(value, full, nativeToValue);
}

/** The root of a resource, whose metadata is known whatever its schema says. */
export function resourceToValue(value: Json, schema: StructuralSchema, isResource: boolean): Value {
  return nativeToValue(value, isResource ? withMetadata(schema) : schema);
}

function textOf(text: string, schema: StructuralSchema): Value {
  switch (schema.format) {
    case 'duration': {
      const duration = parseDuration(text);
      return duration === undefined
        ? new Failure(`Invalid duration ${text}: unable to parse ${text} as duration`)
        : new Duration(duration);
    }
    case 'date': {
      const time = isDate(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
      return Number.isNaN(time)
        ? new Failure(`Invalid date formatted string ${text}: parsing time "${text}" as "2006-01-02": cannot parse`)
        : new Timestamp(BigInt(time) * 1_000_000n);
    }
    case 'date-time': {
      const time = parseAnyGoTime(text);
      return time === undefined
        ? new Failure(`Invalid date-time formatted string ${text}: ${dateTimeProblem(text)}`)
        : timestampOf(time);
    }
    case 'byte':
      return /^[A-Za-z0-9+/\r\n]*={0,2}$/.test(text)
        ? new Uint8Array(Buffer.from(text, 'base64'))
        : new Failure(`Invalid byte formatted string ${text}: illegal base64 data`);
    default:
      return text;
  }
}

const WORDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
};

/** As Go reads it, or numbers with words for their units: `2 days`. */
function parseDuration(text: string): bigint | undefined {
  const exact = parseGoDuration(text);
  if (exact !== undefined) return exact;
  let total = 0n;
  let known = false;
  for (const [, number = '0', unit = ''] of text.matchAll(/(?<!\d)(\d+)[\t\n\f\r ]*([A-Za-zµ]+)/g)) {
    const size = sizeOfUnit(unit.toLowerCase());
    if (size === undefined) continue;
    total += BigInt(number) * size;
    known = true;
  }
  return known && BigInt.asIntN(64, total) === total ? total : undefined;
}

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(?:ns|nano.*)$/, 'ns'],
  [/^(?:us|µs|micro.*)$/, 'us'],
  [/^(?:ms|milli.*)$/, 'ms'],
  [/^(?:s|sec.*)$/, 's'],
  [/^(?:m|min.*)$/, 'm'],
  [/^(?:h|hr|hour.*)$/, 'h'],
  [/^(?:d|day.*)$/, 'd'],
  [/^(?:w|wk|week.*)$/, 'w'],
];

function sizeOfUnit(unit: string): bigint | undefined {
  return WORDS[NAMES.find(([names]) => names.test(unit))?.[1] ?? ''];
}

/** The format takes more than rules can read: small letters, for one. */
function dateTimeProblem(text: string): string {
  if (text[10] === 'T')
    return `parsing time ${goQuote(text)}: extra text: ${goQuote(text.slice(19).replace(/^[.,]\d+/, ''))}`;
  return `parsing time ${goQuote(text)} as "2006-01-02T15:04:05": cannot parse ${goQuote(text.slice(10))} as "T"`;
}

function unexpected(what: string): Failure {
  return new Failure(`invalid data, expected ${what}`);
}

/** The type that Go holds a value in, as `%T` prints it. */
export function goTypeOf(value: unknown): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int64';
  if (typeof value === 'number') return isGoInteger(value) ? 'int64' : 'float64';
  if (value instanceof Timestamp) return 'time.Time';
  if (value instanceof Duration) return 'time.Duration';
  if (value instanceof Uint8Array) return '[]uint8';
  if (value instanceof Unsigned) return 'uint64';
  if (isList(value as Json)) return '[]interface {}';
  if (isCelList(value as Value)) return '[]ref.Val';
  if (isCelMap(value as Value)) return 'map[ref.Val]ref.Val';
  return 'map[string]interface {}';
}
