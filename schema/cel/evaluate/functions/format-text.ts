// `text.format([...])`: cel-go's own clauses, of which `%f` and `%e` write numbers as American English does.
import { goExponential, goFixed, goFloat, goQuote } from '../../../go-text.js';
import { type CelList, isCelList, itemsOf } from '../list.js';
import { type CelMap, isCelMap } from '../map.js';
import { typeNameOf } from '../type-name.js';
import { Duration, Failure, Timestamp, TypeValue, Unsigned, type Value } from '../value.js';
import { bounded } from './operators.js';
import { durationText, timeText } from './times.js';

export function formatText(format: string, args: CelList): Value {
  let used = 0;
  let length = 0;
  const written: string[] = [];
  const write = (text: string) => {
    length += text.length;
    bounded(length);
    written.push(text);
  };
  let last = 0;
  for (const found of format.matchAll(/%(?:%|(\.[0-9]*)?([\s\S])?)/gu)) {
    write(format.slice(last, found.index));
    last = found.index + found[0].length;
    const [whole, precision, clause = ''] = found;
    if (whole === '%%') {
      write('%');
      continue;
    }
    if (used >= args.size) return new Failure(`index ${used} out of range`);
    if (whole === '%') return new Failure('unexpected end of string');
    const unread = precisionProblem(precision, clause);
    if (unread !== undefined) return new Failure(`could not parse formatting clause: ${unread}`);
    const argument = args.get(used);
    used += 1;
    const text = CLAUSES[clause]?.(argument, precision === undefined ? 6 : Number(precision.slice(1)));
    if (text === undefined) {
      const first = String.fromCharCode(new TextEncoder().encode(clause)[0] ?? 0);
      return new Failure(`could not parse formatting clause: unrecognized formatting clause "${first}"`);
    }
    if (text instanceof Failure) return new Failure(`error during formatting: ${text.message}`);
    write(text);
  }
  write(format.slice(last));
  return written.join('');
}

function precisionProblem(precision: string | undefined, clause: string): string | undefined {
  if (precision === undefined) return undefined;
  if (clause === '') return 'error while parsing precision: could not find end of precision specifier';
  const digits = precision.slice(1);
  if (digits !== '' && BigInt(digits) < 2n ** 63n) return undefined;
  const reason = digits === '' ? 'invalid syntax' : 'value out of range';
  return `error while parsing precision: error while converting precision to integer: strconv.Atoi: parsing "${digits}": ${reason}`;
}

type Clause = (value: Value, precision: number) => string | Failure;

const CLAUSES: Readonly<Record<string, Clause>> = {
  s: textOf,
  d: value => wholeOf(value)?.toString() ?? unfit('decimal clause can only be used on integers', value),
  f: fixed,
  e: scientific,
  b: value => {
    if (typeof value === 'boolean') return value ? '1' : '0';
    return wholeOf(value)?.toString(2) ?? unfit('only integers and bools can be formatted as binary', value);
  },
  x: hex,
  X: value => {
    const text = hex(value);
    return typeof text === 'string' ? text.toUpperCase() : text;
  },
  o: value => wholeOf(value)?.toString(8) ?? unfit('octal clause can only be used on integers', value),
};

function unfit(message: string, value: Value): Failure {
  return value instanceof Failure ? value : new Failure(`${message}, was given ${typeNameOf(value)}`);
}

function wholeOf(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return value instanceof Unsigned ? value.value : undefined;
}

const TEXT =
  'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps';

function textOf(value: Value): string | Failure {
  if (value === null) return 'null';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return goFloat(value);
  if (value instanceof Timestamp) return timeText(value);
  if (value instanceof Duration) return durationText(value);
  if (value instanceof Uint8Array) return bytesText(value);
  if (value instanceof TypeValue) return value.name;
  if (isCelList(value)) return listText(value);
  if (isCelMap(value)) return mapText(value);
  if (typeof value === 'boolean') return String(value);
  return wholeOf(value)?.toString() ?? unfit(TEXT, value);
}

