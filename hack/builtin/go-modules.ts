// Finds the Go modules of the API in the versions that `hack/control-plane/binaries/go.mod` pins.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MODULE_FOLDER } from '../control-plane/binaries.js';

/** The modules that hold the wire format. */
export const API_MODULES = ['k8s.io/api', 'k8s.io/apimachinery', 'k8s.io/apiextensions-apiserver'] as const;

/**
 * The folder of each module's sources.
 * @throws Error when Go is not there, or has not downloaded them
 */
export async function goModuleFolders(): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await promisify(execFile)('go', ['list', '-m', '-f', '{{.Path}} {{.Dir}}', ...API_MODULES], {
    cwd: MODULE_FOLDER,
  });
  return new Map(
    stdout
      .trim()
      .split('\n')
      .map(line => line.split(' ') as [string, string]),
  );
}
