// Answers creates, updates and deletes.
import { cannotBeHandled, requestObject } from '../decoding/request-object.js';
import type { ApiObject } from '../object/api-object.js';
import { without } from '../object/json.js';
import { badRequest } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import { refuseProtected } from '../strategy/namespace-lifecycle.js';
import { refuseOtherPlace } from '../strategy/other-place.js';
import { withoutRepeatedOwners } from '../strategy/owner-references.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';
import { conformed } from '../strategy/schema-rules.js';
import type { ApiAnswer, ApiRequest } from './api-request.js';
import { deleteOptions } from './delete-body.js';
import { listOptions } from './list-options.js';
import type { ManagedFields } from './managed-fields.js';
import type { Presentation } from './presentation.js';
import type { ReadEndpoint } from './read.js';
import { type WriteOptions, writeContext, writeOptions } from './write-options.js';

/** Writes whole objects. */
export class WriteEndpoint {
  constructor(
    private readonly read: ReadEndpoint,
    private readonly storage: ResourceStorage,
    private readonly managedFields: ManagedFields,
  ) {}

  async create(request: ApiRequest, presentation: Presentation): Promise<ApiAnswer> {
    const { type, subresource } = request;
    const options = writeOptions(request, 'CreateOptions');
    const context = writeContext(request, options);
    const sent = await this.#sent(request, options);
    refuseOtherPlace(context, sent, undefined);
    const kept = withoutRepeatedOwners(withoutServerFields(sent), 'sent', text => request.warn(text));
    const object = conformedOrRefused(request, kept);
    const managed = await this.managedFields.updated(
      { type, subresource, manager: options.manager },
      undefined,
      object,
    );
    return { code: 201, body: presentation.object(await this.storage.create(context, managed)) };
  }

  async update(request: ApiRequest, presentation: Presentation): Promise<ApiAnswer> {
    const { type, name, subresource } = request;
    const options = writeOptions(request, 'UpdateOptions');
    const context = writeContext(request, options);
    const sent = await this.#sent(request, options);
    refuseOtherPlace(context, sent, name);
    const object = conformedOrRefused(
      request,
      withoutRepeatedOwners(sent, 'sent', text => request.warn(text)),
    );
    const writer = { type, subresource, manager: options.manager };
    const change = (present: ApiObject | undefined) => this.managedFields.updated(writer, present, object);
    const result = await this.storage.update(context, name, { change, sameUid: true });
    return { code: result.created ? 201 : 200, body: presentation.object(result.object) };
  }

  async delete(request: ApiRequest, presentation: Presentation): Promise<ApiAnswer> {
    const { type, name } = request;
    const options = deleteOptions(await request.body(), request);
    const context = writeContext(request, { dryRun: options.dryRun?.includes('All') === true });
    refuseProtected(type, name);
    const { object, gone } = await this.storage.delete(context, name, options);
    // Pods and the like are answered themselves, as what they were at last.
    if (!gone || RETURNED.has(`${type.group}/${type.resource}`))
      return { code: 200, body: presentation.object(object) };
    return { code: 200, body: success(request, object) };
  }

  /**
   * Deletes one after the other what a list with the same parameters shows, and answers the list.
   * @throws StatusError as a list, and as the first delete that is refused
   */
  async deleteCollection(request: ApiRequest, presentation: Presentation): Promise<ApiAnswer> {
    const { type } = request;
    const list = listOptions(request.query);
    const options = deleteOptions(await request.body(), request);
    const page = await this.read.page(request, list, presentation);
    const dryRun = options.dryRun?.includes('All') === true;
    for (const { key } of page.stored) {
      try {
        const context = writeContext({ ...request, namespace: key.namespace }, { dryRun });
        await this.storage.delete(context, key.name, options, '');
      } catch (error) {
        // Somebody else was faster.
        if (!(error instanceof StatusError && error.code === 404)) throw error;
      }
    }
    const objects = page.stored.map(({ object }) => this.storage.presented.of(type, object));
    return { code: 200, body: presentation.list(objects, page.metadata) };
  }

  async #sent(request: ApiRequest, { fieldValidation }: WriteOptions): Promise<ApiObject> {
    const contentType = request.headers['content-type'];
    const warn = (text: string) => request.warn(text);
    return requestObject(await request.body(), request.type, { contentType, fieldValidation, warn });
  }
}

/**
 * The object in the form that is kept.
 * @throws StatusError 400 when Go's decoder would not take it
 */
export function conformedOrRefused({ type }: Pick<ApiRequest, 'type'>, object: ApiObject): ApiObject {
  try {
    return conformed(type, object);
  } catch (error) {
    if (error instanceof Error && ['DecodeError', 'GoDecodeError'].includes(error.name))
      throw cannotBeHandled(type, error.message);
    throw error;
  }
}

/** What a delete answers when nothing is left. */
function success({ type, name }: ApiRequest, { metadata }: ApiObject): object {
  const details = { name, ...(type.group !== '' && { group: type.group }), kind: type.resource, uid: metadata.uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

/** Kinds whose strategy in the API server returns the deleted object. */
const RETURNED = new Set([
  '/pods',
  '/services',
  '/serviceaccounts',
  '/persistentvolumes',
  '/persistentvolumeclaims',
  '/podtemplates',
  '/replicationcontrollers',
  '/resourcequotas',
]);

/** Clients may send back what they have read; a create makes all of this anew. */
function withoutServerFields(object: ApiObject): ApiObject {
  if (object.metadata === undefined) throw badRequest('metadata is missing');
  return {
    ...object,
    metadata: without(object.metadata, 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'),
  };
}
