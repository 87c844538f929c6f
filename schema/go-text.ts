// Prints values as Go does: what the API server's messages show of a value.
import { isGoInteger, isList, isObject, own } from './json.js';
import type { Json } from './structural-schema.js';

/** A number as `%v` prints it: `1000000`, but `1.0000005e+06`. */
export function goNumber(value: number): string {
  if (isGoInteger(value)) return BigInt(value).toString();
  return goFloat(value);
}

/** A number that Go holds as a float64, as `%v` prints it: `1e+06`. */
export function goFloat(value: number): string {
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(value);
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
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
