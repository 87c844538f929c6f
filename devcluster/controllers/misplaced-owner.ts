// Tells of owners that are in another namespace than who names them.
import type { ApiObject, ApiOwnerReference } from '../object/api-object.js';
import { StatusError } from '../object/status-error.js';
import { timestamp } from '../object/timestamp.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { Cluster } from './cluster.js';

/**
 * Writes the Event `OwnerRefInvalidNamespace` of kube-controller-manager about `object` if the owner that it names, of a
 * namespaced type, is in another namespace. Otherwise does nothing; nor when the Event is refused: nobody waits for it.
 */
export async function tellOfMisplacedOwner(
  cluster: Cluster,
  object: ApiObject,
  owner: { readonly type: ResourceType; readonly reference: ApiOwnerReference },
  now: number,
): Promise<void> {
  const eventType = cluster.typeOf('v1', 'Event');
  if (eventType === undefined || !isElsewhere(cluster, object, owner)) return;
  try {
    await cluster.create(eventType, eventOf(object, owner.reference, now));
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
  }
}

function isElsewhere(
  cluster: Cluster,
  { metadata }: ApiObject,
  { type, reference }: { readonly type: ResourceType; readonly reference: ApiOwnerReference },
): boolean {
  const namespaceType = cluster.typeOf('v1', 'Namespace');
  if (namespaceType === undefined) return false;
  return cluster
    .list(namespaceType)
    .map(({ metadata: { name } }) => name)
    .filter(namespace => namespace !== metadata.namespace)
    .some(namespace => cluster.get(type, namespace, reference.name)?.metadata.uid === reference.uid);
}

const COMPONENT = 'garbage-collector-controller';

function eventOf({ apiVersion, kind, metadata }: ApiObject, reference: ApiOwnerReference, now: number) {
  const { namespace = '', name, uid } = metadata;
  const owner = `${reference.apiVersion}/${reference.kind}, namespace: ${namespace}, name: ${reference.name}, uid: ${reference.uid}`;
  const time = timestamp(now);
  const nanoseconds = BigInt(Math.trunc(now)) * 1_000_000n;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${nanoseconds.toString(16)}`, namespace: namespace === '' ? 'default' : namespace },
    involvedObject: { apiVersion, kind, ...(namespace !== '' && { namespace }), name, uid },
    reason: 'OwnerRefInvalidNamespace',
    message: `ownerRef [${owner}] does not exist in namespace "${namespace}"`,
    type: 'Warning',
    count: 1,
    firstTimestamp: time,
    lastTimestamp: time,
    source: { component: COMPONENT },
    reportingComponent: COMPONENT,
  };
}
