// Brings manifests to the cluster: definitions first, and what is defined by them when it is served.
import { type Clock, sleep } from '../runtime/clock/clock.js';
import {
  ApiError,
  type Apply,
  type Client,
  isNotFound,
  type KeyOf,
  type Kind,
  type KubernetesObject,
  kindInfo,
  kindOf,
  type ObjectMeta,
  type Snapshot,
} from '../runtime/index.js';
import * as kinds from '../runtime/kinds/index.js';
import { type Manifest, ManifestError, RefusedError } from './manifests.js';

/** What became of an object. */
export interface Applied {
  /** Such as `CustomResourceDefinition redis.example.com`. */
  readonly object: string;
  readonly outcome: 'created' | 'changed' | 'unchanged';
}

/** What manifests describe; those of cluster-scoped kinds have no namespace. */
interface AnyObject extends KubernetesObject {
  readonly metadata: ObjectMeta;
}

/** Milliseconds that a definition has to be established and served. */
const SERVED_WITHIN = 10_000;
/** Milliseconds after which a refusal of its names is not one of the names that it had before. */
const NAMES_WITHIN = 300;
const PAUSE = 10;

/**
 * Applies objects server-side, in their order but definitions before all others, and takes over fields that others have
 * written: the files are what counts. Definitions are established and served when this resolves.
 * @throws RefusedError at the first object that the server refuses; those before it are applied
 * @throws ManifestError for a kind that is neither built in nor defined
 */
export async function applyManifests(
  client: Client,
  manifests: readonly Manifest[],
  clock: Clock,
): Promise<readonly Applied[]> {
  const definitions = manifests.filter(isDefinition);
  const applied: Applied[] = [];
  for (const manifest of definitions) applied.push(await applyOne(client, kinds.CustomResourceDefinition, manifest));
  for (const definition of definitions) await untilServed(client, definition, clock);
  for (const manifest of manifests) {
    if (!isDefinition(manifest)) applied.push(await applyOne(client, await kindFor(client, manifest), manifest));
  }
  return applied;
}

/** What is read of a definition. */
interface Definition extends Manifest {
  readonly spec: kinds.CustomResourceDefinitionSpec;
}

function isDefinition(manifest: Manifest): manifest is Definition {
  return manifest.kind === 'CustomResourceDefinition';
}

async function applyOne(client: Client, kind: Kind<AnyObject>, manifest: Manifest): Promise<Applied> {
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

function objectName({ namespace, name }: Manifest['metadata']): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function hintFor(manifest: Manifest): string {
  if (!isDefinition(manifest)) return 'mend its file, and save a source';
  const { name } = manifest.metadata;
  return (
    'the definition that is there stays, with its objects. Where the new one cannot follow it, drop both and save again: ' +
    `kubectl delete crd ${name}`
  );
}

async function untilServed(client: Client, { metadata: { name }, spec }: Definition, clock: Clock): Promise<void> {
  const start = clock.monotonic();
  for (;;) {
    const { status } = await client.get(kinds.CustomResourceDefinition, { name });
    if (await isServed(client, spec, status)) return;
    const waited = clock.monotonic() - start;
    const refused = status?.conditions?.find(({ type, status }) => type === 'NamesAccepted' && status === 'False');
    if (refused !== undefined && waited > NAMES_WITHIN) {
      const hint =
        'another definition has that name; is it this one, as it was called before? kubectl delete crd <its name>';
      throw new RefusedError(`CustomResourceDefinition ${name}`, `${name} is not served: ${refused.message}`, hint);
    }
    if (waited > SERVED_WITHIN) {
      const hint = `kubectl describe crd ${name} tells what it lacks`;
      throw new RefusedError(`CustomResourceDefinition ${name}`, `${name} is applied, but not served`, hint);
    }
    await sleep(clock, PAUSE);
  }
}

/** Established is what the definition says; that lists are answered is what the operator's caches need. */
async function isServed(
  client: Client,
  spec: kinds.CustomResourceDefinitionSpec,
  status: Snapshot<kinds.CustomResourceDefinition>['status'],
): Promise<boolean> {
  const isEstablished = status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True');
  if (!isEstablished) return false;
  const served = spec.versions.filter(version => version.served);
  const lists = served.map(({ name: version }) => client.list(customKind(spec, version), { limit: 1 }));
  return (await Promise.all(lists).catch(unlessNotFound)) !== undefined;
}

/** A kind that is built in, else one that the cluster has a definition of. */
async function kindFor(client: Client, { apiVersion, kind, metadata }: Manifest): Promise<Kind<AnyObject>> {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const builtIn = BUILT_IN.find(each => {
    const info = kindInfo(each);
    return info.kind === kind && info.group === group && info.version === version;
  });
  if (builtIn !== undefined) return builtIn;
  const { items } = await client.list(kinds.CustomResourceDefinition);
  const definition = items.find(({ spec }) => spec.group === group && spec.names.kind === kind);
  if (definition !== undefined) return customKind(definition.spec as kinds.CustomResourceDefinitionSpec, version);
  throw new ManifestError(
    `${kind} ${metadata.name}: nothing defines ${kind} in ${apiVersion}`,
    'add its definition to the manifests, or apply it with kubectl',
  );
}

const BUILT_IN = Object.values(kinds) as readonly Kind<AnyObject>[];

function customKind({ group, names, scope }: kinds.CustomResourceDefinitionSpec, version: string) {
  const { kind, plural } = names;
  return kindOf<AnyObject>()({ group, version, kind, plural, scope: scope as 'Namespaced' | 'Cluster' });
}

function unlessNotFound(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
  return undefined;
}
