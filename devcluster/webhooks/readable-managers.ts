// What becomes of managed fields that webhooks have left unreadable.
import type { Json } from '../../schema/structural-schema.js';
import { decodeManagers } from '../fields/managers.js';
import type { ApiObject } from '../object/api-object.js';
import { without } from '../object/json.js';

const WHY =
  '.metadata.managedFields was in an invalid state after admission; this could be caused by an outdated mutating admission controller; please fix your requests';

/** The object as webhooks have left it; with the managed fields from before, if these cannot be read any more. */
export function withReadableManagers(before: ApiObject, after: ApiObject, warn: (text: string) => void): ApiObject {
  try {
    decodeManagers(after.metadata.managedFields as Json | undefined);
    return after;
  } catch (error) {
    warn(`${WHY}: ${(error as Error).message}`);
    const { managedFields } = before.metadata;
    const metadata = without(after.metadata, 'managedFields');
    return { ...after, metadata: managedFields === undefined ? metadata : { ...metadata, managedFields } };
  }
}
