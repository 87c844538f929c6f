// The lines of a journal: each is one JSON document, with a check sum in front.
import { crc32 } from 'node:zlib';
import type { StoreKey } from './store.js';

/** The state with which a journal begins, object by object, and then the changes to it. */
export type JournalLine =
  | { readonly type: 'begin'; readonly revision: number }
  | { readonly type: 'set'; readonly revision: number; readonly key: StoreKey; readonly json: Buffer }
  | { readonly type: 'remove'; readonly revision: number; readonly key: StoreKey };

/** With the line break. The object comes last, so that it can be told from the rest without being parsed. */
export function encodeLine(line: JournalLine): Buffer {
  const { json, ...head } = { json: undefined, ...line };
  const text = JSON.stringify(head).slice(1, -1);
  const rest = json === undefined ? Buffer.from(`${text}}`) : Buffer.concat([Buffer.from(text + OBJECT), json, CLOSE]);
  return Buffer.concat([Buffer.from(`{"crc32":"${sumOf(rest)}",`), rest, LINE_BREAK]);
}

/**
 * @param bytes without the line break
 * @returns the line, whose object is a copy; undefined when it is damaged
 */
export function decodeLine(bytes: Buffer): JournalLine | undefined {
  const [, sum] = /^\{"crc32":"([0-9a-f]{8})",$/.exec(bytes.toString('latin1', 0, SUM_LENGTH)) ?? [];
  const rest = bytes.subarray(SUM_LENGTH);
  if (sum === undefined || sumOf(rest) !== sum) return undefined;
  // Within a text there would be a backslash before the first quote.
  const object = rest.indexOf(OBJECT);
  if (object < 0) return JSON.parse(`{${rest.toString()}`) as JournalLine;
  const head = JSON.parse(`{${rest.toString('utf8', 0, object)}}`) as JournalLine;
  const json = Buffer.allocUnsafeSlow(rest.length - object - OBJECT.length - CLOSE.length);
  rest.copy(json, 0, object + OBJECT.length);
  return { ...head, json } as JournalLine;
}

const OBJECT = ',"object":';
const CLOSE = Buffer.from('}');
const LINE_BREAK = Buffer.from('\n');
const SUM_LENGTH = '{"crc32":"00000000",'.length;

function sumOf(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}
