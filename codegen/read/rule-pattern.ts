// The argument of @Pattern as an RE2 expression.

import { checkPattern } from '../../schema/pattern.js';
import { ts } from './compiler.js';
import { definitionOf } from './constants.js';
import { type Argument, argumentOf } from './decorator-arguments.js';
import { originOf } from './origin.js';
import type { OurDecorator } from './our-decorators.js';
import type { Reading } from './reading.js';

/** The pattern as the schema says it; undefined, with an error at the argument, where RE2 has no such thing. */
export function patternArgument(decorator: OurDecorator, reading: Reading): Argument<string> | undefined {
  const [node] = decorator.arguments;
  if (node === undefined) return undefined;
  const written = definitionOf(node, reading.checker);
  const pattern = ts.isRegularExpressionLiteral(written)
    ? fromLiteral(written.text, node, reading)
    : fromText(decorator, reading);
  if (pattern === undefined) return undefined;
  const check = checkPattern(pattern);
  if (check.valid) return { value: pattern, origin: originOf(node), node };
  const hint = /invalid or unsupported Perl syntax|invalid escape sequence: `\\\d/i.test(check.message)
    ? 'the API server reads patterns as RE2, which has no look-around and no back references'
    : 'the API server reads patterns as RE2: https://github.com/google/re2/wiki/Syntax';
  reading.findings.error(node, 'KW2023', `the API server cannot read this pattern: ${check.message}`, hint);
  return undefined;
}

function fromText(decorator: OurDecorator, reading: Reading): string | undefined {
  const argument = argumentOf(decorator, 0, reading);
  if (argument === undefined) return undefined;
  if (typeof argument.value === 'string') return argument.value;
  reading.findings.error(argument.origin, 'KW0008', '@Pattern takes a regular expression or a text here');
  return undefined;
}

/** The flags that RE2 can say inside of a pattern. Its patterns are of code points always, as with `u`. */
const SAYABLE = 'ism';

function fromLiteral(literal: string, node: ts.Node, { findings }: Reading): string | undefined {
  const end = literal.lastIndexOf('/');
  const flags = literal.slice(end + 1);
  const unsayable = [...flags].filter(flag => !SAYABLE.includes(flag) && flag !== 'u');
  if (unsayable.length > 0) {
    const message = `the flag ${unsayable.map(flag => `"${flag}"`).join(' and ')} of a pattern has no meaning to the API server`;
    findings.error(node, 'KW2024', message, 'the flags i, s, m and u have');
    return undefined;
  }
  const said = [...SAYABLE].filter(flag => flags.includes(flag)).join('');
  return `${said === '' ? '' : `(?${said})`}${asRe2(literal.slice(1, end))}`;
}

/** JavaScript's escapes that RE2 writes otherwise: `\/`, `\uFFFF`, `\u{1F600}` and `\cA`. */
function asRe2(source: string): string {
  return source.replace(ESCAPE, (whole, long?: string, short?: string, control?: string) => {
    if (whole === '\\/') return '/';
    if (control !== undefined) return `\\x{${(control.charCodeAt(0) % 32).toString(16)}}`;
    const digits = long ?? short;
    return digits === undefined ? whole : `\\x{${digits}}`;
  });
}

const ESCAPE = /\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|c([a-z])|.)/gis;
