// One server of the control plane: a child process with a log file.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** How to run a server. */
export interface ServerCommand {
  readonly binary: string;
  readonly args: readonly string[];
  /** Gets everything that the server prints; appended to. */
  readonly logFile: string;
}

/** A server that was started. */
export class ServerProcess {
  readonly name: string;
  /** Resolves when the process is gone, to how it ended, such as `ended with status 1`. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #logFile: string;
  #running = true;

  constructor({ binary, args, logFile }: ServerCommand) {
    this.name = basename(binary);
    this.#logFile = logFile;
    const log = openSync(logFile, 'a');
    // In a process group of its own: Ctrl-C in a terminal reaches the whole group of the foreground, and would
    // end the servers in any order before their owner can.
    this.#child = spawn(binary, args, { stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    this.ended = new Promise(resolve => {
      const end = (how: string) => {
        this.#running = false;
        resolve(how);
      };
      this.#child.on('error', error => end(`could not be started: ${error.message}`));
      this.#child.on('exit', (code, signal) =>
        end(signal === null ? `ended with status ${code}` : `ended by ${signal}`),
      );
    });
  }

  /** The process id; undefined when the process could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get running(): boolean {
    return this.#running;
  }

  /** The last lines of the log. */
  logTail(lines = 30): string {
    return readFileSync(this.#logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** Ends the process at once, as a crash would, and resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.#running) {
      this.#child.kill('SIGKILL');
    }
    await this.ended;
  }
}
