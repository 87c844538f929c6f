// The paths of rules and selectable fields, as the API server follows them through a schema.
import { type DeclaredSchema, type DeclaredSchemas, furtherOf } from '../declared-schema.js';
import { own } from '../json.js';

/** Where a path leads, or why it leads nowhere. */
export type NamedPath =
  | { readonly schema: DeclaredSchema | undefined; readonly path: string }
  | { readonly problem: string };

/** @param brackets whether `['name']` may stand for `.name` */
export function namedPath(text: string, schema: DeclaredSchema, brackets: boolean): NamedPath {
  const tokens = tokensOf(text);
  const ended = 'unexpected end of JSON path';
  let here: DeclaredSchema | undefined = schema;
  let path = '';
  for (let at = 0; at < tokens.length; at++) {
    const sign = tokens[at];
    if (sign !== '.' && sign !== '[') return { problem: `expected [ or . but got: ${sign}` };
    if (sign === '[' && !brackets) return { problem: 'array notation is not allowed' };
    const token = tokens[++at];
    if (token === undefined) return { problem: ended };
    const quoted = /^'(.*)'$/s.exec(token)?.[1];
    if (sign === '[' && quoted === undefined) return { problem: `expected single quoted string but got ${token}` };
    const name = sign === '[' ? unescaped(quoted ?? '') : token;
    if (name === undefined) return { problem: 'invalid string literal: invalid escape sequence' };
    const properties: DeclaredSchemas = here?.properties ?? {};
    if (Object.keys(properties).length > 0) {
      here = own<DeclaredSchema>(properties, name);
      path += `.${name}`;
      if (here === undefined) return { problem: NO_FIELD };
    } else if (here?.additionalProperties !== undefined) {
      here = furtherOf(here);
      path += `[${name}]`;
    } else {
      return { problem: NO_FIELD };
    }
    if (sign !== '[') continue;
    const end = tokens[++at];
    if (end === undefined) return { problem: ended };
    if (end !== ']') return { problem: `expected ] but got ${end}` };
  }
  return { schema: here, path };
}

const NO_FIELD = 'does not refer to a valid field';

/** A quote that is not closed is no token at all, and ends the path without a word. */
function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  let rest = text;
  while (rest !== '') {
    const token = rest.startsWith("'") ? quotedToken(rest) : /^(?:[.[\]]|[^.[\]]+)/.exec(rest)?.[0];
    if (token === undefined) break;
    tokens.push(token);
    rest = rest.slice(token.length);
  }
  return tokens;
}

function quotedToken(text: string): string | undefined {
  for (let at = 1; at < text.length; at++) {
    if (text[at] === "'" && text[at - 1] !== '\\') return text.slice(0, at + 1);
  }
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  "'": "'",
  '\\': '\\',
};

function unescaped(text: string): string | undefined {
  const parts = text.match(/\\.|[^\\]|\\$/gsu) ?? [];
  const read = parts.map(part => (part.startsWith('\\') ? ESCAPES[part.slice(1)] : part));
  return read.includes(undefined) ? undefined : read.join('');
}
