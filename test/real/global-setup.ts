// Starts the one control plane that all real tests of a run share.
import type { TestProject } from 'vitest/node';
import { type Binaries, ensureBinaries } from '../../hack/control-plane/binaries.js';
import { startControlPlane } from '../../hack/control-plane/control-plane.js';
import { ensureHelm } from '../../hack/helm/helm.js';
import { crds } from './crds.js';
import type { ProvidedHelm } from './provided.js';

/**
 * A machine that cannot have the programs skips the real tests and says why; with `CI=true` that fails the run.
 * A control plane that is there and does not start always fails it.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  let binaries: Binaries;
  try {
    binaries = await ensureBinaries(line => console.error(line));
  } catch (error) {
    if (process.env.CI === 'true') {
      throw error;
    }
    project.provide('controlPlane', { unavailable: messageOf(error) });
    project.provide('helm', { unavailable: messageOf(error) });
    return undefined;
  }
  project.provide('helm', await findHelm());
  const controlPlane = await startControlPlane({ binaries, crds });
  project.provide('controlPlane', { location: controlPlane.location });
  return () => controlPlane.stop();
}

/** As with the control plane: without it, its tests are skipped, but for `CI=true`. */
async function findHelm(): Promise<ProvidedHelm> {
  try {
    return { path: await ensureHelm(line => console.error(line)) };
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    return { unavailable: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
