// Builds the programs of a control plane from their Go modules, once for all processes of the user.
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
  /** The version that the Kubernetes programs say they have, such as `v1.36.3`. */
  readonly kubernetes: string;
  readonly log: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Builds into a folder beside `folder` and renames it. A second process waits for the first and finds its work.
 * @throws Error with the output of `go`, or one that says to install Go
 */
export async function buildBinaries(options: BuildOptions): Promise<void> {
  const { folder, log } = options;
  await mkdir(dirname(folder), { recursive: true });
  await withFileLock(
    `${folder}.lock`,
    () => log('another process builds the control plane; waiting for it'),
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

const PACKAGES = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
};

async function buildInto(folder: string, { module, kubernetes, log, env }: BuildOptions): Promise<void> {
  const go = (args: readonly string[]) => runGo(args, module, env);
  log(`building the control plane of Kubernetes ${kubernetes} into the cache; this happens once and takes minutes`);
  await timed('downloading the Go modules', log, () => go(['mod', 'download']));
  const entries = Object.entries(PACKAGES);
  for (const [index, [program, path]] of entries.entries()) {
    await timed(`building ${program} (${index + 1} of ${entries.length})`, log, () =>
      go([
        'build',
        '-buildvcs=false',
        '-trimpath',
        '-ldflags',
        linkerFlags(kubernetes),
        '-o',
        `${folder}/${program}`,
        path,
      ]),
    );
  }
}

/** Without a version, the server calls itself v0.0.0 and kubectl warns of it. etcd has no such variables and ignores them. */
function linkerFlags(version: string): string {
  const [major, minor] = version.slice(1).split('.');
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const settings = Object.entries(values).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  return ['-s -w', ...settings].join(' ');
}

async function timed(step: string, log: (line: string) => void, run: () => Promise<void>): Promise<void> {
  log(`${step} ...`);
  const started = performance.now();
  await run();
  log(`${step}: done in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

async function runGo(args: readonly string[], cwd: string, env: BuildOptions['env']): Promise<void> {
  const child = spawn('go', args, {
    cwd,
    env: { ...env, CGO_ENABLED: '0', GOWORK: 'off' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause: NodeJS.ErrnoException) => reject(cause.code === 'ENOENT' ? noGo(cause) : cause));
    child.on('close', resolve);
  });
  if (code !== 0) {
    const tail = Buffer.concat(output).toString().trimEnd().split('\n').slice(-40).join('\n');
    throw new Error(`go ${args[0]} failed in ${cwd}:\n${tail}`);
  }
}

function noGo(cause: Error): Error {
  const message =
    'there is no etcd, kube-apiserver, kube-controller-manager and kubectl, and no Go to build them. Install Go ' +
    '(https://go.dev/doc/install), or set KUBEBUILDER_ASSETS to a folder that has the four programs.';
  return new Error(message, { cause });
}
