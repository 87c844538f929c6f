// How objects that are kept in one version are read and written in another, where somebody has to be asked for that.
import type { ApiObject } from '../object/api-object.js';
import type { ResourceType } from '../registry/resource-type.js';

/** Conversions that take a webhook. Of kinds without one nothing is asked. */
export interface Conversions {
  /** An object of the store as one of this version, if `ready` has been asked for it; undefined otherwise. */
  known(type: ResourceType, stored: ApiObject): ApiObject | undefined;
  /** Resolves when these objects of the store are known as ones of this version. @throws StatusError 500 */
  ready(type: ResourceType, stored: readonly ApiObject[]): Promise<void>;
  /** An object as one of another version of its kind. @throws StatusError 500 */
  converted(
    from: ResourceType,
    to: Pick<ResourceType, 'group' | 'version' | 'schema'>,
    object: ApiObject,
  ): Promise<ApiObject>;
}

/** Where there are none. */
export const NO_CONVERSIONS: Conversions = {
  known: () => undefined,
  ready: async () => {},
  converted: async (_, __, object) => object,
};

/** Whether an object of the store is of another version, and has to be converted by a webhook to be read in this one. */
export function needsConversion({ group, version, convertedBy }: ResourceType, { apiVersion }: ApiObject): boolean {
  return convertedBy !== undefined && apiVersion !== `${group}/${version}`;
}
