// Brings manifests to the cluster: definitions first, and what is defined by them when it is served.
import { type Manifest, ManifestError, RefusedError, type SourcedManifest } from '../manifests/manifest.js';
import { type AnyObject, customKind, untilServed } from '../manifests/until-served.js';
import type { Clock } from '../runtime/clock/clock.js';
import { ApiError, type Apply, type Client, isNotFound, type KeyOf, type Kind, kindInfo } from '../runtime/index.js';
import * as kinds from '../runtime/kinds/index.js';

/** What became of an object. */
export interface Applied {
  /** Such as `CustomResourceDefinition redis.example.com`. */
  readonly object: string;
  readonly outcome: 'created' | 'changed' | 'unchanged';
}

/**
 * Applies objects server-side, in their order but definitions and then namespaces before all others, and takes over fields
 * that others have written: the files are what counts. Definitions are established and served when this resolves.
 * @throws RefusedError at the first object that the server refuses; those before it are applied
 * @throws ManifestError for one without a name, or of a kind that is neither built in nor defined
 */
export async function applyManifests(
  client: Client,
  sources: readonly SourcedManifest[],
  clock: Clock,
): Promise<readonly Applied[]> {
  const manifests = sources.map(named);
  const definitions = manifests.filter(isDefinition);
  const applied: Applied[] = [];
  for (const manifest of definitions) applied.push(await applyOne(client, kinds.CustomResourceDefinition, manifest));
  for (const { metadata } of definitions) await untilServed(client, metadata.name, { clock });
  const others = manifests.filter(manifest => !isDefinition(manifest));
  const namespacesFirst = [...others.filter(isNamespace), ...others.filter(manifest => !isNamespace(manifest))];
  for (const manifest of namespacesFirst) {
    applied.push(await applyOne(client, await kindFor(client, manifest), manifest));
  }
  return applied;
}

/** What can be applied, again and again. */
interface NamedManifest extends Manifest {
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

function named({ manifest, file }: SourcedManifest): NamedManifest {
  const { name } = manifest.metadata;
  if (name !== undefined) return { ...manifest, metadata: { ...manifest.metadata, name } };
  throw new ManifestError(
    `${file}: a ${manifest.kind} has a generateName in place of a name, so it would be another one each time`,
    'give it a name, or create it with kubectl',
  );
}

function isDefinition(manifest: Manifest): boolean {
  return manifest.kind === 'CustomResourceDefinition';
}

function isNamespace({ apiVersion, kind }: Manifest): boolean {
  return apiVersion === 'v1' && kind === 'Namespace';
}

async function applyOne(client: Client, kind: Kind<AnyObject>, manifest: NamedManifest): Promise<Applied> {
  const { scope } = kindInfo(kind);
  const metadata = scope === 'Namespaced' ? { namespace: 'default', ...manifest.metadata } : manifest.metadata;
  const object = `${manifest.kind} ${objectName(metadata)}`;
  try {
    const before = await client.get(kind, metadata as KeyOf<AnyObject>).catch(unlessNotFound);
    // What the file says is checked by the server, not by a type.
    const wanted = { ...manifest, metadata } as Apply<AnyObject>;
    const after = await client.apply(kind, wanted, { force: true });
    if (before === undefined) return { object, outcome: 'created' };
    const isSame = before.metadata.resourceVersion === after.metadata.resourceVersion;
    return { object, outcome: isSame ? 'unchanged' : 'changed' };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new RefusedError(object, error.message, hintFor(manifest), { cause: error });
  }
}

function objectName({ namespace, name }: NamedManifest['metadata']): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function hintFor(manifest: NamedManifest): string {
  if (!isDefinition(manifest)) return 'mend its file, and save a source';
  const { name } = manifest.metadata;
  return (
    'the definition that is there stays, with its objects. Where the new one cannot follow it, drop both and save again: ' +
    `kubectl delete crd ${name}`
  );
}

/** A kind that is built in, else one that the cluster has a definition of. */
async function kindFor(client: Client, { apiVersion, kind, metadata }: NamedManifest): Promise<Kind<AnyObject>> {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const builtIn = BUILT_IN.find(each => {
    const info = kindInfo(each);
    return info.kind === kind && info.group === group && info.version === version;
  });
  if (builtIn !== undefined) return builtIn;
  const { items } = await client.list(kinds.CustomResourceDefinition);
  const definition = items.find(({ spec }) => spec.group === group && spec.names.kind === kind);
  if (definition !== undefined) return customKind(definition.spec, version);
  throw new ManifestError(
    `${kind} ${metadata.name}: nothing defines ${kind} in ${apiVersion}`,
    'add its definition to the manifests, or apply it with kubectl',
  );
}

const BUILT_IN = Object.values(kinds) as readonly Kind<AnyObject>[];

function unlessNotFound(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
  return undefined;
}
