// Addresses of IP as Go's net/netip reads them, and what it says of others.
import { goQuote } from '../../../go-text.js';

export interface Address {
  /** Four bytes, or sixteen. */
  readonly bytes: readonly number[];
  readonly zone: string;
}

/** An address, or why the text is none. */
export function parseAddress(text: string): Address | string {
  const [first] = /[.:%]/.exec(text) ?? [];
  const said = (problem: Problem) =>
    `ParseAddr(${goQuote(text)}): ${problem.message}${problem.at === undefined ? '' : ` (at ${goQuote(problem.at)})`}`;
  if (first === undefined) return said({ message: 'unable to parse IP' });
  if (first === '%') return said({ message: 'missing IPv6 address' });
  const parsed = first === '.' ? parseFour(text) : parseSix(text);
  if ('message' in parsed) return said(parsed);
  return parsed;
}

interface Problem {
  readonly message: string;
  readonly at?: string;
}

function parseFour(text: string): Address | Problem {
  const bytes = bytesOf(text);
  return 'message' in bytes ? bytes : { bytes, zone: '' };
}

function bytesOf(text: string): readonly number[] | Problem {
  const bytes: number[] = [];
  let value = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (/\d/.test(character)) {
      if (digits === 1 && value === 0) return { message: 'IPv4 field has octet with leading zero' };
      value = value * 10 + Number(character);
      digits += 1;
      if (value > 255) return { message: 'IPv4 field has value >255' };
    } else if (character === '.') {
      if (at === 0 || at === text.length - 1 || text[at - 1] === '.') {
        return { message: 'IPv4 field must have at least one digit', at: text.slice(at) };
      }
      if (bytes.length === 3) return { message: 'IPv4 address too long' };
      bytes.push(value);
      value = 0;
      digits = 0;
    } else {
      return { message: 'unexpected character', at: text.slice(at) };
    }
  }
  return bytes.length < 3 ? { message: 'IPv4 address too short' } : [...bytes, value];
}

function parseSix(text: string): Address | Problem {
  const percent = text.indexOf('%');
  const zone = percent < 0 ? '' : text.slice(percent + 1);
  if (percent >= 0 && zone === '') return { message: 'zone must be a non-empty string' };
  let rest = percent < 0 ? text : text.slice(0, percent);
  const bytes: number[] = [];
  let gap = -1;
  if (rest.startsWith('::')) {
    gap = 0;
    rest = rest.slice(2);
    if (rest === '') return { bytes: Array<number>(16).fill(0), zone };
  }
  while (bytes.length < 16) {
    const [digits = ''] = /^[0-9a-fA-F]*/.exec(rest) ?? [];
    if (digits.length > 4) return { message: 'each group must have 4 or less digits', at: rest };
    if (digits === '') return { message: 'each colon-separated field must have at least one digit', at: rest };
    if (rest[digits.length] === '.') {
      if (gap < 0 && bytes.length !== 12) {
        return { message: 'embedded IPv4 address must replace the final 2 fields of the address', at: rest };
      }
      if (bytes.length + 4 > 16) {
        return { message: 'too many hex fields to fit an embedded IPv4 at the end of the address', at: rest };
      }
      const embedded = bytesOf(rest);
      if ('message' in embedded) return embedded;
      bytes.push(...embedded);
      rest = '';
      break;
    }
    const value = Number.parseInt(digits, 16);
    bytes.push(value >> 8, value & 0xff);
    rest = rest.slice(digits.length);
    if (rest === '') break;
    if (rest[0] !== ':') return { message: 'unexpected character, want colon', at: rest };
    if (rest.length === 1) return { message: 'colon must be followed by more characters', at: rest };
    rest = rest.slice(1);
    if (rest[0] !== ':') continue;
    if (gap >= 0) return { message: 'multiple :: in address', at: rest };
    gap = bytes.length;
    rest = rest.slice(1);
    if (rest === '') break;
  }
  if (rest !== '') return { message: 'trailing garbage after address', at: rest };
  if (bytes.length === 16) {
    return gap < 0 ? { bytes, zone } : { message: 'the :: must expand to at least one field of zeros' };
  }
  if (gap < 0) return { message: 'address string too short' };
  const zeros = Array<number>(16 - bytes.length).fill(0);
  return { bytes: [...bytes.slice(0, gap), ...zeros, ...bytes.slice(gap)], zone };
}

/** The canonical text. */
export function addressText(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0));
  let [start, end] = [-1, -1];
  for (let at = 0; at < 8; at += 1) {
    let stop = at;
    while (stop < 8 && groups[stop] === 0) stop += 1;
    if (stop - at >= 2 && stop - at > end - start) [start, end] = [at, stop];
  }
  const hex = (part: readonly number[]) => part.map(group => group.toString(16)).join(':');
  return start < 0 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(end))}`;
}
