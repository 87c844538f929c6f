// Which kinds of objects were applied for an owner, kept on the owner itself: where to look for what is no longer wished.
import { createHash } from 'node:crypto';
import { apiVersionOf, type Kind, type KindInfo, kindInfo, kindOf } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Configuration } from './configuration.js';
import { groupKind } from './dependent.js';

/** A kind of which there may be objects. */
export interface InventoryKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** The plural name, as URLs have it. */
  readonly resource: string;
  /** Where they may be, `*` for everywhere; absent for a cluster-scoped kind. */
  readonly namespaces?: readonly string[];
}

/** In place of the names of namespaces, when they are many. */
export const EVERYWHERE = '*';
/** Names that are noted one by one: an annotation has a size, and namespaces come and go. */
const MOST_NAMESPACES = 100;

/** Kinds by `groupKind`. */
export type Inventory = ReadonlyMap<string, InventoryKind>;

/**
 * The annotation of an owner that holds the inventory of one applier: each has its own, so that none overwrites another's.
 * @param applier `manager/controller`
 */
export function inventoryAnnotation(applier: string): string {
  // A controller with a dot is not taken as it is: two appliers would have one annotation.
  const isName = applier.length <= 63 && /^[a-z\d][\w.-]*\/[\w-]*[a-z\d]$/i.test(applier);
  return `applied.kubewright.dev/${isName ? applier.replace('/', '.') : createHash('sha256').update(applier).digest('hex').slice(0, 40)}`;
}

/** What the owner says; undefined where it is no inventory, because somebody has edited it. Nothing there: empty. */
export function readInventory(owner: Snapshot<KubernetesObject>, annotation: string): Inventory | undefined {
  const text = owner.metadata.annotations?.[annotation];
  if (text === undefined) return new Map();
  try {
    const kinds: unknown = JSON.parse(text);
    if (!Array.isArray(kinds) || !kinds.every(isInventoryKind)) return undefined;
    return new Map(kinds.map(kind => [groupKind(infoOf(kind)), kind]));
  } catch {
    return undefined;
  }
}

/** The text of the annotation. */
export function inventoryText(inventory: Inventory): string {
  return JSON.stringify([...inventory].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind));
}

/** The inventory with the kinds and namespaces of these objects; the same one when it has them already. */
export function withKinds(inventory: Inventory, wished: readonly Configuration[]): Inventory {
  let grown = inventory;
  for (const { info, key } of wished) {
    const present = grown.get(groupKind(info));
    const known = present?.namespaces ?? [];
    const apiVersion = apiVersionOf(info);
    const isKnown = key.namespace === undefined || known.includes(key.namespace) || known[0] === EVERYWHERE;
    // In another version too: the noted one may be served no more when the kind is looked for.
    if (present?.apiVersion === apiVersion && isKnown) continue;
    const all = key.namespace === undefined || isKnown ? known : [...known, key.namespace].sort();
    const namespaces =
      key.namespace === undefined ? {} : { namespaces: all.length > MOST_NAMESPACES ? [EVERYWHERE] : all };
    const kind = { apiVersion, kind: info.kind, resource: info.plural, ...namespaces };
    grown = new Map([...grown, [groupKind(info), kind]]);
  }
  return grown;
}

/** The inventory without these kinds. */
export function withoutKinds(inventory: Inventory, groupKinds: ReadonlySet<string>): Inventory {
  return new Map([...inventory].filter(([name]) => !groupKinds.has(name)));
}

/** The kinds that the program does not know any more. */
export function unknownKinds(inventory: Inventory, known: readonly Kind<KubernetesObject>[]): readonly InventoryKind[] {
  const names = new Set(known.map(kind => groupKind(kindInfo(kind))));
  return [...inventory].filter(([name]) => !names.has(name)).map(([, kind]) => kind);
}

/** A constant for a kind that the program has none for. */
export function kindConstant(kind: InventoryKind): Kind<KubernetesObject> {
  return kindOf<KubernetesObject>()(infoOf(kind));
}

function infoOf({ apiVersion, kind, resource, namespaces }: InventoryKind): KindInfo {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { group, version, kind, plural: resource, scope: namespaces === undefined ? 'Cluster' : 'Namespaced' };
}

function isInventoryKind(value: unknown): value is InventoryKind {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, resource, namespaces } = value as Record<string, unknown>;
  return (
    [apiVersion, kind, resource].every(text => typeof text === 'string' && text !== '') &&
    (namespaces === undefined || (Array.isArray(namespaces) && namespaces.every(name => typeof name === 'string')))
  );
}
