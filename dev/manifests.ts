// YAML files -> the objects in them.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

/** An object as a file has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** A file that is no manifest; `hint` says what to do. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';

  constructor(
    message: string,
    readonly hint: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The server did not take an object; it is as it was. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(
    readonly object: string,
    message: string,
    readonly hint: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The objects in a file, or in all YAML files of a folder and those below, by path; none when nothing is there. Files for
 * kustomize are left out: they say what to do with objects, and are none.
 * @throws ManifestError
 */
export function readManifests(path: string): readonly Manifest[] {
  return yamlFiles(path).flatMap(file => manifestsIn(file));
}

function yamlFiles(path: string): readonly string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [path];
  const names = readdirSync(path).sort();
  return names.flatMap(name => {
    const below = join(path, name);
    if (statSync(below, { throwIfNoEntry: false })?.isDirectory()) return yamlFiles(below);
    return /\.(ya?ml|json)$/.test(name) ? [below] : [];
  });
}

function manifestsIn(file: string): readonly Manifest[] {
  let documents: unknown[];
  try {
    documents = loadAll(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ManifestError(`${file} is no YAML: ${(error as Error).message}`, 'mend it, and save it', {
      cause: error,
    });
  }
  return documents
    .filter(document => document !== null && document !== undefined)
    .filter(document => !isForKustomize(document))
    .map(document => {
      if (isManifest(document)) return document;
      throw new ManifestError(`${file} holds what is no object`, 'each needs apiVersion, kind and metadata.name');
    });
}

function isForKustomize(document: unknown): boolean {
  const { apiVersion = '' } = document as { readonly apiVersion?: string };
  return typeof apiVersion === 'string' && apiVersion.startsWith('kustomize.config.k8s.io/');
}

function isManifest(document: unknown): document is Manifest {
  const { apiVersion, kind, metadata } = document as Partial<Manifest>;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata?.name === 'string';
}
