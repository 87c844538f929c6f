// Asks a selector about objects of the store, which are read only when that is needed.
import type { ResourceType } from '../registry/resource-type.js';
import type { ObjectSelector } from '../selector/object-selector.js';
import type { StoredObject } from '../store/stored-object.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';

export function matchesStored(
  selector: ObjectSelector,
  storage: ResourceStorage,
  type: ResourceType,
  stored: StoredObject,
): boolean {
  if (selector.everything) return true;
  if (selector.name !== undefined && selector.name !== stored.key.name) return false;
  // Another version may have other labels.
  const byLabels = type.convertedBy === undefined ? selector.byLabels : undefined;
  return byLabels?.(stored.labels) ?? selector.matches(storage.presented.nearest(type, stored.object));
}
