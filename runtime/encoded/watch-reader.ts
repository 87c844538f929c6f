// Reads the events of one watch.
import { asBuffer } from './as-buffer.js';
import { Entries } from './entries.js';
import { CLOSE_OBJECT } from './json-scan.js';
import { textAt } from './text.js';
import { readWatchEvent, type WatchLine } from './watch-line.js';

/** What objects say that they are. */
export interface ObjectType {
  readonly apiVersion: string;
  readonly kind: string;
}

type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/**
 * Reads line by line. A server spells all its events alike: once a line was read in full and had the object last, those that
 * begin with the same bytes are not gone through. Their object ends where the line does, and is checked, as an item of a
 * list is, by who reads it.
 */
export class WatchReader {
  readonly #expected: ObjectType | undefined;
  /** How lines begin: up to behind what the object says that it is. */
  readonly #fronts = new Map<ChangeType, { readonly bytes: Uint8Array; readonly objectStart: number }>();

  /** @param expected what the objects have to be, where they say it in front; undefined: anything */
  constructor(expected: ObjectType | undefined) {
    this.#expected = expected;
  }

  /** @throws TypeError when it is no event of a watch, or of another kind of object; SyntaxError when it is no JSON */
  read(line: Uint8Array): WatchLine {
    const bytes = asBuffer(line);
    const end = bytes.length - 1;
    if (bytes[end] === CLOSE_OBJECT && bytes[end - 1] === CLOSE_OBJECT) {
      for (const [type, front] of this.#fronts) {
        if (startsWith(bytes, front.bytes)) return { type, object: bytes.subarray(front.objectStart, end) };
      }
    }
    const event = readWatchEvent(bytes);
    if (event.type !== 'BOOKMARK' && event.type !== 'ERROR') this.#learn(bytes, event.type, asBuffer(event.object));
    return event;
  }

  #learn(line: Buffer, type: ChangeType, object: Buffer): void {
    const said = this.#expected === undefined ? 1 : endOfType(object, this.#expected);
    const objectStart = object.byteOffset - line.byteOffset;
    // Nothing stands behind the object but the brace that closes the event.
    const isLast = objectStart + object.length === line.length - 1;
    if (said < 0 || !isLast) return;
    this.#fronts.set(type, { bytes: Uint8Array.from(line.subarray(0, objectStart + said)), objectStart });
  }
}

/**
 * The index behind both apiVersion and kind; -1 when they are not in front.
 * @throws TypeError for an object of another kind
 */
function endOfType(object: Buffer, expected: ObjectType): number {
  const entries = new Entries(object, 0);
  for (let left = 2; left > 0; left--) {
    if (!entries.next()) return -1;
    const { key } = entries;
    if (key !== 'apiVersion' && key !== 'kind') return -1;
    const said = textAt(object, entries.valueStart, entries.valueEnd);
    if (said !== expected[key]) throw new TypeError(`the watch brought an object of the ${key} ${said}`);
  }
  return entries.valueEnd;
}

function startsWith(bytes: Uint8Array, front: Uint8Array): boolean {
  // The last byte of the type, or of the kind, differs first: look from behind.
  for (let at = front.length - 1; at >= 0; at--) if (bytes[at] !== front[at]) return false;
  return true;
}
