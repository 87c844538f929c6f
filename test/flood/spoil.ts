// Spoils reviews, and the requests that bring them, in ways that a seed determines.
import type { Chance } from '../mutations/chance.js';
import { thingReview } from '../webhook-world.js';
import { ALLOWING, MUTATE, VALIDATE } from './flooded-webhooks.js';

/** A request to be sent. */
export interface SpoiltRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Which ways of spoiling it went through. */
  readonly how: readonly string[];
  /** So many bytes are sent, and then the connection is cut. */
  readonly cutAt?: number;
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const ODD: readonly (() => Json)[] = [
  () => null,
  () => ({}),
  () => [],
  () => '',
  () => 'x',
  () => 0,
  () => -1,
  () => 1e308,
  () => 2 ** 60,
  () => 0.1,
  () => true,
  () => false,
  () => [[], {}, null],
  () => '\u0000',
  () => '\ud800',
  () => 'x'.repeat(5000),
  () => nested(50),
  () => DEEP,
  () => JSON.parse('{"__proto__":{"polluted":true}}') as Json,
  () => ({ toString: null, toJSON: 'x', length: -1, constructor: { prototype: 1 } }),
  () => ['DELETE'],
  () => 'DELETE',
  () => 'CONNECT',
  () => 'UPDATE',
  () => 'admission.k8s.io/v1beta1',
];

/** Stands for what is nested too deeply to be handled here; deeper than the stack of most programs. */
const DEEP = 'nested deeply';
const DEPTH = 5000;

const NAMES = [
  'uid',
  'kind',
  'request',
  'object',
  'oldObject',
  'metadata',
  'operation',
  '__proto__',
  'toJSON',
  '',
  'a/b~',
];

