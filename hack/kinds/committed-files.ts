// The files of `runtime/kinds/` as they are, and what is wrong with them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the generated files are. */
export const KINDS_FOLDER = fileURLToPath(new URL('../../runtime/kinds', import.meta.url));

/** Each file's text by its name. */
export async function committedFiles(): Promise<Map<string, string>> {
  const names = await readdir(KINDS_FOLDER);
  const generated = names.filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const files = generated.map(async name => [name, await readFile(join(KINDS_FOLDER, name), 'utf8')] as const);
  return new Map(await Promise.all(files));
}

/** The names of the files that are missing, differ, or should not be there; in order. */
export function staleFiles(wanted: ReadonlyMap<string, string>, present: ReadonlyMap<string, string>): string[] {
  const names = new Set([...wanted.keys(), ...present.keys()]);
  return [...names].filter(name => wanted.get(name) !== present.get(name)).sort();
}
