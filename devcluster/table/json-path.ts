// Follows the JSONPath of a printer column through an object.
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject } from '../object/json.js';
import { compare } from './json-path-comparison.js';
import {
  type FilterNode,
  JsonPathError,
  type Path,
  type PathNode,
  parsePath,
  type SliceNode,
} from './json-path-parser.js';

/** The values that a path leads to, in order; none when a field on the way is missing or null. @throws JsonPathError */
export type JsonPath = (value: Json) => readonly Json[];

/**
 * Follows k8s.io/client-go/util/jsonpath with missing keys allowed, without its templates (`range`).
 * Where Go has no order, in the fields of an object, it is by their names here.
 * @param path such as `.status.conditions[?(@.type=="Ready")].status`
 * @throws JsonPathError when it cannot be parsed
 */
export function jsonPath(path: string): JsonPath {
  const nodes = parsePath(path);
  return value => follow(nodes, [value]);
}

function follow(path: Path, values: readonly Json[]): readonly Json[] {
  return path.reduce((found, node) => {
    const next = step(node, found);
    if (next.length > MOST_VALUES) throw new JsonPathError('too many values');
    return next;
  }, values);
}

/** A path such as `...*...*...*` finds more than there is memory for. */
const MOST_VALUES = 100_000;

function step(node: PathNode, values: readonly Json[]): readonly Json[] {
  switch (node.kind) {
    case 'field':
      return values.flatMap(value => fieldOf(value, node.name));
    case 'wildcard':
      return values.flatMap(childrenOf);
    case 'recursive':
      return values.flatMap(descendants);
    case 'slice':
      return values.flatMap(value => slice(value, node));
    case 'union':
      return node.members.flatMap(member => follow(member, values));
    case 'filter':
      return values.flatMap(value => filter(value, node));
    case 'literal':
      return typeof node.value === 'string' ? [node.value] : values.map(() => node.value);
    case 'identifier':
      throw new JsonPathError(`unrecognized identifier ${node.name}`);
  }
}

function fieldOf(value: Json, name: string): readonly Json[] {
  return isJsonObject(value) && Object.hasOwn(value, name) ? [value[name] ?? null] : [];
}

function childrenOf(value: Json): readonly Json[] {
  if (isList(value)) return value;
  if (!isJsonObject(value)) return [];
  return Object.keys(value)
    .sort()
    .map(key => value[key] ?? null);
}

/** Objects and lists with something in them: the value itself, then what is below it. */
function descendants(value: Json): readonly Json[] {
  const children = childrenOf(value);
  return children.length === 0 ? [] : [value, ...children.flatMap(descendants)];
}

function slice(value: Json, node: SliceNode): readonly Json[] {
  if (value === null) return [];
  if (!isList(value)) throw new JsonPathError('not an array or slice');
  const { length } = value;
  let start = node.start ?? 0;
  if (start < 0) start += length;
  let end = node.end ?? length;
  if (end < 0 || (end === 0 && node.single)) end += length;
  if (start === end) return [];
  if (start < 0 || start >= length || end < 0 || end > length) throw new JsonPathError('array index out of bounds');
  if (start > end) throw new JsonPathError('starting index is greater than ending index');
  const step = node.step ?? 1;
  if (step <= 0) throw new JsonPathError('step must be > 0');
  return value.slice(start, end).filter((_, index) => index % step === 0);
}

function filter(value: Json, { left, comparison }: FilterNode): readonly Json[] {
  if (!isList(value)) throw new JsonPathError('not an array or slice and cannot be filtered');
  return value.filter(item => {
    if (comparison === undefined) return leadsSomewhere(left, item);
    const lefts = follow(left, [item]);
    if (lefts.length === 0) return false;
    const rights = follow(comparison.right, [item]);
    if (rights.length === 0) return false;
    if (lefts.length > 1 || rights.length > 1) throw new JsonPathError('can only compare one element at a time');
    return compare(lefts[0] ?? null, comparison.operator, rights[0] ?? null);
  });
}

function leadsSomewhere(path: Path, value: Json): boolean {
  try {
    return follow(path, [value]).length > 0;
  } catch (error) {
    if (error instanceof JsonPathError) return false;
    throw error;
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