function nested(depth: number): Json {
  let value: Json = 'deep';
  for (let at = 0; at < depth; at += 1) value = at % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Ways to spoil what is parsed. */
const VALUES: Readonly<Record<string, (review: Json, chance: Chance) => Json>> = {
  'another value': (review, chance) => changed(review, chance, (holder, name) => set(holder, name, odd(chance))),
  'a value less': (review, chance) => changed(review, chance, remove),
  'another name': (review, chance) =>
    changed(review, chance, (holder, name) => {
      const value = get(holder, name);
      remove(holder, name);
      set(holder, chance.of(NAMES) ?? '', value);
    }),
  'a value more': (review, chance) =>
    changed(review, chance, holder => set(holder, chance.of(NAMES) ?? '', odd(chance))),
  'a value of elsewhere': (review, chance) => {
    const from = places(review);
    const [holder, name] = from[chance.below(from.length)] ?? [];
    const taken = holder === undefined ? null : structuredClone(get(holder, name as string));
    return changed(review, chance, (into, at) => set(into, at, taken));
  },
};

/** Ways to spoil what is sent. */
const BYTES: Readonly<Record<string, (body: Buffer, chance: Chance) => Buffer>> = {
  'a byte flipped': (body, chance) => {
    const copy = Buffer.from(body);
    if (copy.length > 0) copy[chance.below(copy.length)] = chance.below(256);
    return copy;
  },
  'cut short': (body, chance) => body.subarray(0, chance.below(body.length + 1)),
  'bytes put in': (body, chance) => {
    const at = chance.below(body.length + 1);
    const bytes = Buffer.from(Array.from({ length: 1 + chance.below(8) }, () => chance.below(256)));
    return Buffer.concat([body.subarray(0, at), bytes, body.subarray(at)]);
  },
  'bytes taken out': (body, chance) => {
    const at = chance.below(body.length + 1);
    return Buffer.concat([body.subarray(0, at), body.subarray(at + 1 + chance.below(20))]);
  },
  'a part doubled': (body, chance) => {
    const at = chance.below(body.length + 1);
    const end = at + chance.below(200);
    return Buffer.concat([body.subarray(0, end), body.subarray(at)]);
  },
  twice: body => Buffer.concat([body, body]),
  'a byte order mark': body => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
  nothing: () => Buffer.alloc(0),
};

const HEADERS: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-8' },
  { 'content-type': 'application/jsonx' },
  { 'content-type': 'application/vnd.kubernetes.protobuf' },
  { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  { 'content-type': 'application/json', expect: '100-continue' },
  { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
  { 'content-type': 'application/json', 'x-long': 'x'.repeat(4000) },
];

const PATHS = [
  '/',
  '/elsewhere',
  `${MUTATE}/`,
  `${VALIDATE}/more`,
  `${VALIDATE}%20`,
  '//',
  '/__proto__',
  `/x?${'q'.repeat(2000)}`,
];
const QUERIES = [
  '',
  '?timeout=10s',
  '?timeout=1s',
  '?timeout=-1s',
  '?timeout=forever',
  '?timeout=1e9h',
  '?%',
  '?timeout=30s&timeout=1s',
];

/** The request number `at` of a seed's. */
export function spoiltRequest(chance: Chance, bodyLimit: number): SpoiltRequest {
  const how: string[] = [];
  const operation = chance.of(['CREATE', 'CREATE', 'UPDATE', 'DELETE']) ?? 'CREATE';
  let review = structuredClone(thingReview({ operation })) as unknown as Json;
  for (let left = chance.below(4); left > 0; left -= 1) {
    const name = chance.of(Object.keys(VALUES)) as string;
    how.push(name);
    review = VALUES[name]?.(review, chance) ?? review;
  }
  let body = Buffer.from(textOf(review));
  if (chance.below(3) === 0) {
    const name = chance.of(Object.keys(BYTES)) as string;
    how.push(name);
    body = Buffer.from(BYTES[name]?.(body, chance) ?? body);
  }
  if (chance.below(2000) === 0) {
    how.push('beyond the limit');
    body = Buffer.concat([body, Buffer.alloc(bodyLimit, ' ')]);
  }
  const isOdd = (of: number) => chance.below(of) === 0;
  const said = isOdd(20) ? (chance.of(HEADERS) ?? {}) : { 'content-type': 'application/json' };
  // Node's client sends none for GET, DELETE and others, and the body all the same.
  const headers = 'transfer-encoding' in said ? said : { ...said, 'content-length': String(body.length) };
  const path = isOdd(30) ? (chance.of(PATHS) ?? '/') : (chance.of([MUTATE, VALIDATE, ALLOWING]) ?? '/');
  const query = path.includes('?') ? '' : (chance.of(QUERIES) ?? '');
  const method = isOdd(100) ? (chance.of(['GET', 'PUT', 'HEAD', 'OPTIONS', 'DELETE']) ?? 'GET') : 'POST';
  const cut = isOdd(200) ? { cutAt: chance.below(body.length + 1) } : {};
  return { method, path: path + query, headers, body, how, ...cut };
}

function textOf(review: Json): string {
  return JSON.stringify(review).replaceAll(`"${DEEP}"`, `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`);
}

function odd(chance: Chance): Json {
  return chance.of(ODD)?.() ?? null;
}

type Holder = Json[] | { [name: string]: Json };
type Change = (holder: Holder, name: string) => void;

function changed(review: Json, chance: Chance, change: Change): Json {
  const all = places(review);
  const place = all[chance.below(all.length)];
  if (place === undefined) return odd(chance);
  change(place[0], place[1]);
  return review;
}

/** Every field and item, but not those far down. */
function places(value: Json, depth = 0): [Holder, string][] {
  if (typeof value !== 'object' || value === null || depth > 12) return [];
  return Object.entries(value).flatMap(([name, below]) => [
    [value, name] as [Holder, string],
    ...places(below, depth + 1),
  ]);
}

function get(holder: Holder, name: string): Json {
  return (holder as { [name: string]: Json })[name] ?? null;
}

/** `__proto__` is to be a field like others. */
function set(holder: Holder, name: string, value: Json): void {
  Object.defineProperty(holder, name, { value, writable: true, enumerable: true, configurable: true });
}

function remove(holder: Holder, name: string): void {
  if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else delete holder[name];
}
