// Reads the body of a request as JSON.
import { isUtf8 } from 'node:buffer';

/** The piece of the text that V8 shows beside a character: it may be of a secret, and what is said here is logged. */
const SHOWN = /, (\.\.\.)?".*$/s;

/**
 * @param parse `JSON.parse`, or what does more
 * @throws Error that says why the body is none
 */
export function bodyJson<T>(body: Buffer, parse: (text: string) => T): T {
  if (!isUtf8(body)) throw new Error('the body is not UTF-8');
  try {
    return parse(body.toString('utf8'));
  } catch (error) {
    throw new Error(`the body is no JSON: ${(error as Error).message.replace(SHOWN, '')}`);
  }
}
