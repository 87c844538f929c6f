// Ends the servers when the process that started them is gone, however it went.
import { spawn } from 'node:child_process';

/**
 * A small shell that waits for its standard input to close, which the system does when this process ends: by an exception,
 * by Ctrl-C, by SIGKILL. It then kills the processes it was last told of and removes the folder, if it was given one.
 */
export class Guard {
  readonly #shell;
  readonly #ended: Promise<void>;

  constructor(folder?: string) {
    this.#shell = spawn('sh', ['-c', SCRIPT, 'sh', ...(folder === undefined ? [] : [folder])], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    this.#ended = new Promise(resolve => {
      this.#shell.on('exit', () => resolve());
      this.#shell.on('error', () => resolve());
    });
    // When the shell is gone, its exit tells, not the broken pipe.
    this.#shell.stdin.on('error', () => {});
    // It outlives this process by design, and must not keep it from ending.
    this.#shell.unref();
  }

  /** Names all processes to end, in this order; replaces what was named before. */
  watch(pids: readonly number[]): void {
    this.#shell.stdin.write(`${pids.join(' ')}\n`);
  }

  /** Lets the guard go, after its processes were ended: it removes the folder and ends. */
  async dismiss(): Promise<void> {
    this.#shell.ref();
    this.#shell.stdin.end('\n');
    await this.#ended;
  }
}

// A process that was just killed may still be writing, so that removing takes another try.
const SCRIPT = `
pids=
while IFS= read -r line; do pids=$line; done
[ -z "$pids" ] || kill -KILL $pids
[ $# -eq 0 ] || for attempt in 1 2 3 4 5; do rm -rf "$1" && break; sleep 0.2; done
`;
