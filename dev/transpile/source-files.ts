// Which files are sources of the project, in which format, and which source an import means.
import { readFileSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import type { ModuleFormat } from './transpiler.js';

/** Whether a file holds TypeScript that is to be transpiled: none of a package, and no declarations. */
export function isSource(path: string): boolean {
  return SOURCE.test(path) && !/[\\/]node_modules[\\/]/.test(path);
}

const SOURCE = /(?<!\.d)\.(?:[cm]?ts|tsx)$/;

/**
 * The source that an import of `path` means, as TypeScript resolves it: `a.ts` for `a.js` when that is there, and for
 * projects of bundlers also for `a`, and `a/index.ts`. Undefined: the import means what it says.
 */
export function sourceOf(path: string): string | undefined {
  const extension = extname(path);
  const meant = MEANT[extension]?.map(other => path.slice(0, -extension.length) + other);
  return (meant ?? (isFile(path) ? [] : WITHOUT_EXTENSION.map(other => path + other))).find(isFile);
}

const MEANT: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
  '.ts': [],
  '.mts': [],
  '.cts': [],
  '.tsx': [],
};
const WITHOUT_EXTENSION = ['.ts', '.tsx', '/index.ts'];

/** What Node would take the compiled file for: by its name, else by the nearest package.json; with no word there, CommonJS. */
export function formatOf(path: string): ModuleFormat {
  if (path.endsWith('.mts')) return 'module';
  if (path.endsWith('.cts')) return 'commonjs';
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const type = packageTypeIn(folder);
    if (type !== undefined) return type;
    if (folder === dirname(folder)) return 'commonjs';
  }
}

function packageTypeIn(folder: string): ModuleFormat | undefined {
  try {
    const { type } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly type?: unknown };
    return type === 'module' ? 'module' : 'commonjs';
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
