// Finds the programs of a control plane, or has them built.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBinaries } from './build-binaries.js';
import { builtFolder, type Environment, isExecutable, requiredVersion } from './pinned-programs.js';

/** The programs that a control plane consists of, and the client for it. */
export const PROGRAMS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'] as const;
export type Program = (typeof PROGRAMS)[number];

/** Where each program is. */
export interface Binaries {
  /** The folder that holds all of them. */
  readonly folder: string;
  readonly paths: Readonly<Record<Program, string>>;
}

/** The paths, or why there are none. */
export type FoundBinaries =
  | { readonly found: true; readonly binaries: Binaries }
  | { readonly found: false; readonly reason: string; readonly buildable: boolean };

/** The versions that `binaries/go.mod` pins, such as `v1.36.3`. */
export interface PinnedVersions {
  readonly kubernetes: string;
  readonly etcd: string;
}

/** The Go module that pins what is built. */
export const MODULE_FOLDER = fileURLToPath(new URL('./binaries', import.meta.url));

/**
 * Looks in `KUBEBUILDER_ASSETS` when that is set, as controller-runtime's envtest does, else in the cache folder.
 * Builds nothing.
 */
export function findBinaries(env: Environment = process.env): FoundBinaries {
  const assets = env.KUBEBUILDER_ASSETS;
  const folder = assets === undefined || assets === '' ? cacheFolder(env) : assets;
  const missing = PROGRAMS.filter(program => !isExecutable(join(folder, program)));
  if (missing.length === 0) {
    return { found: true, binaries: binariesIn(folder) };
  }
  if (folder === assets) {
    const reason = `KUBEBUILDER_ASSETS is ${assets}, which has no executable ${missing.join(', ')}. Put ${
      missing.length === 1 ? 'it' : 'them'
    } there (setup-envtest brings no kube-controller-manager), or unset KUBEBUILDER_ASSETS to have all of them built.`;
    return { found: false, reason, buildable: false };
  }
  return { found: false, reason: `${folder} has no executable ${missing.join(', ')}`, buildable: true };
}

/**
 * Finds the binaries or builds them once into the cache folder, which takes about ten minutes and Go.
 * `log` gets a line for each step of a build.
 * @throws Error that says what is missing and what to install
 */
export async function ensureBinaries(log: (line: string) => void, env: Environment = process.env): Promise<Binaries> {
  const found = findBinaries(env);
  if (found.found) {
    return found.binaries;
  }
  if (!found.buildable) {
    throw new Error(found.reason);
  }
  const folder = cacheFolder(env);
  const { kubernetes } = pinnedVersions();
  const what = `the control plane of Kubernetes ${kubernetes}`;
  const linkerFlags = versionFlags(kubernetes);
  await buildBinaries({
    ...{ folder, module: MODULE_FOLDER, packages: PACKAGES, what, linkerFlags },
    ...{ withoutGo: WITHOUT_GO, log, env },
  });
  return binariesIn(folder);
}

/** The folder of the binaries that are built here; its name follows from what is built, so other versions get another. */
export function cacheFolder(env: Environment = process.env, versions: PinnedVersions = pinnedVersions()): string {
  return builtFolder('control-plane', `${versions.kubernetes}-etcd-${versions.etcd}`, env);
}

/** Reads the pinned versions out of a go.mod. */
export function pinnedVersions(goMod: string = readFileSync(join(MODULE_FOLDER, 'go.mod'), 'utf8')): PinnedVersions {
  const version = (module: string) => requiredVersion(goMod, module, join(MODULE_FOLDER, 'go.mod'));
  return { kubernetes: version('k8s.io/kubernetes'), etcd: version('go.etcd.io/etcd/server/v3') };
}

const PACKAGES: Readonly<Record<Program, string>> = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
};

const WITHOUT_GO =
  'there is no etcd, kube-apiserver, kube-controller-manager and kubectl, and no Go to build them. Install Go ' +
  '(https://go.dev/doc/install), or set KUBEBUILDER_ASSETS to a folder that has the four programs.';

/** Without a version, the server calls itself v0.0.0 and kubectl warns of it. etcd has no such variables and ignores them. */
function versionFlags(version: string): string {
  const [major, minor] = version.slice(1).split('.');
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const settings = Object.entries(values).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  return ['-s -w', ...settings].join(' ');
}

function binariesIn(folder: string): Binaries {
  const paths = Object.fromEntries(PROGRAMS.map(program => [program, join(folder, program)]));
  return { folder, paths: paths as Record<Program, string> };
}
