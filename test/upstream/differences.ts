// Compares the facts of two definitions, and holds what differs against what is listed.
import type { Facts } from './facts.js';

/** What is at a place: undefined is nothing, `FIELD` is a field with whatever is in it. */
export interface Found {
  /** Such as `v1 spec.hosts[] minLength`: the version, the field, the keyword. Fields of definitions are `definition spec.scope`. */
  readonly at: string;
  readonly upstream: Facts | undefined;
  readonly ours: Facts | undefined;
}

/** Differences that there are to be, and why. */
export interface Difference {
  /** Ends of a place: `required.metadata` is every such place, and `v1 spec required.foo` is one. */
  readonly at: string | RegExp;
  /** Of how many places; default 1. */
  readonly times?: number;
  readonly upstream?: Facts;
  readonly ours?: Facts;
  readonly why: string;
}

/** What stands for a field that only one side has. */
export const FIELD = '(a field)';

/** Every place at which the two differ, sorted. */
export function differences(upstream: Facts, ours: Facts): readonly Found[] {
  const found: Found[] = [];
  const [theirs, mine] = [asObject(upstream), asObject(ours)];
  for (const part of ['metadata', 'spec'] as const) {
    compare(`definition ${part}`, theirs[part], mine[part], found);
  }
  const [theirVersions, myVersions] = [asObject(theirs.versions), asObject(mine.versions)];
  for (const name of namesOf(theirVersions, myVersions)) {
    const [a, b] = [asObject(theirVersions[name]), asObject(myVersions[name])];
    for (const key of namesOf(a, b)) {
      if (key === 'schema') compareSchemas(name, '', asObject(a[key]), asObject(b[key]), found);
      else compare(`${name} version.${key}`, a[key], b[key], found);
    }
  }
  return found.sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** What is found and not listed, and what is listed and not found, or not so often; a sentence each. */
export function unexplained(found: readonly Found[], listed: readonly Difference[]): readonly string[] {
  const explains = (difference: Difference, each: Found) =>
    matches(difference.at, each.at) && same(difference.upstream, each.upstream) && same(difference.ours, each.ours);
  const unlisted = found.filter(each => listed.filter(difference => explains(difference, each)).length !== 1);
  const stale = listed.filter(
    difference => found.filter(each => explains(difference, each)).length !== (difference.times ?? 1),
  );
  return [
    ...unlisted.map(each => `not listed once: ${JSON.stringify(each)}`),
    ...stale.map(each => `listed, and found ${found.filter(at => explains(each, at)).length} times: ${each.at}`),
  ];
}

function matches(pattern: string | RegExp, at: string): boolean {
  return typeof pattern === 'string' ? at === pattern : pattern.test(at);
}

function compareSchemas(version: string, at: string, upstream: Schema, ours: Schema, found: Found[]): void {
  for (const keyword of namesOf(upstream, ours)) {
    const [a, b] = [upstream[keyword], ours[keyword]];
    if (keyword === 'properties') {
      compareFields(version, at, asObject(a), asObject(b), found);
    } else if (isObject(a) && isObject(b) && (keyword === 'items' || keyword === 'additionalProperties')) {
      compareSchemas(version, at + (keyword === 'items' ? '[]' : '[*]'), a, b, found);
    } else if (keyword === 'required') {
      for (const name of new Set([...asList(a), ...asList(b)])) {
        const [left, right] = [asList(a).includes(name), asList(b).includes(name)];
        note(`${version} ${at} required.${name}`, left || undefined, right || undefined, found);
      }
    } else {
      const inOrder = keyword === 'enum' ? byText : (value: Facts | undefined) => value;
      note(`${version} ${at} ${keyword}`, inOrder(a), inOrder(b), found);
    }
  }
}

function compareFields(version: string, at: string, upstream: Schema, ours: Schema, found: Found[]): void {
  for (const name of namesOf(upstream, ours)) {
    const [a, b] = [upstream[name], ours[name]];
    const field = at === '' ? name : `${at}.${name}`;
    if (isObject(a) && isObject(b)) compareSchemas(version, field, a, b, found);
    else note(`${version} ${field}`, a && FIELD, b && FIELD, found);
  }
}

function compare(at: string, upstream: Facts | undefined, ours: Facts | undefined, found: Found[]): void {
  if (isObject(upstream) && isObject(ours)) {
    for (const key of namesOf(upstream, ours)) compare(`${at}.${key}`, upstream[key], ours[key], found);
  } else {
    note(at, upstream, ours, found);
  }
}

function note(at: string, upstream: Facts | undefined, ours: Facts | undefined, found: Found[]): void {
  if (!same(upstream, ours)) found.push({ at, upstream, ours });
}

type Schema = { readonly [key: string]: Facts | undefined };

function namesOf(a: Schema, b: Schema): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}

function isObject(value: Facts | undefined): value is { readonly [key: string]: Facts } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asObject(value: Facts | undefined): Schema {
  return isObject(value) ? value : {};
}

function asList(value: Facts | undefined): readonly Facts[] {
  return Array.isArray(value) ? value : [];
}

function byText(value: Facts | undefined): Facts | undefined {
  return Array.isArray(value) ? [...value].sort((a, b) => (String(a) < String(b) ? -1 : 1)) : value;
}

/** Keys of facts are sorted. */
function same(a: Facts | undefined, b: Facts | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
