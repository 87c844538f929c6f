// Where log lines go.
import { writeSync } from 'node:fs';

/** Takes log lines; every line ends with a newline. */
export interface LineWriter {
  /** The line is on its way when this returns; nothing is kept back. */
  write(line: string): void;
}

/**
 * Writes to a file descriptor, each line whole before the call returns, so that the last line is there whatever ends
 * the process. A line that cannot be written (a full disk, a reader that is gone) is lost rather than the operator.
 */
export function fileWriter(fd: number): LineWriter {
  return {
    write(line) {
      let rest = Buffer.from(line);
      while (rest.length > 0) {
        try {
          rest = rest.subarray(writeSync(fd, rest));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
          waitForReader();
        }
      }
    },
  };
}

/** A pipe is full and does not block: there is nothing to wait for but time, and no way to let others run meanwhile. */
function waitForReader(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}
