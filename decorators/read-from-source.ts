// What rules do when the program runs: nothing. Codegen reads them from the source.
import { refuseStandardDecorators } from './metadata.js';

/** The decorator of every rule; at a class it gets one argument. */
export function readFromSource(..._arguments: readonly unknown[]): (...site: readonly any[]) => void {
  return (...site) => refuseStandardDecorators(site[1]);
}
