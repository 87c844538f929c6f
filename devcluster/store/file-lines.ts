// Reads a file line by line, whatever its size: one text may have half a gigabyte at most.
import { readSync } from 'node:fs';

/** A line without its break, and where the next one begins. The bytes are only good until the next line is asked for. */
export interface FileLine {
  readonly bytes: Buffer;
  readonly end: number;
}

/** The lines that have a break; what comes after the last one is left out. */
export function* fileLines(file: number): Generator<FileLine, void> {
  let buffer = Buffer.alloc(1024 * 1024);
  let [filled, position] = [0, 0];
  for (;;) {
    if (filled === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
    const read = readSync(file, buffer, filled, buffer.length - filled, position + filled);
    if (read === 0) return;
    filled += read;
    let start = 0;
    for (let end = lineBreak(buffer, start, filled); end >= 0; end = lineBreak(buffer, start, filled)) {
      yield { bytes: buffer.subarray(start, end), end: position + end + 1 };
      start = end + 1;
    }
    buffer.copyWithin(0, start, filled);
    filled -= start;
    position += start;
  }
}

function lineBreak(buffer: Buffer, from: number, to: number): number {
  const at = buffer.subarray(from, to).indexOf(0x0a);
  return at < 0 ? -1 : from + at;
}
