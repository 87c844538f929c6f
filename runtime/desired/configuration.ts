// What is sent for a wished object: with its owner, and with a mark by which it is known again.
import { createHash } from 'node:crypto';
import { apiVersionOf, type Kind, type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject, OwnerReference } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { keyText, type ObjectKey } from '../meta/object-key.js';
import { type DependentOptions, type DesiredObject, idOf } from './dependent.js';

/** On each applied object: a hash of what was applied, and who applied it. */
export const APPLIED_ANNOTATION = 'kubewright.dev/applied';

/** A wished object, ready to be sent. */
export interface Configuration {
  readonly kind: Kind<KubernetesObject>;
  readonly info: KindInfo;
  readonly key: ObjectKey;
  /** Tells it from all others of the set: `Service default/redis`. */
  readonly id: string;
  readonly body: ConfigurationBody;
  readonly hash: string;
  readonly options: DependentOptions;
}

export interface ConfigurationBody {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations: Readonly<Record<string, string>>;
    readonly ownerReferences: readonly OwnerReference[];
  };
}

type Owner = Snapshot<KubernetesObject>;

/**
 * @param applier who applies it, without spaces
 * @throws TypeError for an object that cannot be a dependent of this owner
 */
export function configurationOf(wished: DesiredObject, owner: Owner, applier: string): Configuration {
  const { kind, object, options } = wished;
  const info = kindInfo(kind);
  const { metadata, apiVersion, kind: _, status: __, ...fields } = object as unknown as Loose;
  const key = placed(info, metadata, owner);
  const { name, namespace, annotations, ownerReferences = [], ...rest } = metadata;
  const reference: OwnerReference = {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  const others = ownerReferences.filter(({ uid }) => uid !== owner.metadata.uid);
  if (others.some(({ controller }) => controller === true)) {
    throw new TypeError(`${info.kind} ${keyText(key)}: another controller stands in its ownerReferences; leave it out`);
  }
  const place = { name, ...(key.namespace === undefined ? {} : { namespace: key.namespace }) };
  const unmarked = { ...fields, metadata: { ...rest, ...place, ownerReferences: [...others, reference] } };
  const hash = hashOf({ ...unmarked, annotations, apiVersion: apiVersionOf(info) });
  const body: ConfigurationBody = {
    ...unmarked,
    metadata: { ...unmarked.metadata, annotations: { ...annotations, [APPLIED_ANNOTATION]: `${hash} ${applier}` } },
  };
  return { kind, info, key, id: idOf(kind, key), body, hash, options };
}

/** Who has applied an object; undefined when nobody says so. */
export function applierOf(object: Owner): string | undefined {
  return object.metadata.annotations?.[APPLIED_ANNOTATION]?.split(' ')[1];
}

/** The hash of what was applied last. */
export function appliedHashOf(object: Owner): string | undefined {
  return object.metadata.annotations?.[APPLIED_ANNOTATION]?.split(' ')[0];
}

interface Loose {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly OwnerReference[];
  };
  readonly [field: string]: unknown;
}

/** The garbage collector follows no reference from one namespace into another, or out of one. */
function placed(info: KindInfo, metadata: Loose['metadata'] | undefined, owner: Owner): ObjectKey {
  const home = namespaceOf(owner);
  if (typeof metadata?.name !== 'string' || metadata.name === '') {
    throw new TypeError(
      `a wished ${info.kind} has no metadata.name: a name is what it is known by at the next reconcile`,
    );
  }
  const { name, namespace = home } = metadata;
  const what = `${owner.kind} ${keyText({ name: owner.metadata.name, namespace: home })} cannot own ${info.kind}`;
  const instead = 'the garbage collector would delete it; write it with context.client, and delete it in finalize';
  if (info.scope === 'Cluster') {
    if (home !== undefined) throw new TypeError(`${what} ${name}, which is in no namespace: ${instead}`);
    return { name };
  }
  if (namespace === undefined) throw new TypeError(`${what} ${name} without a namespace: say metadata.namespace`);
  if (home !== undefined && namespace !== home) {
    throw new TypeError(`${what} ${namespace}/${name} of another namespace: ${instead}`);
  }
  return { namespace, name };
}

/** The namespace of an object; undefined for a cluster-scoped one. */
export function namespaceOf(object: Owner): string | undefined {
  const { namespace } = object.metadata as { readonly namespace?: string };
  return namespace === '' ? undefined : namespace;
}

/** The same for the same JSON, whatever the order of its fields is. */
export function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('base64url')
    .slice(0, 22);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, sorted(field)]));
}
