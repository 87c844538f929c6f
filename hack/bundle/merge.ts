// Two variants of an object as one template: with a value of the chart switched off, and on.
import { isDeepStrictEqual } from 'node:util';
import type { Json } from './kustomize.js';
import { type Entry, type Item, plain, type Template } from './template.js';

/** @param condition under which it is `on` rather than `off`, as Helm's `if` has it */
export function merge(off: Json, on: Json, condition: string): Template {
  if (isDeepStrictEqual(off, on)) return plain(off);
  if (isList(off) && isList(on)) return { kind: 'list', items: mergeLists(off, on, condition) };
  if (isMap(off) && isMap(on)) return { kind: 'map', entries: mergeMaps(off, on, condition) };
  throw new Error(
    `${JSON.stringify(off)} and ${JSON.stringify(on)} stand for one value; only what is in maps and lists may differ`,
  );
}

function mergeMaps(
  off: { readonly [key: string]: Json },
  on: { readonly [key: string]: Json },
  condition: string,
): Entry[] {
  const keys = [...new Set([...Object.keys(off), ...Object.keys(on)])];
  return keys.flatMap((key): Entry[] => {
    const [before, after] = [off[key], on[key]];
    if (before === undefined) return [{ key, content: plain(after as Json), when: condition }];
    if (after === undefined) return [{ key, content: plain(before), when: `not ${condition}` }];
    if (isDeepStrictEqual(before, after) || (isList(before) && isList(after)) || (isMap(before) && isMap(after))) {
      return [{ key, content: merge(before, after, condition) }];
    }
    return [
      { key, content: plain(before), when: `not ${condition}` },
      { key, content: plain(after), when: condition },
    ];
  });
}

/** What both have, in the order of both, is there in any case; items of one name are one. */
function mergeLists(off: readonly Json[], on: readonly Json[], condition: string): Item[] {
  const [first, ...rest] = off;
  if (first === undefined) return on.map(value => ({ content: plain(value), when: condition }));
  const at = on.findIndex(value => isSame(value, first));
  if (at < 0) return [{ content: plain(first), when: `not ${condition}` }, ...mergeLists(rest, on, condition)];
  const added = on.slice(0, at).map((value): Item => ({ content: plain(value), when: condition }));
  const both = { content: merge(first, on[at] as Json, condition) };
  return [...added, both, ...mergeLists(rest, on.slice(at + 1), condition)];
}

function isSame(one: Json, other: Json): boolean {
  if (isDeepStrictEqual(one, other)) return true;
  return isMap(one) && isMap(other) && typeof one.name === 'string' && one.name === other.name;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isMap(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value);
}
