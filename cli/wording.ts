// How paths and numbers are said to people.
import { relative, sep } from 'node:path';

/** A path as seen from the working directory, with `/`. */
export function fromHere(path: string): string {
  return relative(process.cwd(), path).replaceAll(sep, '/') || '.';
}

/** `1 error`, `2 errors`. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
