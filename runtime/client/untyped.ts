// Objects of kinds that no class and no constant declares.
import { type KindConstant, type KindInfo, kindOf } from '../../decorators/kind.js';
import type { ClusterObjectMeta, KubernetesObject } from '../../decorators/object-meta.js';

/** An object of which the compiler knows no more than that it is one. */
export interface UntypedObject extends KubernetesObject {
  /** With a namespace where the kind is namespaced. */
  metadata: ClusterObjectMeta & { namespace?: string };
  spec?: unknown;
  status?: unknown;
  [field: string]: unknown;
}

/** A kind by its names alone; it stands wherever a kind does. */
export type UntypedKind = KindConstant<UntypedObject, KindInfo>;

/**
 * The kind of these names, where they are known and the shape of the objects does not matter:
 * `untypedKind({ group: 'example.org', version: 'v1', kind: 'Lamp', plural: 'lamps', scope: 'Namespaced' })`. `client.kind`
 * asks the server for plural and scope.
 */
export function untypedKind<const Info extends KindInfo>(info: Info): KindConstant<UntypedObject, Info> {
  return kindOf<UntypedObject>()(info);
}
