// Says which fields of an object have changed, from its bytes.
import { asBuffer } from './as-buffer.js';
import type { EncodedObject } from './encoded-object.js';
import { Entries } from './entries.js';
import {
  afterSpace,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COMMA,
  endOfValue,
  OPEN_LIST,
  OPEN_OBJECT,
  unexpected,
} from './json-scan.js';

/** What changes with every write tells nothing; nor do the names of the kind, which items of lists of core kinds lack. */
const IGNORED = new Set(['apiVersion', 'kind', 'metadata.resourceVersion', 'metadata.managedFields']);
/** Values that nest deeper are compared byte by byte: each level has to be looked through once more. */
const DEEPEST = 32;
/** Fields or items of one value that are looked at: to go through all of a huge one would hold up everything else. */
const MOST_PARTS = 1000;
/** Keys that may follow a dot; others stand in brackets, as in the paths of the API server's errors. */
const PLAIN_KEY = /^[\w-]+$/;

const SPACES = new Set<number | undefined>([0x20, 0x0a, 0x0d, 0x09]);
/** What may follow a value in an object. */
const ENDS = new Set<number | undefined>([COMMA, CLOSE_OBJECT, ...SPACES]);

export interface ChangedPathsOptions {
  /** How many paths are looked for. Default 8. */
  readonly most?: number | undefined;
}

/** Where a value lies. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** A value in the old object and in the new one. */
interface Pair {
  readonly path: string;
  readonly depth: number;
  readonly old: Range | undefined;
  readonly now: Range | undefined;
}

/**
 * The paths of the fields in which two states of an object differ, in the order of the new one, at each level those last
 * that are gone: `spec.replicas`, `metadata.annotations[example.com/size]`, `status.conditions[0].status`. A list that has
 * got longer or shorter is told as a whole (`spec.containers`), and so is what has come or gone, or has more than 1,000
 * fields or items. The order of keys, white space and the spelling of values are no difference. Not told of are `metadata.resourceVersion`, `metadata.managedFields`,
 * `apiVersion` and `kind`.
 * @throws SyntaxError where what has to be compared is no JSON
 */
export function changedPaths(old: EncodedObject, now: EncodedObject, options: ChangedPathsOptions = {}): string[] {
  const { most = 8 } = options;
  const comparison = new Comparison(asBuffer(old), asBuffer(now));
  const paths: string[] = [];
  // A stack of its own: how deeply objects nest is not ours to say.
  const open = [comparison.whole()];
  for (let pair = open.pop(); pair !== undefined && paths.length < most; pair = open.pop()) {
    if (comparison.isSame(pair)) continue;
    const parts = pair.depth < DEEPEST ? comparison.parts(pair) : undefined;
    if (parts === undefined) paths.push(pair.path);
    else for (const part of parts.reverse()) open.push(part);
  }
  return paths;
}

class Comparison {
  readonly #old: Buffer;
  readonly #now: Buffer;

  constructor(old: Buffer, now: Buffer) {
    this.#old = old;
    this.#now = now;
  }

