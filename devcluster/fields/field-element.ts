// A step of a field's path, as FieldsV1 writes it: `f:spec`, `k:{"name":"web"}`, `v:"a"`, `i:0`.

import { goJson, goQuote } from '../../schema/go-text.js';
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject } from '../object/json.js';
import { isJsonList } from '../object/json-value.js';
import { RecentValues } from './recent-values.js';

/** One step down. Two are the same when their texts are. */
export type FieldElement = { readonly text: string } & (
  | { readonly kind: 'field'; readonly name: string }
  /** The item of a list with these keys, ordered by name. */
  | { readonly kind: 'key'; readonly keys: readonly (readonly [string, Json])[] }
  /** The item of a set. */
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'index'; readonly index: number }
);

export type FieldPath = readonly FieldElement[];

/** The same few hundred are met with every write. */
const FIELDS = new RecentValues<FieldElement>(4096);
const KEYS = new RecentValues<FieldElement>(4096);
const PARSED = new RecentValues<FieldElement | undefined>(4096);

export function fieldElement(name: string): FieldElement {
  return FIELDS.of(name, () => ({ kind: 'field', name, text: `f:${name}` }));
}

export function keyElement(keys: Iterable<readonly [string, Json]>): FieldElement {
  const [first, second] = keys;
  if (first === undefined || second !== undefined || typeof first[1] !== 'string') return newKeyElement(keys);
  return KEYS.of(`${first[0].length} ${first[0]}${first[1]}`, () => newKeyElement([first]));
}

function newKeyElement(keys: Iterable<readonly [string, Json]>): FieldElement {
  const sorted = [...keys].sort(([a], [b]) => compareText(a, b));
  const text = sorted.map(([name, value]) => `${goJson(name)}:${goJson(value)}`).join(',');
  return { kind: 'key', keys: sorted, text: `k:{${text}}` };
}

export function valueElement(value: Json): FieldElement {
  return { kind: 'value', value, text: `v:${goJson(value)}` };
}

export function indexElement(index: number): FieldElement {
  return { kind: 'index', index, text: `i:${index}` };
}

/**
 * Reads what FieldsV1 has. Undefined for a kind of element that is not known, which is passed over.
 * @throws Error for a malformed element
 */
export function parseElement(text: string): FieldElement | undefined {
  return PARSED.of(text, () => parsedElement(text));
}

function parsedElement(text: string): FieldElement | undefined {
  const [kind, rest] = [text.slice(0, 2), text.slice(2)];
  if (text.length < 2) throw new Error('key must be 2 characters long:');
  if (kind[1] !== ':') throw new Error(`missing colon: ${text}`);
  switch (kind) {
    case 'f:':
      return fieldElement(rest);
    case 'v:':
      return valueElement(JSON.parse(rest));
    case 'k:': {
      const keys: Json = JSON.parse(rest);
      if (!isJsonObject(keys)) throw new Error(`not an object: ${text}`);
      return keyElement(Object.entries(keys));
    }
    case 'i:':
      if (!/^[+-]?\d+$/.test(rest)) throw new Error(`not a number: ${text}`);
      return indexElement(Number(rest));
    default:
      return undefined;
  }
}

/** The order in which a set has its elements: by kind, then by name or value. */
export function compareElements(a: FieldElement, b: FieldElement): number {
  if (a.kind === 'field' && b.kind === 'field') return compareText(a.name, b.name);
  if (a.kind === 'key' && b.kind === 'key') return compareKeys(a.keys, b.keys);
  if (a.kind === 'value' && b.kind === 'value') return compareValues(a.value, b.value);
  if (a.kind === 'index' && b.kind === 'index') return a.index - b.index;
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
}

/** For people: `.spec.containers[name="web"].args[="-v"]`. */
export function pathText(path: FieldPath): string {
  return path.map(elementText).join('');
}

const KINDS: readonly FieldElement['kind'][] = ['field', 'key', 'value', 'index'];

function elementText(element: FieldElement): string {
  switch (element.kind) {
    case 'field':
      return `.${element.name}`;
    case 'key':
      return `[${element.keys.map(([name, value]) => `${name}=${valueText(value)}`).join(',')}]`;
    case 'value':
      return `[=${valueText(element.value)}]`;
    case 'index':
      return `[${element.index}]`;
  }
}

function valueText(value: Json): string {
  if (isJsonList(value)) return `[${value.map(valueText).join(',')}]`;
  if (isJsonObject(value)) {
    return Object.entries(value)
      .map(([key, child]) => `${key}=${valueText(child)}`)
      .join('');
  }
  return typeof value === 'string' ? goQuote(value) : JSON.stringify(value);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareKeys(a: readonly (readonly [string, Json])[], b: readonly (readonly [string, Json])[]): number {
  for (const [index, [name, value]] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareText(name, other[0]) || compareValues(value, other[1]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Numbers, texts, booleans, then the rest by its text. */
function compareValues(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return valueRank(a) - valueRank(b) || compareText(goJson(a), goJson(b));
}

function valueRank(value: Json): number {
  const rank = ['number', 'string', 'boolean'].indexOf(typeof value);
  return rank === -1 ? 3 : rank;
}
