// Finds a kubectl on this machine; builds and fetches nothing.
import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './binaries.js';
import { isExecutable } from './pinned-programs.js';

/** A kubectl, or why there is none. */
export type FoundKubectl =
  | { readonly binary: string; readonly version: string }
  | { readonly binary: undefined; readonly reason: string };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The first kubectl that is new enough: on the `PATH`, then beside the programs of the control plane (`KUBEBUILDER_ASSETS`, or the
 * cache folder).
 * @param oldestMinor 30 means 1.30 or newer
 */
export async function findKubectl(env: Environment = process.env, oldestMinor = 30): Promise<FoundKubectl> {
  const onPath = (env.PATH ?? '').split(delimiter).filter(isAbsolute);
  const folders = new Set([...onPath, env.KUBEBUILDER_ASSETS || cacheFolder(env)]);
  const unfit: string[] = [];
  for (const folder of folders) {
    const binary = join(folder, 'kubectl');
    if (!isExecutable(binary)) continue;
    const version = await kubectlVersion(binary);
    if (version !== undefined && isNewEnough(version, oldestMinor)) return { binary, version };
    unfit.push(
      version === undefined
        ? `${binary} does not say its version`
        : `${binary} is ${version}, older than 1.${oldestMinor}`,
    );
  }
  return { binary: undefined, reason: unfit.length === 0 ? 'kubectl was not found' : unfit.join('; ') };
}

const LIMIT_MS = 10_000;

/** Of a path, or of a name on the PATH, such as `v1.36.3`; undefined when it cannot be run. */
export async function kubectlVersion(binary: string): Promise<string | undefined> {
  try {
    // No cluster is asked, and no kubeconfig of the user is read.
    const env = { ...process.env, KUBECONFIG: devNull };
    const options = { env, timeout: LIMIT_MS };
    const { stdout } = await promisify(execFile)(binary, ['version', '--client', '--output=json'], options);
    return (JSON.parse(stdout) as { clientVersion?: { gitVersion?: string } }).clientVersion?.gitVersion;
  } catch {
    return undefined;
  }
}

function isNewEnough(version: string, oldestMinor: number): boolean {
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(version) ?? [];
  return Number(major) > 1 || (major === '1' && Number(minor) >= oldestMinor);
}
