// What a list says besides its items.
import { BACKSLASH, CLOSE_LIST, CLOSE_OBJECT, COLON, OPEN_LIST, OPEN_OBJECT, QUOTE } from './json-scan.js';

/** Lists say little besides their items. An answer that says more is none, and is not gathered without an end. */
const LONGEST = 1 << 20;

/** `metav1.ListMeta`, and of what it is a list. */
export interface ListMetadata {
  readonly apiVersion: string;
  /** Of the list: `PodList`. */
  readonly kind: string;
  /** Empty where the server does not say, as some extension servers do. */
  readonly resourceVersion: string;
  /** To be sent to get the next page; absent on the last one. */
  readonly continue?: string | undefined;
  /** How many objects follow on further pages, where the server knows. */
  readonly remainingItemCount?: number | undefined;
}

/** Gathers the bytes of a list around its items, and finds where they begin. */
export class ListFrame {
  /** Whether the next byte is the first one behind the bracket that opens `items`. */
  inItems = false;
  readonly #bytes: number[] = [];
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Where the last string directly in the list starts: the key, when a colon follows. */
  #stringStart = 0;
  #key = '';
  #hadItems = false;

  /** Takes bytes until the items begin, or until the end of the chunk; returns the index behind them. */
  push(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      this.#take(chunk[at] as number);
      if (this.inItems) return at + 1;
    }
    return chunk.length;
  }

  closeItems(): void {
    this.inItems = false;
    this.#depth--;
    this.#bytes.push(CLOSE_LIST);
  }

  /** @throws Error when the list was cut off, or was none */
  end(): ListMetadata {
    const text = Buffer.from(this.#bytes).toString();
    if (this.#depth > 0 || text.trim() === '') throw new Error('the stream ended in the middle of a list');
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw new Error(`the answer is not a list: ${(error as Error).message}`, { cause: error });
    }
    return metadataOf(value as Frame);
  }

  #take(byte: number): void {
    if (this.#bytes.length === LONGEST)
      throw new Error('the answer is not a list: it has no items in its first megabyte');
    if (this.#depth === 0) this.#beforeOrBehind(byte);
    this.#bytes.push(byte);
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
    } else if (byte === QUOTE) {
      this.#inString = true;
      if (this.#depth === 1) this.#stringStart = this.#bytes.length - 1;
    } else if (byte === COLON) {
      if (this.#depth === 1) this.#key = this.#lastString();
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      this.#depth++;
      if (byte === OPEN_LIST && this.#depth === 2 && this.#key === 'items') this.#openItems();
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      this.#depth--;
    }
  }

  #openItems(): void {
    if (this.#hadItems) throw new Error('the answer is not a list: it has items twice');
    this.#hadItems = true;
    this.inItems = true;
  }

  /** Only one object may stand in the stream, between white space. */
  #beforeOrBehind(byte: number): void {
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return;
    const begun = this.#bytes.some(byte => byte === OPEN_OBJECT);
    if (begun) throw new Error('something follows behind the end of the list');
    if (byte !== OPEN_OBJECT) throw new Error('the answer is not a list: it is no object of JSON');
  }

  #lastString(): string {
    const text = Buffer.from(this.#bytes.slice(this.#stringStart, -1)).toString();
    try {
      return JSON.parse(text) as string;
    } catch {
      // Whatever this is, the end will tell.
      return '';
    }
  }
}

interface Frame {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly message?: unknown;
  readonly items?: unknown;
  readonly metadata?: {
    readonly resourceVersion?: unknown;
    readonly continue?: unknown;
    readonly remainingItemCount?: unknown;
  } | null;
}

function metadataOf(frame: Frame): ListMetadata {
  const { apiVersion, kind, items, metadata } = frame;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    throw new Error('the answer is not a list: it has no apiVersion or no kind');
  }
  if (kind === 'Status') throw new Error(`the answer is not a list but a Status: ${String(frame.message)}`);
  const isList = items === undefined ? kind.endsWith('List') : items === null || Array.isArray(items);
  if (!isList) throw new Error(`the answer is not a list but a ${kind}: it has no items`);
  const { resourceVersion, continue: next, remainingItemCount } = metadata ?? {};
  return {
    apiVersion,
    kind,
    resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '',
    continue: typeof next === 'string' && next !== '' ? next : undefined,
    remainingItemCount: typeof remainingItemCount === 'number' ? remainingItemCount : undefined,
  };
}
