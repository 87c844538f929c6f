// Options that name a file or folder.
import { InvalidArgumentError } from 'commander';

/** Reads it. An empty one is a variable that is not set, and would be the current folder. @throws InvalidArgumentError */
export function pathOption(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It is empty.');
}
