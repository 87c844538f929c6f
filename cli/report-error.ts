// Prints what stopped a command.
import { styleText } from 'node:util';
import { fromHere } from './wording.js';

/**
 * Prints an error's message and the next step to stderr; the stack and its causes only in debug mode. Errors are
 * known by their names and fields, so that what throws them need not be loaded to print them.
 */
export function reportError(error: unknown, { debug }: { readonly debug: boolean }): void {
  const { message, hint } = describe(error);
  const label = (colour: 'red' | 'cyan', text: string) => styleText(colour, text, { stream: process.stderr });
  process.stderr.write(`${label('red', 'error:')} ${message}\n${label('cyan', 'hint:')} ${hint}\n`);
  if (debug) console.error(error);
}

function describe(error: unknown): { readonly message: string; readonly hint: string } {
  if (!(error instanceof Error)) return { message: String(error), hint: UNFORESEEN };
  if (error.name === 'FileError') {
    const { path } = error as Error & { path: string };
    return { message: error.message.replace(path, fromHere(path)), hint: FILE };
  }
  // Errors about what was asked for say themselves what to do.
  const { hint, syscall } = error as NodeJS.ErrnoException & { hint?: unknown };
  if (typeof hint === 'string') return { message: error.message, hint };
  return { message: error.message, hint: syscall === undefined ? UNFORESEEN : SYSTEM };
}

const FILE = 'look at its permissions and at the folders above it, or choose another folder with --output-dir';
const SYSTEM =
  'the system has refused this: look at the path, its permissions and the space on its disk, or choose another place';
const UNFORESEEN = 'this is a bug in kubewright; run it again with --debug and report what it prints';
