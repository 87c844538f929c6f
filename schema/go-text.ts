// Prints values as Go does: what the API server's messages show of a value.
import { isGoInteger, isList, isObject, own } from './json.js';
import type { Json } from './structural-schema.js';

/** A number as `%v` prints it: `1000000`, but `1.0000005e+06`. */
export function goNumber(value: number): string {
  if (isGoInteger(value)) return BigInt(value).toString();
  return goFloat(value);
}

/** A number that Go holds as a float64, as `%v` prints it: `1e+06`, `+Inf`, `-0`. */
export function goFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(value);
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
}

/** A number with so many digits after the point, as `%.2f` prints it: in the middle of two it is rounded to the even one. */
export function goFixed(value: number, digits: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  // From here on JavaScript writes exponents; numbers of this size have no fraction.
  if (size >= 1e21) return `${sign}${BigInt(size)}${digits === 0 ? '' : `.${'0'.repeat(digits)}`}`;
  const most = Math.min(digits, MOST_DIGITS);
  const exact = size.toFixed(MOST_DIGITS);
  const end = exact.indexOf('.') + 1 + most;
  const text = isEvenMiddle(exact, end) ? exact.slice(0, most === 0 ? end - 1 : end) : size.toFixed(most);
  return `${sign}${text}${'0'.repeat(digits - most)}`;
}

/** As `goFixed`, with one digit before the point and an exponent of ten. */
export function goExponential(value: number, digits: number): string {
  const sign = value < 0 ? '-' : '';
  const size = Math.abs(value);
  const exact = size.toExponential(MOST_DIGITS);
  const [mantissa = '', exponent = ''] = exact.split('e');
  const end = 2 + digits;
  const text = isEvenMiddle(mantissa, end) ? `${mantissa.slice(0, end)}e${exponent}` : size.toExponential(digits);
  return sign + text;
}

/** What JavaScript can write; a double that lies in the middle of two such numbers has fewer. */
const MOST_DIGITS = 100;

/** Whether what is cut off is exactly half, and the digit before it even: JavaScript would round up. */
function isEvenMiddle(exact: string, end: number): boolean {
  const last = exact[end - 1] === '.' ? exact[end - 2] : exact[end - 1];
  return /^50*$/.test(exact.slice(end)) && Number(last) % 2 === 0;
}

/** What Go writes for a character in a quoted text that has an escape of its own. */
export const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

const TO_ESCAPE = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/** A text as `%q` prints it. */
export function goQuote(text: string): string {
  const escaped = text.replace(TO_ESCAPE, character => {
    const short = SHORT_ESCAPES[character];
    if (short !== undefined) return short;
    const codePoint = character.codePointAt(0) ?? 0;
    // A lone surrogate cannot be written in UTF-8; Go reads U+FFFD in its place.
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) return '\ufffd';
    if (codePoint < 0x20 || codePoint === 0x7f) return `\\x${codePoint.toString(16).padStart(2, '0')}`;
    return codePoint > 0xffff
      ? `\\U${codePoint.toString(16).padStart(8, '0')}`
      : `\\u${codePoint.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}

/**
 * A value as `json.Marshal` writes it: fields in order of their names, `<`, `>` and `&` escaped. No depth is too deep.
 */
export function goJson(value: Json): string {
  const written: string[] = [];
  const open: (Token | { readonly value: Json })[] = [{ value }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') {
      written.push(next);
    } else if (isList(next.value)) {
      open.push(']');
      for (let at = next.value.length - 1; at >= 0; at--) {
        open.push({ value: next.value[at] ?? null });
        if (at > 0) open.push(',');
      }
      written.push('[');
    } else if (isObject(next.value)) {
      open.push('}');
      const names = Object.keys(next.value).sort();
      for (let at = names.length - 1; at >= 0; at--) {
        const name = names[at] ?? '';
        open.push({ value: own<Json>(next.value, name) ?? null }, `${jsonText(name)}:`);
        if (at > 0) open.push(',');
      }
      written.push('{');
    } else {
      written.push(scalar(next.value));
    }
  }
  return written.join('');
}

/** The same of a struct: its fields stay in the order of their declaration, and only the keys of maps are sorted. */
export function goStruct(fields: { readonly [name: string]: Json }): string {
  return `{${Object.entries(fields)
    .map(([name, value]) => `${goJson(name)}:${goJson(value)}`)
    .join(',')}}`;
}

/** A text that is written as it is. */
type Token = string;

function scalar(value: Json): string {
  if (typeof value === 'string') return jsonText(value);
  if (typeof value === 'number' && isGoInteger(value)) return BigInt(value).toString();
  return JSON.stringify(value);
}

function jsonText(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029\u007f]/g, character =>
    character === '\u007f' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
