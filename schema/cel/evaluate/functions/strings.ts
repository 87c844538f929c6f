// Texts.
import { SHORT_ESCAPES } from '../../../go-text.js';
import { type CelList, itemsOf, ValueList } from '../list.js';
import { showValue } from '../show.js';
import { codePointCount, codePointsOf, sliceOf } from '../text.js';
import { Failure, type Value } from '../value.js';
import { formatText } from './format-text.js';
import type { Implementations } from './implementation.js';
import { bounded } from './operators.js';

function outOfRange(index: bigint): Failure {
  return new Failure(`index out of range: ${index}`);
}

function charAt(text: string, index: bigint): Value {
  const points = codePointsOf(text);
  if (index < 0n || index > BigInt(points.length)) return outOfRange(index);
  return points[Number(index)] ?? '';
}

function indexOf(text: string, part: string, offset = 0n): Value {
  if (part === '') return offset;
  if (offset < 0n) return outOfRange(offset);
  const points = codePointsOf(text);
  if (offset >= BigInt(points.length)) return -1n;
  if (typeof points === 'string') return BigInt(points.indexOf(part, Number(offset)));
  const start = sliceOf(points, 0, Number(offset)).length;
  const found = text.indexOf(part, start);
  return found < 0 ? -1n : BigInt(codePointCount(text.slice(0, found)));
}

function lastIndexOf(text: string, part: string): Value {
  const count = codePointCount(text);
  if (part === '') return BigInt(count);
  if (Buffer.byteLength(text) < Buffer.byteLength(part)) return -1n;
  return lastIndexOfBefore(text, part, BigInt(count - 1));
}

function lastIndexOfBefore(text: string, part: string, offset: bigint): Value {
  if (part === '') return offset;
  if (offset < 0n) return outOfRange(offset);
  const points = codePointsOf(text);
  if (offset >= BigInt(points.length)) return -1n;
  if (typeof points === 'string') return BigInt(points.lastIndexOf(part, Number(offset)));
  const found = text.lastIndexOf(part, sliceOf(points, 0, Number(offset)).length);
  return found < 0 ? -1n : BigInt(codePointCount(text.slice(0, found)));
}

function join(texts: CelList, separator = ''): Value {
  const parts: string[] = [];
  let length = 0;
  for (const each of itemsOf(texts)) {
    if (typeof each !== 'string')
      return each instanceof Failure ? each : new Failure(`join: invalid input: ${showValue(each)}`);
    length += each.length + separator.length;
    bounded(length);
    parts.push(each);
  }
  return parts.join(separator);
}

function replace(text: string, old: string, by: string, most = -1n): Value {
  if (most === 0n || old === by) return text;
  const parts = old === '' ? [...text].flatMap((each, at) => (at === 0 ? ['', each] : [each])) : text.split(old);
  // An empty text stands before each code point and at the end.
  const pieces = old === '' ? [...(text === '' ? [''] : parts), ''] : parts;
  const times = most < 0n ? pieces.length - 1 : Math.min(Number(most), pieces.length - 1);
  bounded(text.length + times * by.length);
  return (
    pieces.slice(0, times + 1).join(by) +
    pieces
      .slice(times + 1)
      .map(each => old + each)
      .join('')
  );
}

function split(text: string, separator: string, most = -1n): Value {
  if (most === 0n) return new ValueList([]);
  const parts = separator === '' ? [...text] : text.split(separator);
  if (most < 0n || BigInt(parts.length) <= most) return new ValueList(parts);
  const kept = parts.slice(0, Number(most) - 1);
  return new ValueList([...kept, parts.slice(Number(most) - 1).join(separator)]);
}

function substring(text: string, start: bigint, end?: bigint): Value {
  const points = codePointsOf(text);
  const count = BigInt(points.length);
  if (end !== undefined && start > end) {
    return new Failure(`invalid substring range. start: ${start}, end: ${end}`);
  }
  if (start < 0n || start > count) return outOfRange(start);
  if (end !== undefined && (end < 0n || end > count)) return outOfRange(end);
  return sliceOf(points, Number(start), Number(end ?? count));
}

/** What Go's unicode.IsSpace is true for, which is not what JavaScript trims. */
const SPACE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const LEADING = new RegExp(`^${SPACE}+`);
const ONE_SPACE = new RegExp(SPACE);

export function trimSpace(text: string): string {
  const start = text.replace(LEADING, '');
  let end = start.length;
  while (end > 0 && ONE_SPACE.test(start[end - 1] ?? '')) end -= 1;
  return start.slice(0, end);
}

export const STRINGS: Implementations = {
  contains_string: (text: string, part: string) => text.includes(part),
  ends_with_string: (text: string, part: string) => text.endsWith(part),
  starts_with_string: (text: string, part: string) => text.startsWith(part),
  string_char_at_int: charAt,
  string_format: formatText,
  string_index_of_string: indexOf,
  string_index_of_string_int: indexOf,
  list_join: join,
  list_join_string: join,
  string_last_index_of_string: lastIndexOf,
  string_last_index_of_string_int: lastIndexOfBefore,
  string_lower_ascii: (text: string) => text.replace(/[A-Z]+/g, each => each.toLowerCase()),
  string_upper_ascii: (text: string) => text.replace(/[a-z]+/g, each => each.toUpperCase()),
  string_replace_string_string: replace,
  string_replace_string_string_int: replace,
  string_split_string: split,
  string_split_string_int: split,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped.
  strings_quote: (text: string) => `"${text.replace(/[\u0007\b\f\n\r\t\v\\"]/g, each => SHORT_ESCAPES[each] ?? each)}"`,
  string_substring_int: substring,
  string_substring_int_int: substring,
  string_trim: trimSpace,
};
