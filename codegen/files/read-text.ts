// Reads files of which nothing is asked where they cannot be read.
import { readFileSync } from 'node:fs';
import { decode } from './decode.js';

/** The text of a file, as the compiler reads it; undefined if it is not there, or cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return decode(readFileSync(path));
  } catch {
    return undefined;
  }
}
