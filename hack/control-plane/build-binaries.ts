// Builds programs from their Go modules, once for all processes of the user.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { withFileLock } from './file-lock.js';

/** What to build, and where to put it. */
export interface BuildOptions {
  /** Becomes the folder of the binaries in one step, when all of them are built. */
  readonly folder: string;
  /** The folder of the Go module that requires the programs. */
  readonly module: string;
  /** The programs, each with its Go package. */
  readonly packages: Readonly<Record<string, string>>;
  /** What the programs are together, in the log: `the control plane`. */
  readonly what: string;
  /** Flags of Go's linker. */
  readonly linkerFlags: string;
  /** What the error says where there is no Go: what is missing, and what to do. */
  readonly withoutGo: string;
  readonly log: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Builds into a folder beside `folder` and renames it. A second process waits for the first and finds its work.
 * @throws Error with the output of `go`, or `withoutGo`
 */
export async function buildBinaries(options: BuildOptions): Promise<void> {
  const { folder, what, log } = options;
  await mkdir(dirname(folder), { recursive: true });
  await withFileLock(
    `${folder}.lock`,
    () => log(`another process builds ${what}; waiting for it`),
    async () => {
      if (existsSync(folder)) {
        return;
      }
      const built = await mkdtemp(`${folder}.tmp-`);
      try {
        await buildInto(built, options);
        await rename(built, folder);
      } finally {
        await rm(built, { recursive: true, force: true });
      }
    },
  );
}

async function buildInto(folder: string, options: BuildOptions): Promise<void> {
  const { packages, what, linkerFlags, log } = options;
  log(`building ${what} into the cache; this happens once and takes minutes`);
  await timed('downloading the Go modules', log, () => runGo(['mod', 'download'], options));
  const entries = Object.entries(packages);
  for (const [index, [program, path]] of entries.entries()) {
    const flags = ['-buildvcs=false', '-trimpath', '-ldflags', linkerFlags, '-o', `${folder}/${program}`];
    await timed(`building ${program} (${index + 1} of ${entries.length})`, log, () =>
      runGo(['build', ...flags, path], options),
    );
  }
}

async function timed(step: string, log: (line: string) => void, run: () => Promise<void>): Promise<void> {
  log(`${step} ...`);
  const started = performance.now();
  await run();
  log(`${step}: done in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

async function runGo(args: readonly string[], { module: cwd, env, withoutGo }: BuildOptions): Promise<void> {
  const child = spawn('go', args, {
    cwd,
    env: { ...env, CGO_ENABLED: '0', GOWORK: 'off' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'ENOENT' ? new Error(withoutGo, { cause }) : cause),
    );
    child.on('close', resolve);
  });
  if (code !== 0) {
    const tail = Buffer.concat(output).toString().trimEnd().split('\n').slice(-40).join('\n');
    throw new Error(`go ${args[0]} failed in ${cwd}:\n${tail}`);
  }
}
