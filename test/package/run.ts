// Runs programs in a folder, as a user would from a shell of their own.
import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

/** How a program ended, and what it printed. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program with the Node that runs this. An empty text in `env` takes a variable away; those that npm sets for the
 * scripts of this package are taken away too.
 */
export function run(
  cwd: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const given = { ...process.env, ...env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` };
  const kept = Object.entries(given).filter(
    ([name, value]) =>
      value !== '' && !/^(npm_(package|lifecycle)_|npm_config_local_prefix$|INIT_CWD$|VITEST|NODE_ENV$)/.test(name),
  );
  return new Promise(resolve => {
    execFile(program, [...args], { cwd, env: Object.fromEntries(kept) }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ status, stdout, stderr: stderr === '' && error !== null ? error.message : stderr });
    });
  });
}

/** As `run`, for what has to succeed. */
export async function runOrThrow(cwd: string, program: string, args: readonly string[]): Promise<Outcome> {
  const outcome = await run(cwd, program, args);
  if (outcome.status === 0) return outcome;
  throw new Error(`${program} ${args.join(' ')} ended with ${outcome.status}\n${outcome.stdout}${outcome.stderr}`);
}
