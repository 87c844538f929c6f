// The option `--port`.
import { InvalidArgumentError } from 'commander';

/** Reads it. @throws InvalidArgumentError for what is no port */
export function portOption(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= 65_535) return number;
  throw new InvalidArgumentError('It is a number from 0 to 65535.');
}
