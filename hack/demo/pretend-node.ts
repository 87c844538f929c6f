// Plays the kubelet where there is no node: says of each Pod that its containers run and are ready.
import { type Client, isConflict, isNotFound, type Snapshot } from 'kubewright';
import { Pod } from 'kubewright/kinds';

/**
 * Marks every Pod Ready through the status subresource, until the signal aborts. Nothing is run: the Pods get the status
 * that a kubelet would write, and none of the work.
 */
export async function pretendNode(client: Client, signal: AbortSignal, namespace?: string): Promise<void> {
  while (!signal.aborted) {
    for await (const event of client.watch(Pod, { namespace, signal })) {
      if (event.type === 'ADDED' || event.type === 'MODIFIED') await markReady(client, event.object);
    }
  }
}

async function markReady(client: Client, pod: Snapshot<Pod>): Promise<void> {
  if (pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === 'Running') return;
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  try {
    await client.status(Pod).patch(
      { name: pod.metadata.name, namespace: pod.metadata.namespace },
      {
        phase: 'Running',
        startTime: now,
        conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(type => ({
          type,
          status: 'True',
          lastTransitionTime: now,
        })),
        containerStatuses: (pod.spec?.containers ?? []).map(({ name, image = '' }) => ({
          name,
          image,
          imageID: '',
          ready: true,
          started: true,
          restartCount: 0,
          state: { running: { startedAt: now } },
        })),
      },
    );
  } catch (error) {
    // Gone, or replaced, while we were looking at it.
    if (!isNotFound(error) && !isConflict(error)) throw error;
  }
}
