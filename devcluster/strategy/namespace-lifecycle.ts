// The admission rule that keeps objects out of namespaces that are not there, or that are on their way out.
import type { ApiObject } from '../object/api-object.js';
import { notFound } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { Store } from '../store/store.js';
import { type Admission, nameToTell, type WriteContext } from './write-context.js';

/** Where Namespaces are stored. */
export const NAMESPACES = '/namespaces';

/** `NamespaceLifecycle` of the API server. */
export class NamespaceLifecycle implements Admission {
  constructor(private readonly store: Store) {}

  admit({ type, namespace }: WriteContext, object: ApiObject, old: ApiObject | undefined): ApiObject {
    if (type.namespaced && old === undefined) this.refuseCreate(type, namespace, nameToTell(object.metadata));
    return object;
  }

  /** Creates through subresources count as well: evictions, bindings, tokens. @throws StatusError 403, 404 */
  refuseCreate(type: ResourceType, namespace: string, name: string): void {
    const found = this.store.get({ storage: NAMESPACES, namespace: '', name: namespace });
    if (found === undefined) throw notFound({ group: '', resource: 'namespaces' }, namespace);
    if (found.metadata.deletionTimestamp !== undefined) throw terminating(type, name, namespace);
  }
}

const PROTECTED = ['default', 'kube-public', 'kube-system'];

/** @throws StatusError 403 for Namespaces that every cluster has */
export function refuseProtected({ storage }: ResourceType, name: string): void {
  if (storage !== NAMESPACES || !PROTECTED.includes(name)) return;
  const message = `namespaces ${JSON.stringify(name)} is forbidden: this namespace may not be deleted`;
  throw new StatusError(403, 'Forbidden', message, { name, kind: 'namespaces' });
}

function terminating(type: WriteContext['type'], name: string, namespace: string): StatusError {
  const resource = type.group === '' ? type.resource : `${type.resource}.${type.group}`;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  return new StatusError(403, 'Forbidden', `${resource} "${name}" is forbidden: ${why}`, {
    name,
    ...(type.group !== '' && { group: type.group }),
    kind: type.resource,
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  });
}
