// Compares the files as they should be with the files as they are.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { CRD_FOLDER, type Manifest, ROLE_FILE } from './documents.js';
import { FileError } from './file-error.js';
import { VERSION_ANNOTATION } from './generated-by.js';

/** One file, and what has to happen to it. */
export interface FileChange {
  /** Absolute. */
  readonly path: string;
  /** What is there; absent if nothing is. */
  readonly before?: string;
  /** What should be there; absent if nothing should. */
  readonly after?: string;
}

/**
 * What has to change below `out` so that it holds the manifests, sorted by path; unchanged files are in it too, with
 * `before` equal to `after`. A file is to go only if it lies where codegen writes and carries codegen's annotation.
 * @throws FileError if a file or folder cannot be read
 */
export function planChanges(out: string, manifests: readonly Manifest[]): readonly FileChange[] {
  const wanted = manifests.map(({ path, content }) => {
    const file = join(out, path);
    return { path: file, ...existing(file), after: content };
  });
  const paths = new Set(wanted.map(change => change.path));
  const leftOver = placesOfOurs(out)
    .filter(path => !paths.has(path))
    .map(path => ({ path, ...existing(path) }))
    .filter(({ before }) => before !== undefined && isOurs(before));
  return [...wanted, ...leftOver].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function placesOfOurs(out: string): readonly string[] {
  const folder = join(out, CRD_FOLDER);
  const names = ifThere(folder, () => readdirSync(folder, { withFileTypes: true })) ?? [];
  const definitions = names.filter(entry => entry.isFile() && entry.name.endsWith('.yaml'));
  return [...definitions.map(entry => join(folder, entry.name)), join(out, ROLE_FILE)];
}

function existing(path: string): { readonly before?: string } {
  const before = ifThere(path, () => readFileSync(path, 'utf8'));
  return before === undefined ? {} : { before };
}

function ifThere<T>(path: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new FileError('read', path, error);
  }
}

function isOurs(content: string): boolean {
  if (!content.includes(VERSION_ANNOTATION)) return false;
  try {
    const object = load(content) as { metadata?: { annotations?: Record<string, unknown> } } | null;
    return object?.metadata?.annotations?.[VERSION_ANNOTATION] !== undefined;
  } catch {
    // Several documents, or no YAML at all: someone made this file theirs.
    return false;
  }
}
