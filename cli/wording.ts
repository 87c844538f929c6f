// How paths and numbers are said to people.
import { relative, sep } from 'node:path';

/** A path as seen from a folder, with `/`. */
export function pathFrom(folder: string, path: string): string {
  return relative(folder, path).replaceAll(sep, '/') || '.';
}

/** A path as seen from the working directory. */
export function fromHere(path: string): string {
  return pathFrom(process.cwd(), path);
}

/** `1 error`, `2 errors`. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** A path as one word of a shell. */
export function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