function bytesText(value: Uint8Array): string | Failure {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return new Failure('could not convert argument "invalid UTF-8 in bytes, cannot convert to string" to string');
  }
}

/** Within lists and maps, where texts are quoted and doubles have six digits. */
function innerText(value: Value): string | Failure {
  if (typeof value === 'string') return goQuote(value);
  if (typeof value === 'number') return innerDouble(value);
  if (value instanceof Timestamp) return `timestamp(${goQuote(timeText(value))})`;
  if (value instanceof Duration) return `duration(${goQuote(durationText(value))})`;
  if (isCelList(value) || isCelMap(value) || value === null || typeof value === 'boolean') return textOf(value);
  if (value instanceof TypeValue || wholeOf(value) !== undefined) return textOf(value);
  if (!(value instanceof Uint8Array)) return new Failure(`no formatting function for ${typeNameOf(value)}`);
  const text = bytesText(value);
  return typeof text === 'string' ? `b${goQuote(text)}` : text;
}

function innerDouble(value: number): string {
  return Number.isFinite(value) ? goFixed(value, 6) : goQuote(goFloat(value));
}

function listText(list: CelList): string | Failure {
  const texts: string[] = [];
  for (const item of itemsOf(list)) {
    const text = innerText(item);
    if (text instanceof Failure) return text;
    texts.push(text);
  }
  return `[${texts.join(', ')}]`;
}

function mapText(map: CelMap): string | Failure {
  const texts: (readonly [string, string])[] = [];
  for (const key of map.keys()) {
    const isKey = typeof key === 'string' || typeof key === 'boolean' || wholeOf(key) !== undefined;
    if (!isKey) return new Failure(`no formatting function for map key of type ${typeNameOf(key)}`);
    const value = map.find(key);
    if (value === undefined) return new Failure(`could not find key: ${goQuote(String(key))}`);
    const [name, text] = [innerText(key), innerText(value)];
    if (name instanceof Failure) return name;
    if (text instanceof Failure) return text;
    texts.push([name, text]);
  }
  texts.sort(([one], [other]) => (one < other ? -1 : Number(one > other)));
  return `{${texts.map(([key, value]) => `${key}:${value}`).join(', ')}}`;
}

function hex(value: Value): string | Failure {
  if (typeof value === 'string') return Buffer.from(value).toString('hex');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  const message = 'only integers, byte buffers, and strings can be formatted as hex';
  return wholeOf(value)?.toString(16) ?? unfit(message, value);
}

const NOT_FINITE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

function doubleOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? NOT_FINITE[value] : undefined;
}

function fixed(value: Value, precision: number): string | Failure {
  const double = doubleOf(value);
  if (double === undefined) return unfit('fixed-point clause can only be used on doubles', value);
  if (!Number.isFinite(double)) return notFinite(double);
  bounded(precision);
  // The formatter looks at the value for its sign, and zero has none. It counts the zeros to keep at the end in eight bits.
  const [whole = '', fraction = ''] = goFixed(double === 0 ? 0 : double, precision).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  const kept = fraction.slice(0, precision % 256) + fraction.slice(precision % 256).replace(/0+$/, '');
  return kept === '' ? grouped : `${grouped}.${kept}`;
}

function notFinite(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '∞' : '-∞';
}

/** cel-go asks for a width where the precision stands, so there are always six digits. */
function scientific(value: Value, width: number): string | Failure {
  const double = doubleOf(value);
  if (double === undefined) return unfit('scientific clause can only be used on doubles', value);
  bounded(width);
  if (!Number.isFinite(double)) return notFinite(double).padStart(width);
  const [mantissa = '', power = '+0'] = goExponential(double, 6).split('e');
  const digits = power.slice(1).padStart(2, '0');
  return `${mantissa}×10${superscript(power.startsWith('-') ? `-${digits}` : digits)}`.padStart(width);
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function superscript(text: string): string {
  return text.replace('-', '⁻').replace(/\d/g, digit => RAISED[Number(digit)] ?? digit);
}
