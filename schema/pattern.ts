// Patterns of schemas: RE2 expressions, run in linear time.
import { RE2JS, RE2JSException } from 're2js';

/** Whether RE2 can read a pattern, or in the words of Go why not. */
export type PatternCheck = { readonly valid: true } | { readonly valid: false; readonly message: string };

/** Checks the syntax of a pattern. */
export function checkPattern(pattern: string): PatternCheck {
  const compiled = compile(pattern);
  return typeof compiled === 'string' ? { valid: false, message: compiled } : { valid: true };
}

/**
 * Whether a pattern is found somewhere in a text, as Go's `MatchString` does. The time grows with the product of the two
 * lengths and never faster. Undefined when the pattern is none.
 */
export function matchesPattern(pattern: string, text: string): boolean | undefined {
  const compiled = compile(pattern);
  return typeof compiled === 'string' ? undefined : compiled.test(text);
}

/** What a pattern finds in a text, from left to right and without overlaps, at most `most`. Undefined when the pattern is none. */
export function findInText(pattern: string, text: string, most: number): readonly string[] | undefined {
  const compiled = compile(pattern);
  if (typeof compiled === 'string') return undefined;
  const found: string[] = [];
  const matcher = compiled.matcher(text);
  let before = -1;
  while (found.length < most && matcher.find()) {
    // Go leaves out what is empty right after a match.
    const empty = matcher.start() === matcher.end();
    if (!(empty && matcher.start() === before)) found.push(matcher.group() ?? '');
    before = matcher.end();
  }
  return found;
}

const KEPT = 1000;
const compiledPatterns = new Map<string, RE2JS | string>();

function compile(pattern: string): RE2JS | string {
  const known = compiledPatterns.get(pattern);
  if (known !== undefined) return known;
  const compiled = tryCompile(pattern);
  // A server that lives long sees the patterns of many definitions; the oldest goes first.
  if (compiledPatterns.size >= KEPT) compiledPatterns.delete(compiledPatterns.keys().next().value ?? '');
  compiledPatterns.set(pattern, compiled);
  return compiled;
}

function tryCompile(pattern: string): RE2JS | string {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (error instanceof RE2JSException) return error.message;
    throw error;
  }
}
