// The objects that a test begins with: given as they are, or in YAML files.
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { loadAll } from 'js-yaml';

/** An object as it stands in a file. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name?: string;
    readonly generateName?: string;
    readonly namespace?: string;
  };
}

/** An object, and where it was read. */
export interface SourcedManifest {
  readonly manifest: Manifest;
  /** The path of its file; empty for one that was given. */
  readonly file: string;
}

/**
 * The objects of a file or of all YAML and JSON files of a folder and the folders in it, by name; `List`s are taken apart,
 * and the files of kustomize are left out.
 * @throws Error that names the file when one cannot be read, or holds what is no object
 */
export async function readManifests(path: string): Promise<readonly SourcedManifest[]> {
  const manifests: SourcedManifest[] = [];
  for (const file of await manifestFiles(path)) {
    manifests.push(...documents(await readFile(file, 'utf8'), file).flatMap(document => objectsOf(document, file)));
  }
  return manifests;
}

/** @throws Error for what is no object of Kubernetes */
export function sourcedManifest(object: object, file = ''): SourcedManifest {
  const { apiVersion, kind, metadata } = object as Partial<Manifest>;
  if (typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata === 'object') {
    return { manifest: object as Manifest, file };
  }
  const place = file === '' ? 'what is seeded' : file;
  throw new Error(`${place}: an object needs apiVersion, kind and metadata, and this is ${JSON.stringify(object)}`);
}

async function manifestFiles(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile() && EXTENSIONS.has(extname(entry.name)) && !KUSTOMIZATION.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}

const EXTENSIONS = new Set(['.yaml', '.yml', '.json']);
const KUSTOMIZATION = /^kustomization\.ya?ml$/i;

function documents(text: string, file: string): readonly unknown[] {
  try {
    return loadAll(text);
  } catch (error) {
    throw new Error(`${file} is no YAML: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

function objectsOf(document: unknown, file: string): readonly SourcedManifest[] {
  if (document === null || document === undefined) return [];
  if (typeof document !== 'object') throw new Error(`${file}: ${JSON.stringify(document)} is no object`);
  const { kind, items } = document as { readonly kind?: unknown; readonly items?: readonly unknown[] };
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    return items.flatMap(item => objectsOf(item, file));
  }
  return [sourcedManifest(document, file)];
}
