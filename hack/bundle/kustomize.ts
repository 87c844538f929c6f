// The objects that kustomize makes of config/.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { load, loadAll } from 'js-yaml';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** An object as a manifest has it. */
export interface Manifest extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string } & JsonObject;
}

/** What a kustomization.yaml of ours says. Paths are absolute, or from `config/default`. */
export interface Kustomization {
  readonly namespace?: string;
  readonly namePrefix?: string;
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
  readonly [key: string]: unknown;
}

export const CONFIG = fileURLToPath(new URL('../../config', import.meta.url));
const DEFAULT = join(CONFIG, 'default');

/** What `config/default` says. */
export async function defaultKustomization(): Promise<Kustomization> {
  return load(await readFile(join(DEFAULT, 'kustomization.yaml'), 'utf8')) as Kustomization;
}

/**
 * The text that `kubectl kustomize` prints for kustomizations, of which each builds on the one before it.
 * @param kubectl the path of kubectl
 * @throws Error with what kubectl says when it cannot build them
 */
export async function kustomize(kubectl: string, ...layers: readonly Kustomization[]): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'kubewright-kustomize-')));
  try {
    for (const [index, layer] of layers.entries()) {
      await mkdir(join(folder, String(index)));
      const { resources = [], components = [], ...rest } = layer;
      const from = (path: string) =>
        relative(join(folder, String(index)), isAbsolute(path) ? path : join(DEFAULT, path));
      const below = index === 0 ? [] : [`../${index - 1}`];
      const whole = { ...rest, resources: [...below, ...resources.map(from)], components: components.map(from) };
      await writeFile(join(folder, String(index), 'kustomization.yaml'), JSON.stringify(whole));
    }
    const args = ['kustomize', '--load-restrictor=LoadRestrictionsNone', join(folder, String(layers.length - 1))];
    return (await promisify(execFile)(kubectl, args, { maxBuffer: 64 << 20 })).stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The objects in a text of YAML documents. */
export function manifestsIn(text: string): readonly Manifest[] {
  return (loadAll(text) as (Manifest | null)[]).filter(document => document !== null);
}
