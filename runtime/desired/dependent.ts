// One object that a reconciled object wants to exist.
import { type Kind, type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { ApplyFields, New } from '../client/shapes.js';
import { keyText, type ObjectKey } from '../meta/object-key.js';

/**
 * A whole object, as it is wished: apiVersion and kind follow from the kind, the status is not ours. The namespace is that of
 * the owner where it is left out.
 */
export type Wished<T extends KubernetesObject> = Omit<New<T>, 'metadata'> & {
  readonly metadata: Omit<ApplyFields<T['metadata']>, ServerSet> & { readonly name: string };
};

type ServerSet =
  | 'uid'
  | 'resourceVersion'
  | 'generation'
  | 'creationTimestamp'
  | 'deletionTimestamp'
  | 'deletionGracePeriodSeconds'
  | 'selfLink'
  | 'managedFields';

/** How one object is applied; each goes before what the whole call says. */
export interface DependentOptions {
  /** Take over fields that other managers own, instead of failing with a `FieldConflictError`. Default false. */
  readonly force?: boolean;
  /** Take an object of this name that is there already and that nobody controls. Default false: it fails. */
  readonly adopt?: boolean;
  /** Objects of a wave are applied when all of those of lower waves are there. A whole number; default 0. */
  readonly wave?: number;
}

/** An object that is wished; made by `dependent`. */
export interface DesiredObject {
  readonly kind: Kind<KubernetesObject>;
  readonly object: Wished<KubernetesObject>;
  readonly options: DependentOptions;
}

/**
 * An object for `context.apply`: `dependent(Service, { metadata: { name: redis.metadata.name }, spec: { ... } })`. Only what is
 * written here becomes ours: other fields of the object belong to whoever sets them.
 */
export function dependent<T extends KubernetesObject>(
  kind: Kind<T>,
  object: NoInfer<Wished<T>>,
  options: DependentOptions = {},
): DesiredObject {
  return {
    kind: kind as Kind<KubernetesObject>,
    object: object as unknown as Wished<KubernetesObject>,
    options,
  };
}

/** Tells kinds apart whatever their version is: `Deployment.apps`, `Pod`. */
export function groupKind({ group, kind }: Pick<KindInfo, 'group' | 'kind'>): string {
  return group === '' ? kind : `${kind}.${group}`;
}

/** `groupKind` of a kind. */
export function groupKindOf(kind: Kind<unknown>): string {
  return groupKind(kindInfo(kind));
}

/** Tells an object from all others: `Service default/redis`. */
export function idOf(kind: Kind<unknown>, key: ObjectKey): string {
  return `${groupKindOf(kind)} ${keyText(key)}`;
}
