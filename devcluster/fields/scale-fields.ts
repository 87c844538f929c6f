// Managed fields through the scale subresource: those of its replicas are those of the object's.
import type { JsonObject } from '../object/json.js';
import { namedPath } from './adjust-fields.js';
import type { FieldPath } from './field-element.js';
import { FieldSet } from './field-set.js';
import { decodeManagers, encodeManagers, type ManagerEntry } from './managers.js';

const SCALE_VERSION = 'autoscaling/v1';
const SCALE_REPLICAS = namedPath('spec', 'replicas');

/**
 * The path of the replicas in a version of the object's kind, such as `namedPath('spec', 'replicas')`; undefined for a
 * version that is not served.
 */
export type ReplicasPath = (apiVersion: string) => FieldPath | undefined;

/** The managed fields of a Scale: those entries of the object that own the replicas. */
export function scaleManagedFields(managedFields: readonly JsonObject[], path: ReplicasPath): readonly JsonObject[] {
  const scale = new Map<string, ManagerEntry>();
  for (const [identity, entry] of decodeManagers(managedFields)) {
    const replicas = path(entry.apiVersion);
    if (replicas === undefined || !entry.fields.has(replicas)) continue;
    scale.set(identity, { ...entry, apiVersion: SCALE_VERSION, fields: FieldSet.of(SCALE_REPLICAS) });
  }
  return encodeManagers(scale);
}

/**
 * The managed fields of the object after a write of its Scale: whoever does not own the replicas of the Scale any more
 * loses those of the object, and who owns them newly gets an entry, which has no time. Updaters are known by their versions
 * too, which a Scale does not share: even those who still own the replicas get an entry of their own for them, as on the
 * real server.
 *
 * @param before the managed fields of the object
 * @param scale the managed fields of the Scale after the write
 * @param apiVersion the version of the object that the write went through
 */
export function managedFieldsAfterScale(
  before: readonly JsonObject[],
  scale: readonly JsonObject[],
  apiVersion: string,
  path: ReplicasPath,
): readonly JsonObject[] {
  const scalers = new Map(decodeManagers(scale));
  const after = new Map<string, ManagerEntry>();
  for (const [identity, entry] of decodeManagers(before)) {
    const replicas = path(entry.apiVersion);
    if (replicas === undefined) continue;
    const stays = scalers.delete(identity) || !entry.fields.has(replicas);
    const fields = stays ? entry.fields : entry.fields.difference(FieldSet.of(replicas));
    if (!fields.empty) after.set(identity, { ...entry, fields });
  }
  const own = path(apiVersion);
  for (const [identity, entry] of scalers) {
    if (own === undefined || !entry.fields.has(SCALE_REPLICAS)) continue;
    const { time: _, ...timeless } = entry;
    after.set(identity, { ...timeless, apiVersion, fields: FieldSet.of(own) });
  }
  return encodeManagers(after);
}
