// Files -> the objects in them, as `kubectl apply --recursive --filename` finds them.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { allGoYaml, type GoYaml, GoYamlError } from '../schema/yaml/go-yaml.js';
import { ManifestError, type SourcedManifest, sourcedManifest } from './manifest.js';

/**
 * The objects in a file, or in all YAML and JSON files of a folder and the folders in it, by name; links to folders are not
 * followed. `List`s are taken apart. What is for kustomize is left out: it says what to do with objects, and is none.
 * @throws ManifestError that names the file when one is not there, or holds what is no object
 */
export function readManifests(path: string): readonly SourcedManifest[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new ManifestError(`${path} does not exist`, 'name a file or folder of manifests');
  const files = stats.isDirectory() ? filesIn(path) : [path];
  return files.flatMap(file => documentsOf(file).flatMap(document => objectsOf(document, file)));
}

function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.sort(byName).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return isManifestFile(path) && statSync(path, { throwIfNoEntry: false })?.isFile() ? [path] : [];
  });
}

/** By code units, which is the same on all machines. */
function byName({ name: a }: { readonly name: string }, { name: b }: { readonly name: string }): number {
  return a < b ? -1 : 1;
}

function isManifestFile(path: string): boolean {
  return EXTENSIONS.has(extname(path)) && !KUSTOMIZATION.test(basename(path));
}

const EXTENSIONS = new Set(['.yaml', '.yml', '.json']);
/** A kustomization may leave out what says that it is one, and its configurations have nothing that does. */
const KUSTOMIZATION = /^kustomiz(ation|econfig)\.ya?ml$/i;

function documentsOf(file: string): readonly unknown[] {
  return parsed(file).map(({ value, duplicates, rounded: [rounded] }) => {
    const twice = duplicates.find(({ merged }) => !merged);
    if (twice !== undefined) throw new ManifestError(`${file}: ${twice.text}`, 'leave one of the two out');
    if (rounded !== undefined) {
      const what = `${file}: ${rounded.path} is ${rounded.written}, of which JavaScript would lose the last digits`;
      throw new ManifestError(what, 'apply this file with kubectl');
    }
    return value;
  });
}

function parsed(file: string): readonly GoYaml[] {
  const text = readFileSync(file, 'utf8');
  try {
    return allGoYaml(text);
  } catch (error) {
    const where = error instanceof GoYamlError ? ` (line ${error.line})` : '';
    const why = `${file} is no YAML: ${(error as Error).message}${where}`;
    throw new ManifestError(why, 'mend it, and save it', { cause: error });
  }
}

function objectsOf(document: unknown, file: string): readonly SourcedManifest[] {
  // A file may begin or end with a separator, and hold nothing but comments.
  if (document === null || document === undefined) return [];
  const { apiVersion, kind, items } = document as Readonly<Record<string, unknown>>;
  if (typeof apiVersion === 'string' && apiVersion.startsWith('kustomize.config.k8s.io/')) return [];
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    return items.flatMap(item => objectsOf(item, file));
  }
  return [sourcedManifest(document, file)];
}
