// What becomes of a command whose output goes nowhere.
import { ExitStatus } from './exit-status.js';
import { reportError } from './report-error.js';

/**
 * Heeds errors of both outputs. In `kubewright generate --check | head`, the reader goes when it has read enough, and a
 * window that is closed takes its terminal with it: the exit status stays what it is, and what is being done is done. Any
 * other error, as of a full disk, is told once, and the command has failed whatever else it does.
 */
export function heedLostOutput(options: { readonly debug: boolean }): void {
  let told = false;
  const onError = (error: NodeJS.ErrnoException): void => {
    if (isReaderGone(error) || told) return;
    told = true;
    // Whoever sets the status later has not heard of it.
    process.once('exit', () => {
      process.exitCode = ExitStatus.failed;
    });
    reportError(new LostOutputError(error), options);
  };
  for (const stream of [process.stdout, process.stderr]) stream.on('error', onError);
}

/** Writes to standard output. @returns whether that is not lost for another reason than that nobody reads it */
export function printed(text: string): Promise<boolean> {
  return new Promise(resolve => {
    process.stdout.write(text, error => resolve(error === null || error === undefined || isReaderGone(error)));
  });
}

class LostOutputError extends Error {
  readonly hint = 'look at where the output goes, and the space on its disk';

  constructor(cause: Error) {
    super(`the output cannot be written: ${cause.message}`, { cause });
  }
}

function isReaderGone({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EPIPE' || code === 'EIO';
}
