// Plays scheduler and kubelet for the Pods of Redis in many namespaces: nothing is run, and Pods get the status of Pods that run.
import { setTimeout as delay } from 'node:timers/promises';
import { type Client, isConflict, isNotFound } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import type { Seeded } from '../faults/seeded.js';
import { hasFailed, isGoing, isReported, ownerOf, type SeenPod } from './seen.js';
import type { Witness } from './witness.js';
import { BROKEN_IMAGE } from './world.js';

/** Where Pods run that take their time to end. */
export const NODE = 'node';
/** Pods are seen after up to so many milliseconds. */
const LONGEST_WAIT = 20;
const RETRY = 25;

export interface KubeletOptions {
  readonly client: Client;
  readonly random: Seeded;
  readonly now: () => number;
}

/** Works on one Pod at a time for each name; looks at it again after each change. */
export class Kubelet {
  readonly #options: KubeletOptions;
  readonly #busy = new Map<string, Promise<void>>();
  #isStopped = false;

  constructor(options: KubeletOptions) {
    this.#options = options;
  }

  /** Cares for the Pods of a namespace from now on. */
  manage(namespace: string, witness: Witness, graceful: boolean): void {
    const look = (): void => {
      for (const [name, pod] of witness.seen.pods) {
        const key = `${namespace}/${name}`;
        if (this.#isStopped || this.#busy.has(key) || stepFor(pod, graceful) === undefined) continue;
        const current = () => witness.seen.pods.get(name);
        const work = this.#care(current, graceful).finally(() => {
          this.#busy.delete(key);
          look();
        });
        this.#busy.set(key, work);
      }
    };
    witness.onChange(look);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#busy.values());
  }

  async #care(current: () => SeenPod | undefined, graceful: boolean): Promise<void> {
    await delay(this.#options.random.whole(0, LONGEST_WAIT));
    const pod = current();
    const step = pod && stepFor(pod, graceful);
    if (pod === undefined || step === undefined || this.#isStopped) return;
    try {
      await this.#do(step, pod);
      // What was written is seen in a moment.
      while (!this.#isStopped && current() === pod) await delay(1);
    } catch (error) {
      if (!isNotFound(error) && !isConflict(error)) await delay(RETRY);
      else await delay(1);
    }
  }

  async #do(step: Step, pod: SeenPod): Promise<void> {
    const { client, now } = this.#options;
    const { namespace, name, uid } = pod.metadata;
    if (step === 'bind') {
      const target = { apiVersion: 'v1', kind: 'Node', name: NODE };
      const body = { apiVersion: 'v1', kind: 'Binding', metadata: { name, namespace, uid }, target };
      await client.subresource(Pod, 'binding').create({ namespace, name }, body);
    } else if (step === 'end') {
      await client.delete(Pod, { namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } });
    } else {
      await client.status(Pod).update({ ...pod, status: statusOf(pod, new Date(now())) });
    }
  }
}

type Step = 'bind' | 'tell' | 'end';

/** Pods of nobody are left alone as long as they stay. */
function stepFor(pod: SeenPod, graceful: boolean): Step | undefined {
  const isBound = (pod.spec?.nodeName ?? '') !== '';
  if (isGoing(pod)) return isBound && pod.metadata.deletionGracePeriodSeconds !== 0 ? 'end' : undefined;
  if (ownerOf(pod) === undefined || hasFailed(pod)) return undefined;
  if (graceful && !isBound) return 'bind';
  return isReported(pod) ? undefined : 'tell';
}

function statusOf({ spec, status }: SeenPod, now: Date): NonNullable<SeenPod['status']> {
  const time = now.toISOString().replace(/\.\d+Z$/, 'Z');
  const [{ name, image = '' } = { name: '' }] = spec?.containers ?? [];
  const isBroken = image === BROKEN_IMAGE;
  const state = isBroken
    ? { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image' } }
    : { running: { startedAt: time } };
  const conditions = status?.conditions?.filter(({ type }) => type !== 'Ready') ?? [];
  return {
    ...status,
    phase: isBroken ? 'Pending' : 'Running',
    conditions: [...conditions, { type: 'Ready', status: isBroken ? 'False' : 'True', lastTransitionTime: time }],
    containerStatuses: [{ name, image, imageID: '', ready: !isBroken, started: !isBroken, restartCount: 0, state }],
  };
}
