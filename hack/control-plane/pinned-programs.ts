// Programs that are built from a Go module: which version it pins, and where they are kept.
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A folder for programs of these versions that are built for this machine, such as those of `control-plane`. */
export function builtFolder(what: string, versions: string, env: Environment): string {
  const xdg = env.XDG_CACHE_HOME;
  // The XDG base directory specification says to ignore a relative path.
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : join(env.HOME || homedir(), '.cache');
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  return join(base, 'kubewright', what, `${versions}-${process.platform}-${arch}`);
}

/**
 * The version of a module in the text of a go.mod.
 * @param path that of the file, for messages
 */
export function requiredVersion(goMod: string, module: string, path: string): string {
  const line = goMod.split('\n').find(text =>
    text
      .trim()
      .replace(/^require /, '')
      .startsWith(`${module} v`),
  );
  const found = line?.match(/ (v[0-9][^\s/]*)/)?.[1];
  if (found === undefined) {
    throw new Error(`${path} requires no ${module}`);
  }
  return found;
}

/** Whether the file is there and may be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
