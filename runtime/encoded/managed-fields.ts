// Finds where managedFields end.
import { Entries } from './entries.js';
import { afterSpace, CLOSE_LIST, COMMA, endOfValue, OPEN_LIST, OPEN_OBJECT, unexpected } from './json-scan.js';

/** So many sets of fields are remembered, each in room for the longest. */
const KNOWN = 4;
const LONGEST = 16 * 1024;

/** The sets that were met last, the latest first. */
const known: Buffer[] = [];

/**
 * The index behind the managedFields that start at an index. Half of an object may be the set of fields that its manager
 * has written, and objects of one kind that come one after the other have the same sets: what is byte for byte a set
 * that was gone through before is not gone through again. Comparing is ten times as fast.
 * @throws SyntaxError where the bytes are no JSON
 */
export function endOfManagedFields(bytes: Buffer, start: number): number {
  if (bytes[start] !== OPEN_LIST) return endOfValue(bytes, start);
  let at = afterSpace(bytes, start + 1);
  if (bytes[at] === CLOSE_LIST) return at + 1;
  for (;;) {
    at = afterSpace(bytes, bytes[at] === OPEN_OBJECT ? endOfEntry(bytes, at) : endOfValue(bytes, at));
    if (bytes[at] === CLOSE_LIST) return at + 1;
    if (bytes[at] !== COMMA) throw unexpected(bytes, at);
    at = afterSpace(bytes, at + 1);
  }
}

function endOfEntry(bytes: Buffer, start: number): number {
  const entries = new Entries(bytes, start);
  while (entries.next()) {
    const { valueStart } = entries;
    if (bytes[valueStart] === OPEN_OBJECT) entries.valueEnd = endOfFields(bytes, valueStart);
  }
  return entries.end;
}

/** `fieldsV1`. What begins with the bytes of a whole object ends where that one does. */
function endOfFields(bytes: Buffer, start: number): number {
  for (const [place, fields] of known.entries()) {
    const end = start + fields.length;
    if (end > bytes.length || bytes.compare(fields, 0, fields.length, start, end) !== 0) continue;
    if (place > 0) known.unshift(...known.splice(place, 1));
    return end;
  }
  const end = endOfValue(bytes, start);
  if (end - start <= LONGEST) remember(bytes, start, end);
  return end;
}

function remember(bytes: Buffer, start: number, end: number): void {
  const oldest = known.length === KNOWN ? known.pop() : undefined;
  const room = oldest === undefined ? Buffer.allocUnsafeSlow(LONGEST) : Buffer.from(oldest.buffer);
  bytes.copy(room, 0, start, end);
  known.unshift(room.subarray(0, end - start));
}
