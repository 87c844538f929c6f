// From text to tokens. The longest token wins, as in the lexer that ANTLR makes of cel-spec's grammar.
import type { CelIssue } from '../expression.js';
import type { Token, TokenKind } from './token.js';

export interface Lexed {
  /** The last one is `<EOF>`. */
  readonly tokens: readonly Token[];
  readonly issues: readonly CelIssue[];
}

/** Splits the text into tokens. What is no token becomes an issue and is left out. */
export function lex(text: string): Lexed {
  const tokens: Token[] = [];
  const issues: CelIssue[] = [];
  let at = 0;
  while (at < text.length) {
    SKIPPED.lastIndex = at;
    if (SKIPPED.test(text)) {
      at = SKIPPED.lastIndex;
      continue;
    }
    const token = tokenAt(text, at);
    if (token !== undefined) {
      tokens.push(token);
      at = token.end;
      continue;
    }
    const failed = failureAt(text, at);
    const end = Math.min(text.length, failed + characterLength(text, failed));
    issues.push({
      message: `Syntax error: token recognition error at: '${text.slice(at, end)}'`,
      span: { start: at, end },
    });
    at = end;
  }
  tokens.push({ kind: '<EOF>', text: '<EOF>', start: text.length, end: text.length });
  return { tokens, issues };
}

const SKIPPED = /[\t \r\n\f]+|\/\/[^\n]*/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const FLOAT = /[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?/y;
const WHOLE = /(?:0x[0-9A-Fa-f]+|[0-9]+)([uU]?)/y;
const ESCAPED_WORD = /`[A-Za-z0-9_./ -]+`/y;
const OPERATOR = /==|!=|<=|>=|&&|\|\||[<>[\]{}().,!?:+*/%-]/y;

const ESCAPE = String.raw`\\(?:[abfnrtv"'\\?${'`'}]|[0-3][0-7][0-7]|[xX][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})`;
const TRIPLE = new RegExp(`"""(?:${ESCAPE}|[^\\\\])*?"""|'''(?:${ESCAPE}|[^\\\\])*?'''`, 'y');
const SINGLE = new RegExp(`"(?:${ESCAPE}|[^\\\\"\\n\\r])*"|'(?:${ESCAPE}|[^\\\\'\\n\\r])*'`, 'y');
const RAW_TRIPLE = /"""[\s\S]*?"""|'''[\s\S]*?'''/y;
const RAW_SINGLE = /"[^"\n\r]*"|'[^'\n\r]*'/y;

const WORDS: ReadonlyMap<string, TokenKind> = new Map([
  ['in', 'in'],
  ['true', 'true'],
  ['false', 'false'],
  ['null', 'null'],
]);

function tokenAt(text: string, at: number): Token | undefined {
  const end = quotedEnd(text, at);
  if (end !== undefined) {
    return made(/[bB]/.test(text[at] ?? '') ? 'BYTES' : 'STRING', text, at, end);
  }
  const word = match(WORD, text, at);
  if (word !== undefined) return made(WORDS.get(text.slice(at, word)) ?? 'IDENTIFIER', text, at, word);
  const float = match(FLOAT, text, at);
  if (float !== undefined) return made('NUM_FLOAT', text, at, float);
  WHOLE.lastIndex = at;
  const whole = WHOLE.exec(text);
  if (whole !== null) return made(whole[1] === '' ? 'NUM_INT' : 'NUM_UINT', text, at, at + whole[0].length);
  const escaped = match(ESCAPED_WORD, text, at);
  if (escaped !== undefined) return made('ESC_IDENTIFIER', text, at, escaped);
  const operator = match(OPERATOR, text, at);
  return operator === undefined ? undefined : made(text.slice(at, operator) as TokenKind, text, at, operator);
}

function made(kind: TokenKind, text: string, start: number, end: number): Token {
  return { kind, text: text.slice(start, end), start, end };
}

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

const PREFIX = /[bB]?([rR]?)(?=["'])/y;

/** Where the text or bytes literal that starts here ends; undefined if none starts here or it is not closed. */
function quotedEnd(text: string, at: number): number | undefined {
  PREFIX.lastIndex = at;
  const prefix = PREFIX.exec(text);
  if (prefix === null) return undefined;
  const start = at + prefix[0].length;
  const raw = prefix[1] !== '';
  return match(raw ? RAW_TRIPLE : TRIPLE, text, start) ?? match(raw ? RAW_SINGLE : SINGLE, text, start);
}

/** The first character that fits no token, where one begins at `at`. */
function failureAt(text: string, at: number): number {
  const first = text[at];
  if (first === '=' || first === '&' || first === '|') return at + 1;
  if (first === '`') return (match(/`[A-Za-z0-9_./ -]*/y, text, at) ?? at) as number;
  if (first === '"' || first === "'") return brokenQuote(text, at, first);
  return at;
}

const PARTIAL_ESCAPE = /\\(?:[0-3][0-7]?|[xX][0-9A-Fa-f]?|u[0-9A-Fa-f]{0,3}|U[0-9A-Fa-f]{0,7})?/y;
const WHOLE_ESCAPE = new RegExp(ESCAPE, 'y');

/** A triple quote that is not closed is an empty text before another quote, so only single ones come here. */
function brokenQuote(text: string, at: number, quote: string): number {
  let here = at + 1;
  while (here < text.length) {
    const character = text[here];
    if (character === '\n' || character === '\r' || character === quote) return here;
    if (character === '\\') {
      const whole = match(WHOLE_ESCAPE, text, here);
      if (whole === undefined) return match(PARTIAL_ESCAPE, text, here) ?? here;
      here = whole;
    } else {
      here += 1;
    }
  }
  return here;
}

function characterLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
