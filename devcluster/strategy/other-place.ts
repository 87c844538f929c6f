// Keeps a write to the place that its URL names.
import type { ApiObject } from '../object/api-object.js';
import { badRequest } from '../object/refusals.js';
import type { WriteContext } from './write-context.js';

/**
 * Refuses an object whose name or namespace are not those of the URL.
 * @param name undefined when the URL names none, as for a create
 * @throws StatusError 400
 */
export function refuseOtherPlace(
  context: Pick<WriteContext, 'namespace'>,
  object: ApiObject,
  name: string | undefined,
): void {
  const sent = object.metadata;
  if (name !== undefined && (sent.name ?? '') !== name) {
    if ((sent.name ?? '') === '') {
      throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
    }
    throw badRequest(`the name of the object (${sent.name}) does not match the name on the URL (${name})`);
  }
  const namespace = sent.namespace ?? '';
  if (namespace === '' || namespace === context.namespace) return;
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}
