// Reads an object in another version than it was written in.
import type { ApiObject } from './object/api-object.js';
import { notModelled } from './object/refusals.js';
import type { ResourceType } from './registry/resource-type.js';

/**
 * The object as one of this version. Custom resources only change their `apiVersion`, as the strategy None has it.
 * @throws StatusError 501 for built-in kinds, whose versions differ
 */
export function convert({ group, version, kind, custom }: ResourceType, object: ApiObject): ApiObject {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  if (object.apiVersion === apiVersion) return object;
  if (!custom) throw notModelled(`the conversion of ${kind} from ${object.apiVersion} to ${apiVersion}`);
  return { ...object, apiVersion };
}
