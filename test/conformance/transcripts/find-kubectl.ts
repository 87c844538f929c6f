// Finds a kubectl that says the same in the same words as the one of the recording.
import { execFileSync } from 'node:child_process';
import { findBinaries } from '../../../hack/control-plane/binaries.js';

/** Its path, or why there is none. */
export type FoundKubectl =
  | { readonly found: true; readonly path: string }
  | { readonly found: false; readonly reason: string };

/** The one that was built with the control plane, else the one on the PATH when it is of the wanted minor version. */
export function findKubectl(version: string): FoundKubectl {
  const binaries = findBinaries();
  if (binaries.found) return { found: true, path: binaries.binaries.paths.kubectl };
  const wanted = minorOf(version);
  const installed = installedVersion();
  if (installed !== undefined && minorOf(installed) === wanted) return { found: true, path: 'kubectl' };
  const there = installed === undefined ? 'there is no kubectl on the PATH' : `the kubectl on the PATH is ${installed}`;
  return { found: false, reason: `transcripts need a kubectl ${wanted}: ${binaries.reason}, and ${there}` };
}

/** `v1.36` of `v1.36.3`. */
function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function installedVersion(): string | undefined {
  try {
    const output = execFileSync('kubectl', ['version', '--client', '-o', 'json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(output.toString()).clientVersion.gitVersion;
  } catch {
    return undefined;
  }
}
