// Runs a program and reads what it prints.
import { spawn } from 'node:child_process';
import { ConfigError } from '../config-error.js';
import type { ExecConfig } from './exec-config.js';

/** One that waits for the network for ever must not stop the operator for ever; a login in a browser takes its time. */
const LONGEST_RUN = 5 * 60_000;
/** Longer than any credentials. Bytes. */
const LONGEST_OUTPUT = 1024 * 1024;
/** The end says what went wrong. Characters. */
const SHOWN = 1000;

/**
 * What it printed to its standard output. Only an interactive one gets the terminal; it shows there what it wants to say.
 * @throws ConfigError that names the plugin and says how it ended, with the end of what it wrote to its standard error
 */
export function runProgram(
  { name, command, args, installHint }: ExecConfig,
  env: Readonly<Record<string, string>>,
  interactive: boolean,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'pipe'],
      timeout: interactive ? undefined : LONGEST_RUN,
      killSignal: 'SIGKILL',
    });
    const output: Buffer[] = [];
    let size = 0;
    let complaint = '';
    child.stdout?.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= LONGEST_OUTPUT) output.push(part);
      else child.kill('SIGKILL');
    });
    child.stderr?.setEncoding('utf8').on('data', (part: string) => {
      if (interactive) process.stderr.write(part);
      complaint = (complaint + part).slice(-SHOWN);
    });
    child.on('error', (cause: NodeJS.ErrnoException) => reject(notStarted(cause)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(Buffer.concat(output).toString('utf8'));
      else reject(ended(code === null ? `was ended by ${signal}` : `ended with code ${code}`));
    });

    function ended(how: string): ConfigError {
      const said = printable(complaint);
      return new ConfigError(
        `${name} ${how}${size > LONGEST_OUTPUT ? ': it prints too much' : ''}${said && `: ${said}`}`,
      );
    }
  });

  function notStarted(cause: NodeJS.ErrnoException): ConfigError {
    const hint = installHint === undefined ? '' : `. ${printable(installHint)}`;
    if (cause.code === 'ENOENT')
      return new ConfigError(`${name} is not installed: there is no ${command}${hint}`, { cause });
    return new ConfigError(`${name} cannot be started: ${cause.message}${hint}`, { cause });
  }
}

/** Text of others for a message: in one line, and nothing in it that a terminal would obey. */
export function printable(text: string): string {
  const plain = text.replace(/\p{Cc}\[[0-?]*[ -/]*[@-~]/gu, '');
  return plain.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
