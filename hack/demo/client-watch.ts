// Waits for changes by means of the library's own client.
import { type Client, type Kind, type KubernetesObject, kindInfo, type SelectOptions, type Snapshot } from 'kubewright';
import type { Deletion } from './cluster-user.js';

/** Resolves with the first of these objects, as it is or becomes, of which this holds. Rejects when the signal aborts. */
export async function objectWhen<T extends KubernetesObject>(
  client: Client,
  kind: Kind<T>,
  selection: SelectOptions,
  signal: AbortSignal,
  holds: (object: Snapshot<T>) => boolean,
): Promise<Snapshot<T>> {
  // The server ends watches from time to time; another one begins with the present objects.
  while (!signal.aborted) {
    for await (const event of client.watch(kind, { ...selection, signal })) {
      if ((event.type === 'ADDED' || event.type === 'MODIFIED') && holds(event.object)) return event.object;
    }
  }
  throw signal.reason;
}

/** Selects one object. */
export function only({ namespace, name }: { readonly namespace: string; readonly name: string }): SelectOptions {
  return { namespace, fieldSelector: `metadata.name=${name}` };
}

/** What is deleted of these objects after a version: so many deletions. Rejects when the signal aborts. */
export async function deletionsAfter<T extends KubernetesObject & { metadata: { name?: unknown } }>(
  client: Client,
  kind: Kind<T>,
  selection: SelectOptions & { readonly resourceVersion: string },
  count: number,
  signal: AbortSignal,
): Promise<readonly Deletion[]> {
  const deletions: Deletion[] = [];
  if (count === 0) return deletions;
  for await (const event of client.watch(kind, { ...selection, signal })) {
    if (event.type !== 'DELETED') continue;
    const { resourceVersion, name } = event.object.metadata;
    deletions.push({ resourceVersion, object: `${kindInfo(kind).kind}/${name}` });
    if (deletions.length === count) return deletions;
  }
  signal.throwIfAborted();
  throw new Error(`the watch of ${kindInfo(kind).kind} has ended by itself`);
}
