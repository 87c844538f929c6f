// Regular expressions, run by RE2 in time that grows no faster than the text and the pattern.
import { checkPattern, findInText, matchesPattern } from '../../../pattern.js';
import { ValueList } from '../list.js';
import { Failure, type Value } from '../value.js';
import type { Implementations } from './implementation.js';

export function matches(text: string, pattern: string): Value {
  const found = matchesPattern(pattern, text);
  if (found !== undefined) return found;
  return new Failure(problemOf(pattern));
}

function problemOf(pattern: string): string {
  const check = checkPattern(pattern);
  return check.valid ? '' : check.message;
}

function findAll(text: string, pattern: string, most = -1n): Value {
  const found = findInText(pattern, text, most < 0n ? Number.POSITIVE_INFINITY : Number(most));
  return found === undefined ? new Failure(`Illegal regex: ${problemOf(pattern)}`) : new ValueList([...found]);
}

export const REGEX: Implementations = {
  string_find_string: (text: string, pattern: string) => {
    const found = findInText(pattern, text, 1);
    return found === undefined ? new Failure(`Illegal regex: ${problemOf(pattern)}`) : (found[0] ?? '');
  },
  string_find_all_string: findAll,
  string_find_all_string_int: findAll,
};
