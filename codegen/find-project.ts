// Finds the tsconfig.json that a project is known by.
import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError } from './input-error.js';

const TSCONFIG = 'tsconfig.json';

/**
 * The absolute path of a project's tsconfig: the file named by `project`, the tsconfig.json in the folder named by it,
 * or, without it, the nearest tsconfig.json in `cwd` and the folders above.
 * @throws InputError if there is none
 */
export function findProject(project: string | undefined, cwd: string): string {
  if (project === undefined) return nearest(resolve(cwd));
  const path = resolve(cwd, project);
  switch (kindOf(path)) {
    case 'file':
      return path;
    case 'folder':
      if (kindOf(join(path, TSCONFIG)) === 'file') return join(path, TSCONFIG);
      throw new InputError(`no ${TSCONFIG} in ${path}`, 'name another file or folder with --project');
    default:
      throw new InputError(`${path} does not exist`, 'name a tsconfig.json, or its folder, with --project');
  }
}

function nearest(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const candidate = join(folder, TSCONFIG);
    if (kindOf(candidate) === 'file') return candidate;
    if (folder === dirname(folder)) break;
  }
  throw new InputError(
    `no ${TSCONFIG} in ${cwd} or any folder above it`,
    'run this inside your project, or name its tsconfig.json with --project',
  );
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  return stats.isDirectory() ? 'folder' : 'file';
}
