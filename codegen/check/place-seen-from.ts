// Tells of a place in a message about another.
import { dirname, relative } from 'node:path';
import type { Origin } from '../model/diagnostic.js';

/** As text that does not depend on where the project lies. */
export function placeSeenFrom(here: Origin, there: Origin): string {
  if (here.file === there.file) return `on line ${there.line}`;
  return `in ${relative(dirname(here.file), there.file).replaceAll('\\', '/')}, line ${there.line}`;
}
