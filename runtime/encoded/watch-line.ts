// Reads `metav1.WatchEvent`, without its object.
import { asBuffer } from './as-buffer.js';
import type { EncodedObject } from './encoded-object.js';
import { Entries } from './entries.js';
import { afterSpace, OPEN_OBJECT, QUOTE, unexpected } from './json-scan.js';
import { textAt } from './text.js';

/** With `sendInitialEvents`, the bookmark that bears it says that everything that was there has come (KEP-3157). */
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/** One event of a watch; objects are views of the line. */
export type WatchLine =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: EncodedObject }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string; readonly initialEventsEnd: boolean }
  /** The server's last word, as a rule a `Status`. */
  | { readonly type: 'ERROR'; readonly status: unknown };

/**
 * The event in a line of a watch.
 * @throws TypeError when it is no event of a watch, SyntaxError when it is no JSON
 */
export function readWatchEvent(line: Uint8Array): WatchLine {
  const bytes = asBuffer(line);
  const start = afterSpace(bytes, 0);
  if (bytes[start] !== OPEN_OBJECT) throw notAnEvent(bytes);
  const entries = new Entries(bytes, start);
  let type = '';
  let objectStart = 0;
  let objectEnd = 0;
  while (entries.next()) {
    const key = entries.key;
    if (key === 'object') {
      objectStart = entries.valueStart;
      objectEnd = entries.valueEnd;
    } else if (key === 'type') {
      type = bytes[entries.valueStart] === QUOTE ? textAt(bytes, entries.valueStart, entries.valueEnd) : '';
    }
  }
  const end = afterSpace(bytes, entries.end);
  if (end < bytes.length) throw unexpected(bytes, end);
  if (bytes[objectStart] !== OPEN_OBJECT || objectEnd === 0) throw notAnEvent(bytes);
  const object = bytes.subarray(objectStart, objectEnd);
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object };
    case 'BOOKMARK':
      return bookmark(object);
    case 'ERROR':
      return { type, status: JSON.parse(object.toString()) as unknown };
    default:
      throw notAnEvent(bytes);
  }
}

function bookmark(object: Buffer): WatchLine {
  const { metadata } = JSON.parse(object.toString()) as {
    readonly metadata?: {
      readonly resourceVersion?: unknown;
      readonly annotations?: Readonly<Record<string, unknown>> | null;
    } | null;
  };
  const resourceVersion = metadata?.resourceVersion;
  if (typeof resourceVersion !== 'string' || resourceVersion === '') {
    throw new TypeError('a bookmark of the watch has no resourceVersion');
  }
  return {
    type: 'BOOKMARK',
    resourceVersion,
    initialEventsEnd: metadata?.annotations?.[INITIAL_EVENTS_END] === 'true',
  };
}

function notAnEvent(line: Buffer): TypeError {
  const shown = line.toString('utf8', 0, 100);
  return new TypeError(`a line of the watch is no event of a known type: ${shown}${line.length > 100 ? '...' : ''}`);
}
