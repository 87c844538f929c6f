// A terminal in a folder of its own.
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findKubectl } from '../../hack/control-plane/find-kubectl.js';
import { BUILT_CLI } from '../built-cli.js';
import { Shell } from './shell.js';

export interface TemporaryShell {
  readonly shell: Shell;
  remove(): void;
}

/** @throws Error where there is no kubectl, or no built package */
export async function temporaryShell(): Promise<TemporaryShell> {
  const { binary, ...found } = await findKubectl();
  if (binary === undefined) throw new Error('reason' in found ? found.reason : 'there is no kubectl');
  if (!existsSync(BUILT_CLI)) throw new Error('there is no dist/ to be installed: npm run build');
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-tutorial-')));
  return { shell: new Shell(home, binary), remove: () => rmSync(home, { recursive: true, force: true }) };
}
