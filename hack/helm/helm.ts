// Finds Helm, or has it built: for the tests of the chart.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildBinaries } from '../control-plane/build-binaries.js';
import { builtFolder, type Environment, isExecutable, requiredVersion } from '../control-plane/pinned-programs.js';

/**
 * The path of a Helm of version 3 or 4: the one in `HELM`, else the one that was built, else one on the `PATH`. Where there is
 * none, it is built into the cache folder, which takes some minutes and Go.
 * @param log gets a line for each step of a build
 * @throws Error that says what is missing and what to install
 */
export async function ensureHelm(log: (line: string) => void, env: Environment = process.env): Promise<string> {
  if (env.HELM) return await said(env.HELM);
  const version = pinnedHelm();
  const folder = builtFolder('helm', version, env);
  const built = join(folder, 'helm');
  if (isExecutable(built)) return built;
  const present = await onPath(env);
  if (present !== undefined) return present;
  await buildBinaries({
    folder,
    module: MODULE_FOLDER,
    packages: { helm: 'helm.sh/helm/v4/cmd/helm' },
    what: `Helm ${version}`,
    linkerFlags: `-s -w -X helm.sh/helm/v4/internal/version.version=${version}`,
    withoutGo:
      'there is no Helm, and no Go to build it. Install Go (https://go.dev/doc/install) or Helm (https://helm.sh), or set ' +
      'HELM to the path of one.',
    log,
    env,
  });
  return built;
}

const MODULE_FOLDER = fileURLToPath(new URL('./module', import.meta.url));

/** The version that `module/go.mod` requires, such as `v4.3.1`. */
export function pinnedHelm(): string {
  const path = join(MODULE_FOLDER, 'go.mod');
  return requiredVersion(readFileSync(path, 'utf8'), 'helm.sh/helm/v4', path);
}

async function said(path: string): Promise<string> {
  if (await isHelm(path)) return path;
  throw new Error(`HELM is ${path}, which is no Helm of version 3 or 4`);
}

async function onPath(env: Environment): Promise<string | undefined> {
  for (const folder of (env.PATH ?? '').split(delimiter).filter(isAbsolute)) {
    const path = join(folder, 'helm');
    if (isExecutable(path) && (await isHelm(path))) return path;
  }
  return undefined;
}

async function isHelm(path: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(path, ['version', '--template', '{{.Version}}'], { timeout: 10_000 });
    return /^v[34]\./.test(stdout);
  } catch {
    return false;
  }
}
