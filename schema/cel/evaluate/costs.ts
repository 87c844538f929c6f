// What a call costs when it is evaluated: the API server counts it after the call, by the sizes of what it got.
import { FormatValue } from './functions/formats.js';
import { sizeOf } from './functions/operators.js';
import { isCelList, itemsOf } from './list.js';
import { isCelMap } from './map.js';
import { byteCount } from './text.js';
import { Failure, Opaque, Optional, Panic, type Value } from './value.js';

/** How many steps a text takes for each of its characters. */
const TRAVERSAL = 0.1;
const PATTERN = 0.25;
const LIST_CREATION = 10;
const AUTHORIZATION_CHECK = 350_000;

export function callCost(name: string, overload: string, args: readonly Value[], result: Value): number {
  const [first = null, second = null] = args;
  const tracked = TRACKED[overload]?.(args, result);
  if (tracked !== undefined) return tracked;
  const known = BY_FUNCTION[name]?.(args, result, overload);
  if (known !== undefined) return known;
  if (name === '_==_' && first instanceof Opaque && first.comparesAtOnce) return 1;
  switch (overload) {
    case 'starts_with_string':
    case 'ends_with_string':
    case 'string_to_bytes':
    case 'bytes_to_string':
    case 'strings_quote':
    case 'string_format':
      return traversed(size(first));
    case 'in_list':
      return size(second);
    case 'add_string':
    case 'add_bytes':
      return traversed(size(first) + size(second));
    case 'matches_string':
      return searched(first, size(second));
    case 'contains_string':
      return traversed(size(first)) * traversed(size(second));
    default:
      return COMPARING.has(overload) ? traversed(Math.min(size(first), size(second))) : 1;
  }
}

const COMPARING: ReadonlySet<string> = new Set([
  'equals',
  'not_equals',
  ...['less', 'less_equals', 'greater', 'greater_equals'].flatMap(each => [`${each}_string`, `${each}_bytes`]),
]);

type Cost = (args: readonly Value[], result: Value, overload?: string) => number | undefined;

const first: Cost = ([value = null]) => traversed(size(value));
const twice: Cost = ([value = null]) => traversed(size(value) * 2);
const whole: Cost = ([value = null]) => traversalOf(value);
const search: Cost = ([text = null, pattern = null]) => searched(text, size(pattern));
const ONE: Cost = () => 1;

function containing(extra: (range: number) => number, parsed: string): Cost {
  return ([range = null, other = null], _, overload) => {
    const base = traversed(size(range) * 2) + extra(size(range));
    return overload === parsed ? base + traversed(size(other)) : base;
  };
}

const BY_FUNCTION: Readonly<Record<string, Cost>> = {
  check: () => AUTHORIZATION_CHECK,
  isSorted: whole,
  sum: whole,
  max: whole,
  min: whole,
  indexOf: whole,
  lastIndexOf: whole,
  url: first,
  lowerAscii: first,
  upperAscii: first,
  substring: first,
  trim: first,
  replace: twice,
  split: twice,
  join: (_, result) => traversed(size(result) * 2),
  find: search,
  findAll: search,
  cidr: first,
  isIP: first,
  isCIDR: first,
  ip: (args, result, overload) => (overload === 'cidr_ip' ? 1 : first(args, result, overload)),
  'ip.isCanonical': twice,
  containsIP: containing(() => 0, 'cidr_contains_ip_string'),
  containsCIDR: containing(range => traversed(range) + 1, 'cidr_contains_cidr_string'),
  quantity: first,
  isQuantity: first,
  semver: first,
  isSemver: first,
  validate: ([format = null, text = null]) =>
    format instanceof FormatValue ? searched(text, format.patternSize) : undefined,
  'format.named': ONE,
};

const created = (factor: number, items: number) => Math.trunc(items * factor) + LIST_CREATION + 1;
const output: Cost = (_, result) => created(1, size(result));
const sorted =
  (at: number): Cost =>
  args => {
    const list = args[at] ?? null;
    // cel-go does not expect that what is sorted may have failed.
    if (list instanceof Failure) {
      throw new Panic('interface conversion: *types.Err is not traits.Lister: missing method Add');
    }
    const isText = isCelList(list) && list.size > 0 && isTextOrBytes(list.get(0));
    return created(isText ? 2 + TRAVERSAL : 2, size(list) ** 2);
  };
const sets =
  (factor: number): Cost =>
  ([one = null, other = null]) =>
    1 + size(one) * size(other) * factor;

const TYPES = [
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'bytes',
  'google.protobuf.Duration',
  'google.protobuf.Timestamp',
];

const TRACKED: Readonly<Record<string, Cost>> = {
  lists_range: output,
  list_slice: output,
  list_reverse: output,
  list_flatten: ([list = null]) => created(1, size(list)),
  list_flatten_int: ([list = null, depth]) => {
    if (depth instanceof Failure) throw new Panic('interface conversion: ref.Val is *types.Err, not types.Int');
    return created(typeof depth === 'bigint' ? Number(depth) : 1, size(list));
  },
  list_distinct: sorted(0),
  ...Object.fromEntries(TYPES.map(type => [`list_${type}_sort`, sorted(0)])),
  ...Object.fromEntries(TYPES.map(type => [`list_${type}_sortByAssociatedKeys`, sorted(1)])),
  list_sets_contains_list: sets(1),
  list_sets_intersects_list: sets(1),
  list_sets_equivalent_list: sets(2),
};

function isTextOrBytes(value: Value): boolean {
  return typeof value === 'string' || value instanceof Uint8Array;
}

function traversed(count: number): number {
  return Math.ceil(count * TRAVERSAL);
}

function searched(text: Value, pattern: number): number {
  return traversed(1 + size(text)) * Math.ceil(pattern * PATTERN);
}

function size(value: Value): number {
  if (value instanceof Optional && value.value !== undefined) return size(value.value);
  return value instanceof Opaque ? value.size : (sizeOf(value) ?? 1);
}

function traversalOf(value: Value): number {
  if (typeof value === 'string') return Math.trunc(byteCount(value) * TRAVERSAL);
  if (value instanceof Uint8Array) return Math.trunc(value.length * TRAVERSAL);
  let total = 0;
  if (isCelList(value)) {
    for (const item of itemsOf(value)) total += traversalOf(item);
    return total;
  }
  if (!isCelMap(value)) return 1;
  for (const key of value.keys()) total += traversalOf(key) + traversalOf(value.find(key) ?? null);
  return total;
}
