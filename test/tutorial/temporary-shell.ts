// A terminal in a folder of its own.
import { existsSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FoundKubectl, findKubectl } from '../../hack/control-plane/find-kubectl.js';
import { Guard } from '../../hack/control-plane/guard.js';
import { BUILT_CLI } from '../built-cli.js';
import { Shell } from './shell.js';

export interface TemporaryShell {
  readonly shell: Shell;
  /** Ends what it is told of, and removes the folder, when this process is gone, however it went. */
  readonly guard: Guard;
  remove(): Promise<void>;
}

/** The first that waits for a path in JSON without a value. */
const OLDEST_MINOR = 31;

/** One that does what the pages tell. */
export function tutorialKubectl(): Promise<FoundKubectl> {
  return findKubectl(process.env, OLDEST_MINOR);
}

/** @throws Error where there is no kubectl, or no built package */
export async function temporaryShell(): Promise<TemporaryShell> {
  const kubectl = await tutorialKubectl();
  if (kubectl.binary === undefined) {
    throw new Error(`the tutorial needs kubectl 1.${OLDEST_MINOR} or newer on the PATH: ${kubectl.reason}`);
  }
  if (!existsSync(BUILT_CLI)) throw new Error('there is no dist/ to be installed: npm run build');
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-tutorial-')));
  const guard = new Guard(home);
  return { shell: new Shell(home, kubectl.binary), guard, remove: () => guard.dismiss() };
}
