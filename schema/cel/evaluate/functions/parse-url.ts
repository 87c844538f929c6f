// URLs as Go's net/url reads them, and what it says of others.
import { goQuote } from '../../../go-text.js';
import { parseAddress } from './parse-ip.js';

export interface Url {
  readonly scheme: string;
  /** With the port. */
  readonly host: string;
  readonly path: string;
  /** As it was written. */
  readonly rawPath: string;
  readonly query: string;
  /** Whether a question mark stands there, and nothing after it. */
  readonly emptyQuery: boolean;
  readonly opaque: string;
  readonly fragment: string;
}

class Unreadable extends Error {}

/** A URL that may stand in a request: absolute, or a path from the root. Otherwise why it is none. */
export function parseUrl(text: string): Url | string {
  try {
    // It is read as what stands in a request first, which has no fragment; so the fragment has to fit what is before it.
    const whole = read(text);
    const hash = text.indexOf('#');
    if (hash < 0) return whole;
    return { ...read(text.slice(0, hash)), fragment: unescaped(text.slice(hash + 1), 'fragment') };
  } catch (error) {
    if (error instanceof Unreadable) return `parse ${goQuote(text)}: ${error.message}`;
    throw error;
  }
}

function read(text: string): Url {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what Go refuses.
  if (/[\u0000-\u001f\u007f]/.test(text)) throw new Unreadable('net/url: invalid control character in URL');
  if (text === '') throw new Unreadable('empty url');
  const nothing = {
    scheme: '',
    host: '',
    path: '',
    rawPath: '',
    query: '',
    emptyQuery: false,
    opaque: '',
    fragment: '',
  };
  if (text === '*') return { ...nothing, path: '*', rawPath: '*' };
  if (text.startsWith(':')) throw new Unreadable('missing protocol scheme');
  const found = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text);
  const scheme = (found?.[1] ?? '').toLowerCase();
  const whole = text.slice(found?.[0].length ?? 0);
  const mark = whole.indexOf('?');
  const query = mark < 0 ? '' : whole.slice(mark + 1);
  const emptyQuery = mark >= 0 && query === '';
  const rest = mark < 0 ? whole : whole.slice(0, mark);
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { ...nothing, scheme, query, emptyQuery, opaque: rest };
    throw new Unreadable('invalid URI for request');
  }
  // What starts with two slashes and has no scheme is read a second time, with a host in it.
  const hasHost = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'));
  if (!hasHost) return { ...nothing, scheme, query, emptyQuery, path: unescaped(rest, 'path'), rawPath: rest };
  if (scheme === '') unescaped(rest, 'path');
  const slash = rest.indexOf('/', 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const path = slash < 0 ? '' : rest.slice(slash);
  return {
    ...nothing,
    scheme,
    query,
    emptyQuery,
    host: hostOf(authority, scheme),
    path: unescaped(path, 'path'),
    rawPath: path,
  };
}

function hostOf(authority: string, scheme: string): string {
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1), scheme);
  if (at < 0) return host;
  const user = authority.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) throw new Unreadable('net/url: invalid userinfo');
  unescaped(user, 'user');
  return host;
}

function parseHost(host: string, scheme: string): string {
  const open = host.lastIndexOf('[');
  if (open > 0) throw new Unreadable('invalid IP-literal');
  if (open === 0) {
    const close = host.lastIndexOf(']');
    if (close < 0) throw new Unreadable("missing ']' in host");
    const port = checkedPort(host.slice(close + 1));
    const name = unescaped(host.slice(1, close), 'host');
    const address = parseAddress(name);
    if (typeof address === 'string') throw new Unreadable(`invalid host: ${address}`);
    if (address.bytes.length === 4) throw new Unreadable('invalid IP-literal');
    return `[${name}]${port}`;
  }
  const colon = scheme === 'http' || scheme === 'https' ? host.indexOf(':') : host.lastIndexOf(':');
  if (colon >= 0) checkedPort(host.slice(colon));
  return unescaped(host, 'host');
}

function checkedPort(port: string): string {
  if (port !== '' && !/^:\d*$/.test(port)) throw new Unreadable(`invalid port ${goQuote(port)} after host`);
  return port;
}

type Part = 'path' | 'host' | 'user' | 'query' | 'fragment';

/** Percent signs taken away. Bytes that are no text become U+FFFD. */
export function unescaped(text: string, part: Part): string {
  for (const found of text.matchAll(/%/g)) {
    const sequence = text.slice(found.index, found.index + 3);
    const wrong =
      !/^%[0-9a-fA-F]{2}$/.test(sequence) || (part === 'host' && /^%[0-7]/.test(sequence) && sequence !== '%25');
    if (wrong) throw new Unreadable(`invalid URL escape ${goQuote(sequence)}`);
  }
  if (part === 'host') {
    const [wrong] = /[ #/?@\\^`{|}]/.exec(text) ?? [];
    if (wrong !== undefined) throw new Unreadable(`invalid character ${goQuote(wrong)} in host name`);
  }
  const spaced = part === 'query' ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  const bytes: Buffer[] = spaced
    .split(/(%[0-9a-fA-F]{2})/)
    .map((piece, at) => (at % 2 === 1 ? Buffer.from(piece.slice(1), 'hex') : Buffer.from(piece)));
  return Buffer.concat(bytes).toString();
}

/** The values of each name, in the order of the text. What cannot be read is left out. */
export function queryOf({ query }: Url): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const at = pair.indexOf('=');
    try {
      const name = unescaped(at < 0 ? pair : pair.slice(0, at), 'query');
      const value = unescaped(at < 0 ? '' : pair.slice(at + 1), 'query');
      const values = found.get(name);
      if (values === undefined) found.set(name, [value]);
      else values.push(value);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
    }
  }
  return found;
}

const VALID_PATH = /^[A-Za-z0-9\-._~!$&'()*+,;=:@/[\]%]*$/;

/** The path as it was written, where it can stand so. */
export function escapedPath({ path, rawPath }: Url): string {
  if (VALID_PATH.test(rawPath)) return rawPath;
  return path.replace(/[^A-Za-z0-9\-._~$&+,/:;=@]/gu, character =>
    [...Buffer.from(character)].map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
