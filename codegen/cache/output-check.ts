// The output folder, as a run has left it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION_ANNOTATION } from '../emit/generated-by.js';
import { OUTPUT_FOLDERS } from '../emit/output-folders.js';
import { withLineFeeds } from '../emit/plan.js';
import { hashOf } from '../files/fingerprint.js';
import { hashOfEntries, listFolder } from '../files/source-tree.js';
import type { GeneratedDocument, GeneratedFile } from '../model/result.js';

/** What is enough to tell whether a run would change anything. */
export interface OutputState {
  /** The manifests; `own` is what the source asks for where somebody else's file was kept. */
  readonly files: readonly { readonly path: string; readonly hash: string; readonly own?: string }[];
  /** Hashes of the names in the folders that are cleaned up. */
  readonly folders: readonly string[];
  /** Files of others in these folders, by path, with the hashes of their bytes. */
  readonly strangers: readonly (readonly [string, string])[];
}

/** Undefined if it cannot be told apart from one that needs a run. */
export function outputState(
  folder: string,
  documents: readonly GeneratedDocument[],
  files: readonly GeneratedFile[],
): OutputState | undefined {
  const byPath = new Map(files.map(file => [file.path, file]));
  const strangers: [string, string][] = [];
  for (const name of OUTPUT_FOLDERS) {
    for (const file of listFolder(join(folder, name)).files) {
      const path = join(folder, name, file);
      if (!file.endsWith('.yaml') || byPath.get(path)?.after !== undefined) continue;
      const text = readIfThere(path);
      if (text === undefined || text.includes(VERSION_ANNOTATION)) return undefined;
      strangers.push([path, hashOf(text)]);
    }
  }
  const known = documents.map(({ path, content }) => {
    const { state, after = content } = byPath.get(join(folder, path)) ?? {};
    return { path, hash: hashOf(after), ...(state === 'kept' && { own: content }) };
  });
  return { files: known, folders: foldersNow(folder), strangers };
}

/** What a run would find and leave alone; undefined if it would have something to do. */
export function unchangedOutput(
  folder: string,
  { files, folders, strangers }: OutputState,
): { readonly documents: readonly GeneratedDocument[]; readonly files: readonly GeneratedFile[] } | undefined {
  if (foldersNow(folder).some((hash, at) => hash !== folders[at])) return undefined;
  for (const [path, hash] of strangers) {
    const text = readIfThere(path);
    if (text === undefined || hashOf(text) !== hash) return undefined;
  }
  const documents: GeneratedDocument[] = [];
  const found: GeneratedFile[] = [];
  for (const { path, hash, own } of files) {
    const full = join(folder, path);
    const text = readIfThere(full);
    if (text === undefined || hashOf(text) !== hash) return undefined;
    documents.push({ path, content: own ?? withLineFeeds(text) });
    found.push({ path: full, state: own === undefined ? 'unchanged' : 'kept', before: text, after: text });
  }
  return { documents, files: found.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function foldersNow(folder: string): readonly string[] {
  return OUTPUT_FOLDERS.map(name => hashOfEntries(listFolder(join(folder, name))));
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
