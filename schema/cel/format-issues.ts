// Issues as cel-go prints them, with the line of the text and a mark below.
import type { CelIssue } from './expression.js';

/** `ERROR: <input>:1:5: undefined field 'b'`, the line, and a caret under the place; one after the other. */
export function formatIssues(text: string, issues: readonly CelIssue[]): string {
  return issues.map(issue => formatIssue(text, issue)).join('\n');
}

function formatIssue(text: string, { message, span }: CelIssue): string {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const end = text.indexOf('\n', start);
  const line = text.slice(start, end < 0 ? undefined : end).replaceAll('\t', ' ');
  const before = [...text.slice(start, span.start)];
  const number = text.slice(0, start).split('\n').length;
  const dots = before.map(character => (isWide(character) ? '\uff0e' : '.')).join('');
  const pointed = String.fromCodePoint(text.codePointAt(span.start) ?? 0x20);
  const mark = isWide(pointed) ? '\uff3e' : '^';
  return `ERROR: <input>:${number}:${before.length + 1}: ${message}\n | ${line}\n | ${dots}${mark}`;
}

function isWide(character: string): boolean {
  return (character.codePointAt(0) ?? 0) > 0x7f;
}
