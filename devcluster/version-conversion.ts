// Reads an object in another version than it was written in.
import { convertBuiltin } from './builtin/conversion/convert-builtin.js';
import type { ApiObject } from './object/api-object.js';
import type { ResourceType } from './registry/resource-type.js';

/** The object as one of this version. Custom resources only change their `apiVersion`, as the strategy None has it. */
export function convert({ group, version, custom }: ResourceType, object: ApiObject): ApiObject {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  if (object.apiVersion === apiVersion) return object;
  return custom ? { ...object, apiVersion } : convertBuiltin(object, apiVersion);
}
