// Compares the files as they should be with the files as they are.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { FileError } from './file-error.js';
import { VERSION_ANNOTATION } from './generated-by.js';
import type { Manifest } from './manifest.js';
import { OUTPUT_FOLDERS } from './output-folders.js';

/** One file, and what has to happen to it. */
export interface FileChange {
  /** Absolute. */
  readonly path: string;
  /** What is there; absent if nothing is. */
  readonly before?: string;
  /** What should be there; absent if nothing should. */
  readonly after?: string;
  /** Whether somebody else's file is there and stays, in place of one that codegen would make. */
  readonly kept?: true;
}

/**
 * What has to change below `out` so that it holds the manifests, sorted by path; unchanged files are in it too, with
 * `before` equal to `after`, also where only line ends differ. A file is to go only if it lies where codegen writes and
 * carries codegen's annotation; one without it also stays where a manifest yields.
 * @throws FileError if a file or folder cannot be read
 */
export function planChanges(out: string, manifests: readonly Manifest[]): readonly FileChange[] {
  const wanted = manifests.map(({ path, content, yields = false }): FileChange => {
    const file = join(out, path);
    const { before } = existing(file);
    if (before === undefined) return { path: file, after: content };
    // Git on Windows checks files out with other line ends, and YAML means the same by them.
    if (withLineFeeds(before) === content) return { path: file, before, after: before };
    if (yields && !isOurs(file, before)) return { path: file, before, after: before, kept: true };
    return { path: file, before, after: content };
  });
  const paths = new Set(wanted.map(change => change.path));
  const leftOver = placesOfOurs(out)
    .filter(path => !paths.has(path))
    .map(path => ({ path, ...existing(path) }))
    .filter(({ path, before }) => before !== undefined && isOurs(path, before));
  return [...wanted, ...leftOver].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** As codegen ends lines. */
export function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function placesOfOurs(out: string): readonly string[] {
  return OUTPUT_FOLDERS.flatMap(name => {
    const folder = join(out, name);
    const entries = ifThere(folder, () => readdirSync(folder, { withFileTypes: true })) ?? [];
    const files = entries.filter(entry => entry.isFile() && entry.name.endsWith('.yaml'));
    return files.map(entry => join(folder, entry.name));
  });
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

/** The files in which codegen writes more than one document. */
const OF_SEVERAL = /\/((webhook_certificates_)?role(_binding)?|manifests)\.yaml$/;
/** Where there is no object to annotate. */
const VERSION_COMMENT = new RegExp(`^# ${VERSION_ANNOTATION}: `);

/** Whether each document carries the annotation: with another one among them the file is somebody's work. */
function isOurs(path: string, content: string): boolean {
  if (!content.includes(VERSION_ANNOTATION)) return false;
  if (path.endsWith('kustomizeconfig.yaml')) return VERSION_COMMENT.test(content);
  try {
    const objects = loadAll(content) as ({ metadata?: { annotations?: Record<string, unknown> } } | null)[];
    if (objects.length === 0 || (objects.length > 1 && !OF_SEVERAL.test(path.replaceAll('\\', '/')))) return false;
    return objects.every(each => each?.metadata?.annotations?.[VERSION_ANNOTATION] !== undefined);
  } catch {
    // No YAML at all: someone made this file theirs.
    return false;
  }
}
