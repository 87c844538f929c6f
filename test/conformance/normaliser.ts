// Takes out of answers what is another each time, and nothing else.
import { sortCauses } from './sort-causes.js';

/** What is known of one run. */
export interface NormaliserOptions {
  /** Texts that are this run's alone, and what to write for them: `conformance-x7k2p` -> `NAMESPACE`. */
  readonly names?: Readonly<Record<string, string>>;
  /** Times within a day of it are fresh; in milliseconds. Default: the present. */
  readonly now?: number;
}

type Json = Record<string, unknown>;

/**
 * For the answers of one scenario, in order. The same value gets the same word: `UID-1` is the first identity that was
 * seen under a name, and `VERSION-2` the second resourceVersion, so that an answer still shows whether a write changed
 * anything, or whose owner somebody is.
 * The version of a list is `VERSION` alone, since writes elsewhere move it. What the client sent itself stays.
 */
export class Normaliser {
  readonly #words = new Map<string, string>();
  readonly #versions = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #sent = new Set<string>();
  /** What names begin with that the server completes. */
  readonly #prefixes: string[] = [];
  readonly #now: number;

  constructor(options: NormaliserOptions = {}) {
    this.#now = options.now ?? Date.now();
    for (const [text, word] of Object.entries(options.names ?? {})) this.#words.set(text, word);
  }

  /** What a client wrote: the server did not make it up. */
  sent(text: string): void {
    for (const value of text.match(SCALARS) ?? []) this.#sent.add(value);
    for (const [, prefix = ''] of text.matchAll(/"generateName":"([^"]+)"/g)) this.#prefixes.push(prefix.slice(0, 58));
  }

  /** A parsed answer. */
  value(value: unknown): unknown {
    return this.#value(value, '', {});
  }

  /** Any text: a message, a line of a command, a header. */
  text(text: string): string {
    let result = text;
    // The longest first: one may be part of another.
    for (const [from, to] of [...this.#words].sort(([a], [b]) => b.length - a.length)) {
      result = result.replaceAll(from, to);
    }
    for (const prefix of this.#prefixes) {
      result = result.replace(new RegExp(`(?<=\\b${prefix})${GENERATED}\\b`, 'g'), 'XXXXX');
    }
    return result
      .replace(UUID, uid => this.#uid(uid))
      .replace(TIME, time => this.#time(time))
      .replace(/(?<=:)3[0-2]\d{3}(?=\/(TCP|UDP|SCTP))/g, port => this.#madeUp('NODE-PORT', port))
      .replace(/(?<=resource version: \d+ )\(\d+\)/gi, '(VERSION)')
      .replace(/(?<=resource version: \d+, current: )\d+/gi, 'VERSION')
      .replace(/(?<=resourceVersion\\*"?: ?\\*")\d+/g, version => this.#version(version))
      .replace(/(?<=X509SHA256=)[0-9a-f]{64}/g, 'HASH')
      .replace(/(?<=in record \()\d+(?=\))/g, version => this.#version(version))
      .replace(/(?<=[?&]hash=)[0-9A-Za-z]+/g, 'HASH')
      .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'TOKEN');
  }

  #value(value: unknown, key: string, parent: Json): unknown {
    if (Array.isArray(value)) {
      const items = key === 'managedFields' ? sortedWriters(value) : value;
      return items.map(item => this.#value(item, key, parent));
    }
    if (typeof value === 'object' && value !== null) return this.#object(value as Json);
    if (typeof value === 'string') return this.#string(value, key, parent);
    const isPort = (key === 'nodePort' || key === 'healthCheckNodePort') && Number(value) >= 30_000;
    return isPort && !this.#sent.has(String(value)) ? this.#madeUp('NODE-PORT', String(value)) : value;
  }

  #object(object: Json): Json {
    const sorted = sortCauses(object.kind === 'Table' ? withoutAges(object) : object);
    return Object.fromEntries(
      Object.entries(sorted).map(([key, item]) => [this.text(key), this.#value(item, key, sorted)]),
    );
  }

  #string(value: string, key: string, parent: Json): string {
    switch (key) {
      case 'resourceVersion':
        if (!/^[1-9]\d*$/.test(value)) return value;
        return parent.name === undefined && parent.uid === undefined ? 'VERSION' : this.#version(value, parent.name);
      case 'uid':
        return value.replace(UUID, uid => this.#uid(uid, parent.name));
      case 'clusterIP':
      case 'clusterIPs':
        return ADDRESS.test(value) ? this.#madeUp('ADDRESS', value) : value;
      case 'continue':
        return value === '' ? '' : 'CONTINUE';
      default:
        return this.text(value);
    }
  }

  #version(version: string, name?: unknown): string {
    return remembered(this.#versions, version, () => this.#numbered('VERSION', name));
  }

  #uid(uid: string, name?: unknown): string {
    if (this.#sent.has(uid)) return uid;
    return remembered(this.#words, uid, () => this.#numbered('UID', name));
  }

  #madeUp(word: string, value: string): string {
    if (this.#sent.has(value)) return value;
    return remembered(this.#words, value, () => this.#numbered(word));
  }

  #time(time: string): string {
    const fresh = Math.abs(Date.parse(time) - this.#now) < DAY;
    if (!fresh || this.#sent.has(time)) return time;
    return time.includes('.') ? 'MICROTIME' : 'TIME';
  }

  /** Counted for each name, so that one object more or less does not change what is said of the others. */
  #numbered(word: string, name: unknown = ''): string {
    const counted = `${word} ${this.text(String(name))}`;
    const count = (this.#counts.get(counted) ?? 0) + 1;
    this.#counts.set(counted, count);
    return `${word}-${count}`;
  }
}

const DAY = 24 * 60 * 60 * 1000;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
const SCALARS = /\w[\w.:-]*/g;
/** The end of a name that the server completed. */
const GENERATED = '[bcdfghjklmnpqrstvwxz2456789]{5}';
const AGE = /^(\d+[ydhms])+$/;
const AGE_COLUMNS = ['Age', 'First Seen', 'Last Seen'];

function remembered(words: Map<string, string>, value: string, make: () => string): string {
  const word = words.get(value) ?? make();
  words.set(value, word);
  return word;
}

/** They come by the second of their writes, so that their order depends on when a second begins. */
function sortedWriters(entries: readonly Json[]): readonly Json[] {
  const keyOf = ({ operation, manager, subresource, apiVersion }: Json) =>
    [operation, manager, subresource, apiVersion].join(' ');
  return entries.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** A table with `AGE` for each age; columns come with the first table of a watch alone, so cells are judged by their form. */
function withoutAges(table: Json): Json {
  const columns = (table.columnDefinitions ?? []) as readonly { readonly name: string; readonly type: string }[];
  const isAge = (index: number): boolean => {
    const column = columns[index];
    return column === undefined || column.type === 'date' || AGE_COLUMNS.includes(column.name);
  };
  const rows = (table.rows ?? []) as readonly { readonly cells: readonly unknown[] }[];
  return {
    ...table,
    rows: rows.map(row => ({
      ...row,
      cells: row.cells.map((cell, i) => (typeof cell === 'string' && AGE.test(cell) && isAge(i) ? 'AGE' : cell)),
    })),
  };
}
