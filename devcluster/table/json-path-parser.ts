// The grammar of JSONPath as Kubernetes has it, which is not the one of RFC 9535.

/** One step: it makes of each value that the steps before it found any number of values. */
export type PathNode =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'recursive' }
  | SliceNode
  | { readonly kind: 'union'; readonly members: readonly Path[] }
  | FilterNode
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** A word that stands alone; only templates know some. */
  | { readonly kind: 'identifier'; readonly name: string };

/** `[2]`, `[1:]`, `[-3:-1]`, `[::2]`, `[*]`. */
export interface SliceNode {
  readonly kind: 'slice';
  readonly start?: number;
  readonly end?: number;
  readonly step?: number;
  /** Whether `end` only follows from `start`: `[2]` is `[2:3]`. */
  readonly single: boolean;
}

/** `[?(@.a=="b")]`; without an operator the items in which `left` leads to something. */
export interface FilterNode {
  readonly kind: 'filter';
  readonly left: Path;
  readonly comparison?: { readonly operator: string; readonly right: Path };
}

export type Path = readonly PathNode[];

/** The path cannot be parsed, or not followed: an index out of bounds, a comparison of unlike values. */
export class JsonPathError extends Error {
  override readonly name = 'JsonPathError';
}

/** Follows `Parse` of k8s.io/client-go/util/jsonpath for a path in braces. @throws JsonPathError */
export function parsePath(text: string): Path {
  return new Parser(text).path();
}

/** Where a name ends. */
const TERMINATORS = new Set([' ', '\t', '\r', '\n', '.', ',', '[', ']', '$', '@', '{', '}']);
const WORD = /[\p{L}\p{Nd}_]/u;
const NUMBER = /[+-]?[\d.]*/y;
const SLICE = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/;
const COMPARISON = /^([^!<>=]+)([!<>=]+)(.+)$/;
const QUOTED_KEY = /^'([^']*)'$/;

class Parser {
  readonly #text: string;
  readonly #nodes: PathNode[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Up to a brace that closes the one that the path is in; what follows is text of a template, and finds nothing. */
  path(): Path {
    while (this.#at < this.#text.length && this.#text.charAt(this.#at) !== '}') this.#step();
    return this.#nodes;
  }

  #step(): void {
    const next = this.#text.charAt(this.#at);
    if (this.#text.startsWith('[?(', this.#at)) this.#filter();
    else if (this.#text.startsWith('..', this.#at)) this.#recursive();
    else if (next === ' ' || next === '@' || next === '$') this.#at++;
    else if (next === '[') this.#brackets();
    else if (next === '"' || next === "'") this.#quoted(next);
    else if (next === '.') this.#field(this.#at + 1);
    else if (/[+\-\p{Nd}]/u.test(next)) this.#number();
    else if (WORD.test(next)) this.#word();
    else throw new JsonPathError(`unrecognized character ${JSON.stringify(next)} in ${this.#text}`);
  }

  #field(start: number): void {
    this.#at = start;
    this.#skipName();
    const name = this.#text.slice(start, this.#at);
    this.#nodes.push(name === '*' ? { kind: 'wildcard' } : { kind: 'field', name: name.replaceAll('\\', '') });
  }

  #recursive(): void {
    if (this.#nodes.at(-1)?.kind === 'recursive') throw new JsonPathError('invalid multiple recursive descent');
    this.#nodes.push({ kind: 'recursive' });
    this.#at += 2;
    if (WORD.test(this.#text.charAt(this.#at))) this.#field(this.#at);
  }

  #word(): void {
    const start = this.#at;
    this.#skipName();
    const name = this.#text.slice(start, this.#at);
    if (name === 'true' || name === 'false') this.#nodes.push({ kind: 'literal', value: name === 'true' });
    else this.#nodes.push({ kind: 'identifier', name });
  }

  #number(): void {
    NUMBER.lastIndex = this.#at;
    const text = NUMBER.exec(this.#text)?.[0] ?? '';
    const value = Number(text);
    if (text === '' || Number.isNaN(value)) throw new JsonPathError(`cannot parse number ${text}`);
    this.#nodes.push({ kind: 'literal', value });
    this.#at += text.length;
  }

  #quoted(quote: string): void {
    const start = this.#at + 1;
    let end = this.#text.indexOf(quote, start);
    while (end > 0 && this.#text.charAt(end - 1) === '\\') end = this.#text.indexOf(quote, end + 1);
    if (end < 0) throw new JsonPathError('unterminated quoted string');
    this.#nodes.push({ kind: 'literal', value: unescaped(this.#text.slice(start, end)) });
    this.#at = end + 1;
  }

  #brackets(): void {
    const end = this.#text.indexOf(']', this.#at);
    if (end < 0) throw new JsonPathError('unterminated array');
    const inside = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    const members = inside.split(',');
    const key = QUOTED_KEY.exec(inside)?.[1];
    if (members.length > 1) {
      this.#nodes.push({ kind: 'union', members: members.map(member => parsePath(`[${member.trim()}]`)) });
    } else if (key !== undefined) {
      // So a dot in it parts it, unless a backslash is before it.
      this.#nodes.push(...parsePath(`.${key}`));
    } else {
      this.#nodes.push(sliceOf(inside === '*' ? ':' : inside));
    }
  }

  #filter(): void {
    const start = this.#at + '[?('.length;
    const end = this.#endOfFilter(start);
    if (this.#text.charAt(end + 1) !== ']') throw new JsonPathError('unclosed array expect ]');
    const inside = this.#text.slice(start, end);
    const [, left, operator, right] = COMPARISON.exec(inside) ?? [];
    if (left === undefined || operator === undefined || right === undefined) {
      this.#nodes.push({ kind: 'filter', left: parsePath(inside) });
    } else {
      const comparison = { operator, right: parsePath(right) };
      this.#nodes.push({ kind: 'filter', left: parsePath(left), comparison });
    }
    this.#at = end + 2;
  }

  /** The closing parenthesis, which is none within quotes; there is at most one quoted text. */
  #endOfFilter(start: number): number {
    let quote: string | undefined;
    let closed = false;
    for (let at = start; at < this.#text.length; at++) {
      const char = this.#text.charAt(at);
      if (char === ')' && (quote === undefined || closed)) return at;
      if (quote === undefined && (char === '"' || char === "'")) quote = char;
      else if (char === quote && this.#text.charAt(at - 1) !== '\\') closed = true;
    }
    throw new JsonPathError('unterminated filter');
  }

  #skipName(): void {
    while (this.#at < this.#text.length && !TERMINATORS.has(this.#text.charAt(this.#at))) {
      this.#at += this.#text.charAt(this.#at) === '\\' ? 2 : 1;
    }
    // A backslash at the end is before the brace that would close the path.
    if (this.#at > this.#text.length) throw new JsonPathError('unclosed action');
  }
}

function sliceOf(text: string): SliceNode {
  const match = SLICE.exec(text);
  if (match === null) throw new JsonPathError(`invalid array index ${text}`);
  const start = indexOf(match[1]);
  const single = match[2] === undefined;
  const end = single ? (start ?? 0) + 1 : indexOf(match[2]?.slice(1));
  const step = indexOf(match[3]?.slice(1));
  return {
    kind: 'slice',
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    ...(step !== undefined && { step }),
    single,
  };
}

function indexOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (Number.isNaN(value) || Math.abs(value) > MOST_INDEX)
    throw new JsonPathError(`array index ${text} is not a number`);
  return value;
}

/** Go holds indexes in 64 bits. */
const MOST_INDEX = 2 ** 63;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char);
}
