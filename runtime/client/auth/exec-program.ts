// Runs a program and reads what it prints.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '../../clock/clock.js';
import { ConfigError } from '../config-error.js';
import type { ExecConfig } from './exec-config.js';

/** One that waits for the network for ever must not stop the operator for ever; a login in a browser takes its time. */
export const LONGEST_RUN = 5 * 60_000;
/** Longer than any credentials. Bytes. */
const LONGEST_OUTPUT = 1024 * 1024;
/** The end says what went wrong. Characters. */
const SHOWN = 1000;

/** How a program is run. */
export interface RunOptions {
  /** Gets the terminal, and as much time as the person wants. */
  readonly interactive: boolean;
  readonly clock: Clock;
  /** Ends it. */
  readonly signal: AbortSignal | undefined;
}

/**
 * What it printed to its standard output. An interactive one shows at the terminal what it wants to say.
 * @throws ConfigError that names the plugin and says how it ended, with the end of what it wrote to its standard error.
 *   It has no cause: the errors of the system hold the arguments, and those may be secret
 */
export function runProgram(
  { name, command, args, installHint }: ExecConfig,
  env: Readonly<Record<string, string>>,
  { interactive, clock, signal }: RunOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = started();
    const output: Buffer[] = [];
    let size = 0;
    let complaint = '';
    const timer = interactive
      ? undefined
      : clock.setTimer(LONGEST_RUN, () => stop(`it did not end within ${LONGEST_RUN / 1000} s`));
    const onAbort = (): void => stop('the client is closed');
    signal?.addEventListener('abort', onAbort, { once: true });
    child.stdout?.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= LONGEST_OUTPUT) output.push(part);
      else stop('it prints too much');
    });
    child.stderr?.setEncoding('utf8').on('data', (part: string) => {
      if (interactive) process.stderr.write(part);
      complaint = (complaint + part).slice(-SHOWN);
    });
    child.on('error', (cause: NodeJS.ErrnoException) => {
      forget();
      reject(notStarted(cause));
    });
    child.on('close', (code, signal) => {
      forget();
      if (code === 0) resolve(Buffer.concat(output).toString('utf8'));
      else reject(ended(code === null ? `was ended by ${signal}` : `ended with code ${code}`));
    });

    /** What it has started itself may live on and hold its output open: that is waited for no longer. */
    function stop(why: string): void {
      child.kill('SIGKILL');
      child.stdout?.destroy();
      child.stderr?.destroy();
      forget();
      reject(ended(`was ended by SIGKILL: ${why}`));
    }

    function forget(): void {
      timer?.cancel();
      signal?.removeEventListener('abort', onAbort);
    }

    function ended(how: string): ConfigError {
      const said = printable(complaint);
      return new ConfigError(`${name} ${how}${said && `: ${said}`}`);
    }
  });

  function started(): ChildProcess {
    try {
      return spawn(command, args, {
        env: { ...process.env, ...env },
        stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'pipe'],
      });
    } catch (cause) {
      throw notStarted(cause as NodeJS.ErrnoException);
    }
  }

  function notStarted({ code, message }: NodeJS.ErrnoException): ConfigError {
    const hint = installHint === undefined ? '' : `. ${printable(installHint)}`;
    if (code === 'ENOENT') return new ConfigError(`${name} is not installed: there is no ${command}${hint}`);
    // The message shows the value.
    const why = code === 'ERR_INVALID_ARG_VALUE' ? 'a null byte is in its command, args or env' : message;
    return new ConfigError(`${name} cannot be started: ${why}${hint}`);
  }
}

/** Text of others for a message: in one line, and nothing in it that a terminal would obey. */
export function printable(text: string): string {
  const plain = text.replace(/\p{Cc}\[[0-?]*[ -/]*[@-~]/gu, '');
  return plain.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
