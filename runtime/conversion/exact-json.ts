// Reads JSON, and tells where JavaScript would lose digits: a conversion gives back what it was given.
import { isRounded } from '../meta/rounded-number.js';

/** What was read. */
export interface ExactJson {
  readonly value: unknown;
  /** The first whole number of which digits are lost; undefined: all are exact. */
  readonly rounded?: { readonly path: readonly (string | number)[]; readonly written: string };
}

/** @throws SyntaxError for what is no JSON */
export function exactJson(text: string): ExactJson {
  if (!MANY_DIGITS.test(text)) return { value: JSON.parse(text) };
  const marks = new Map<object, string>();
  const mark = (_name: string, value: unknown, { source }: { source?: string }) => {
    if (typeof value !== 'number' || source === undefined || !isRounded(value, source)) return value;
    const stand = {};
    marks.set(stand, source);
    return stand;
  };
  const value: unknown = JSON.parse(text, mark as (name: string, value: unknown) => unknown);
  return marks.size === 0 ? { value } : { value, rounded: firstOf(marks, value) };
}

/** Numbers with fewer are exact, and most texts hold no others. */
const MANY_DIGITS = /[0-9]{16}/;

type Rounded = NonNullable<ExactJson['rounded']>;

/** In no particular order where there are several: the first that is found tells enough. */
function firstOf(marks: ReadonlyMap<object, string>, root: unknown): Rounded {
  const open: { value: unknown; path: readonly (string | number)[] }[] = [{ value: root, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value !== 'object' || value === null) continue;
    const written = marks.get(value);
    if (written !== undefined) return { path, written };
    for (const [name, field] of Object.entries(value)) {
      open.push({ value: field, path: [...path, Array.isArray(value) ? Number(name) : name] });
    }
  }
  throw new Error('a number was marked that is nowhere');
}
