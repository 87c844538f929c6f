// Finds a kubectl that says the same in the same words as the one of the recording.
import { findBinaries } from '../../../hack/control-plane/binaries.js';
import { kubectlVersion } from '../../../hack/control-plane/find-kubectl.js';

/** Its path, or why there is none. */
export type FoundKubectl =
  | { readonly found: true; readonly path: string }
  | { readonly found: false; readonly reason: string };

/** The one that was built with the control plane, else the one on the PATH when it is of the wanted minor version. */
export async function findKubectl(version: string): Promise<FoundKubectl> {
  const binaries = findBinaries();
  if (binaries.found) return { found: true, path: binaries.binaries.paths.kubectl };
  const wanted = minorOf(version);
  const installed = await kubectlVersion('kubectl');
  if (installed !== undefined && minorOf(installed) === wanted) return { found: true, path: 'kubectl' };
  const there = installed === undefined ? 'there is no kubectl on the PATH' : `the kubectl on the PATH is ${installed}`;
  return { found: false, reason: `transcripts need a kubectl ${wanted}: ${binaries.reason}, and ${there}` };
}

/** `v1.36` of `v1.36.3`. */
function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
