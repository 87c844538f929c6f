// What a literal of text or bytes stands for.

/** The text of a literal, or what is wrong with it. */
export function unescapeText(literal: string): { readonly value: string } | { readonly problem: string } {
  const { body, raw } = unquote(literal);
  if (raw) return { value: body };
  let problem: string | undefined;
  const value = body.replace(ESCAPE, sequence => {
    const point = codePoint(sequence);
    if (typeof point === 'string') return point;
    if (point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)) return String.fromCodePoint(point);
    problem ??= 'invalid unicode code point';
    return '';
  });
  return problem === undefined ? { value } : { problem };
}

/** The bytes of a literal without its `b`, or what is wrong with it. `\xff` is one byte there, and `\u` means nothing. */
export function unescapeBytes(literal: string): { readonly value: Uint8Array } | { readonly problem: string } {
  const { body, raw } = unquote(literal);
  const encoder = new TextEncoder();
  if (raw) return { value: encoder.encode(body) };
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const found of body.matchAll(ESCAPE)) {
    parts.push(encoder.encode(body.slice(at, found.index)));
    if (/^\\[uU]/.test(found[0])) return { problem: 'unable to unescape string' };
    const point = codePoint(found[0]);
    parts.push(Uint8Array.of(typeof point === 'string' ? point.charCodeAt(0) : point));
    at = found.index + found[0].length;
  }
  parts.push(encoder.encode(body.slice(at)));
  return { value: new Uint8Array(Buffer.concat(parts)) };
}

const ESCAPE = /\\(?:[0-3][0-7]{2}|[xX][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[\s\S])/g;

const SHORT: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function codePoint(sequence: string): number | string {
  const digits = sequence.slice(2);
  if (/^\\[xXuU]/.test(sequence)) return Number.parseInt(digits, 16);
  if (/^\\[0-3]/.test(sequence)) return Number.parseInt(sequence.slice(1), 8);
  const letter = sequence.slice(1);
  return SHORT[letter] ?? letter;
}

/** All ends of lines are read as `\n`. */
function unquote(literal: string): { readonly body: string; readonly raw: boolean } {
  const text = literal.replace(/\r\n?/g, '\n');
  const raw = /^[rR]/.test(text);
  const quoted = raw ? text.slice(1) : text;
  const triple = quoted.length >= 6 && /^("""|''')/.test(quoted);
  return { body: triple ? quoted.slice(3, -3) : quoted.slice(1, -1), raw };
}