  whole(): Pair {
    return { path: '', depth: 0, old: wholeOf(this.#old), now: wholeOf(this.#now) };
  }

  /** Whether both are there and spelt in the same way, or are the same scalar in two spellings. */
  isSame({ old, now }: Pair): boolean {
    if (old === undefined || now === undefined) return false;
    if (this.#areBytesSame(old, now)) return true;
    if (isContainer(this.#old, old) || isContainer(this.#now, now)) return false;
    return scalarOf(this.#old, old) === scalarOf(this.#now, now);
  }

  /** The parts of a value whose bytes differ; undefined where it has to be told as a whole. */
  parts(pair: Pair): Pair[] | undefined {
    const { old, now } = pair;
    if (old === undefined || now === undefined) return undefined;
    const kind = this.#old[old.start];
    if (kind !== this.#now[now.start]) return undefined;
    if (kind === OPEN_OBJECT) return this.#fields(pair, old, now);
    return kind === OPEN_LIST ? this.#items(pair, old, now) : undefined;
  }

  #fields({ path, depth }: Pair, old: Range, now: Range): Pair[] | undefined {
    const entries = this.#entriesOf(old, now);
    if (entries === undefined) return undefined;
    const [before, after] = entries;
    const parts: Pair[] = [];
    const add = (key: string, old: Range | undefined, now: Range | undefined) => {
      if (old !== undefined && now !== undefined && this.#areBytesSame(old, now)) return;
      const part = { path: pathOf(path, key), depth: depth + 1, old, now };
      if (!IGNORED.has(part.path)) parts.push(part);
    };
    for (const [key, range] of after) {
      add(key, before.get(key), range);
      before.delete(key);
    }
    for (const [key, range] of before) add(key, range, undefined);
    return parts;
  }

  #items({ path, depth }: Pair, old: Range, now: Range): Pair[] | undefined {
    const before = itemsOf(this.#old, old);
    const after = itemsOf(this.#now, now);
    if (before === undefined || before.length !== after?.length) return undefined;
    const parts: Pair[] = [];
    for (const [index, old] of before.entries()) {
      const now = after[index] as Range;
      if (!this.#areBytesSame(old, now)) parts.push({ path: `${path}[${index}]`, depth: depth + 1, old, now });
    }
    return parts;
  }

  /**
   * Where the values of both objects lie, by key; of a key that stands there twice the last one counts, as in `JSON.parse`.
   * Both are gone through side by side: where the same bytes stand in the new one, it is not looked into. Undefined where
   * there are too many.
   */
  #entriesOf(old: Range, now: Range): [Map<string, Range>, Map<string, Range>] | undefined {
    const before = new Map<string, Range>();
    const after = new Map<string, Range>();
    const [oldEntries, nowEntries] = [new Entries(this.#old, old.start), new Entries(this.#now, now.start)];
    for (let count = 0; ; count++) {
      if (count > MOST_PARTS) return undefined;
      const [hasOld, hasNow] = [oldEntries.next(), nowEntries.next()];
      if (hasOld) before.set(oldEntries.key, { start: oldEntries.valueStart, end: oldEntries.valueEnd });
      if (hasOld && hasNow) {
        const end = nowEntries.valueStart + oldEntries.valueEnd - oldEntries.valueStart;
        const same = { start: nowEntries.valueStart, end };
        // Where a value has not ended yet another byte follows: 1 and 12.
        if (
          ENDS.has(this.#now[end]) &&
          this.#areBytesSame({ start: oldEntries.valueStart, end: oldEntries.valueEnd }, same)
        ) {
          nowEntries.valueEnd = end;
        }
      }
      if (hasNow) after.set(nowEntries.key, { start: nowEntries.valueStart, end: nowEntries.valueEnd });
      if (!hasOld && !hasNow) break;
    }
    if (oldEntries.end !== old.end) throw unexpected(this.#old, oldEntries.end);
    if (nowEntries.end !== now.end) throw unexpected(this.#now, nowEntries.end);
    return [before, after];
  }

  #areBytesSame(old: Range, now: Range): boolean {
    if (old.end - old.start !== now.end - now.start) return false;
    return this.#old.compare(this.#now, now.start, now.end, old.start, old.end) === 0;
  }
}

/** Without the white space around it. Whether the value ends there is seen when it is gone through. */
function wholeOf(bytes: Buffer): Range {
  let end = bytes.length;
  while (end > 0 && SPACES.has(bytes[end - 1])) end--;
  const start = afterSpace(bytes, 0);
  if (start >= end) throw unexpected(bytes, end);
  return { start, end };
}

/** Undefined where there are too many. */
function itemsOf(bytes: Buffer, { start }: Range): Range[] | undefined {
  const items: Range[] = [];
  let at = afterSpace(bytes, start + 1);
  while (bytes[at] !== CLOSE_LIST) {
    if (items.length === MOST_PARTS) return undefined;
    const end = endOfValue(bytes, at);
    items.push({ start: at, end });
    at = afterSpace(bytes, end);
    if (bytes[at] === COMMA) at = afterSpace(bytes, at + 1);
  }
  return items;
}

function isContainer(bytes: Buffer, { start }: Range): boolean {
  return bytes[start] === OPEN_OBJECT || bytes[start] === OPEN_LIST;
}

function scalarOf(bytes: Buffer, { start, end }: Range): unknown {
  return JSON.parse(bytes.toString('utf8', start, end));
}

function pathOf(path: string, key: string): string {
  if (!PLAIN_KEY.test(key)) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}
