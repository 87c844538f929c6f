// Plays the kubelet for the Pods of a namespace: nothing is run, and Pods get the status that a kubelet would write.
import { type Client, isConflict, isNotFound, type Snapshot } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { unless } from '../unless.js';
import { beside } from './beside.js';

/** The tag that this kubelet cannot pull. */
export const BROKEN_TAG = 'nosuch';

/** A kubelet that works until it is stopped. */
export class Kubelet {
  readonly stop: () => Promise<void>;
  readonly #client: Client;
  readonly #namespace: string;

  constructor(client: Client, namespace: string) {
    this.#client = client;
    this.#namespace = namespace;
    this.stop = beside(signal => this.#run(signal));
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for await (const event of this.#client.watch(Pod, { namespace: this.#namespace, signal })) {
        if (event.type === 'ADDED' || event.type === 'MODIFIED') await this.#care(event.object);
      }
    }
  }

  /** Only those that nobody has said anything of. */
  async #care({ metadata, spec, status }: Snapshot<Pod>): Promise<void> {
    if (metadata.deletionTimestamp !== undefined || status?.containerStatuses !== undefined) return;
    if (status?.phase === 'Failed') return;
    const isBroken = spec?.containers.some(({ image = '' }) => image.endsWith(`:${BROKEN_TAG}`)) ?? false;
    const statusOf = isBroken ? pulling(spec) : running(spec);
    await this.#client.status(Pod).patch(metadata, statusOf).catch(unless(isNotFound, isConflict));
  }
}

type Spec = Snapshot<Pod>['spec'];

function running(spec: Spec) {
  const startedAt = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    phase: 'Running',
    startTime: startedAt,
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: startedAt }],
    containerStatuses: statusesOf(spec, true, { running: { startedAt } }),
  };
}

function pulling(spec: Spec) {
  const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image' };
  return { phase: 'Pending', containerStatuses: statusesOf(spec, false, { waiting }) };
}

function statusesOf(spec: Spec, ready: boolean, state: object) {
  return (spec?.containers ?? []).map(({ name, image = '' }) => ({
    ...{ name, image, imageID: '', ready, started: ready, restartCount: 0 },
    state,
  }));
}
