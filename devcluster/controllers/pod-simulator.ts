// Stands for the scheduler and the kubelet: Pods run soon after they are made, and end when they are deleted.
import type { Timer } from '../clock/clock.js';
import type { ApiObject } from '../object/api-object.js';
import { timestamp } from '../object/timestamp.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { Cluster } from './cluster.js';
import type { Controller, ControllerOptions } from './controller.js';
import type { Observation } from './observer.js';
import { endedStatus, isReadyAsTold, podSpecOf, podStatusOf, runningStatus, withConditions } from './pod-status.js';
import { NODE_IP, NODE_NAME, simulatedNode } from './simulated-node.js';
import { WorkQueue } from './work-queue.js';

export interface PodSimulatorOptions extends ControllerOptions {
  /** The version that the Node reports, such as `v1.36.3`. */
  readonly version: string;
  /** How long a Pod waits for the scheduler, and then for its containers, in milliseconds; default 50 each. */
  readonly startDelay?: number;
  /** How long containers take to end once they are told to, in milliseconds; default 500, and no longer than the grace. */
  readonly stopDelay?: number;
}

interface Wait {
  readonly step: string;
  readonly timer: Timer;
}

/**
 * There is one Node, `kubewright-node`, on which every Pod finds room. No container really runs: Pods never complete or
 * fail by themselves. Pods with scheduling gates stay Pending; Pods of other Nodes are left alone, but end when they are
 * deleted and their Node is not there.
 */
export class PodSimulator implements Controller {
  readonly #options: PodSimulatorOptions;
  readonly #cluster: Cluster;
  readonly #queue: WorkQueue<ApiObject>;
  readonly #waits = new Map<string, Wait>();
  #addresses = 0;
  #end = (): void => {};

  constructor(options: PodSimulatorOptions) {
    this.#options = options;
    this.#cluster = options.cluster;
    this.#queue = new WorkQueue({ ...options, process: object => this.#attempt(object) });
  }

  start(): void {
    this.#queue.add(NODE_NAME, NODE);
    this.#end = this.#cluster.observe(
      observation => this.#observe(observation),
      ({ storage }) => storage === PODS,
    );
  }

  stop(): void {
    this.#end();
    this.#queue.stop();
    for (const { timer } of this.#waits.values()) timer.cancel();
    this.#waits.clear();
  }

  #observe({ type, object: pod }: Observation): void {
    const { uid } = pod.metadata;
    const step = type === 'DELETED' ? undefined : this.#nextStep(pod);
    if (this.#waits.get(uid)?.step === step?.name) return;
    this.#waits.get(uid)?.timer.cancel();
    this.#waits.delete(uid);
    if (step === undefined) return;
    const timer = this.#options.clock.setTimer(step.delay, () => {
      this.#waits.delete(uid);
      this.#queue.add(uid, pod);
    });
    this.#waits.set(uid, { step: step.name, timer });
  }

  /** What is to happen to a Pod, and in how many milliseconds. */
  #nextStep(pod: ApiObject): { readonly name: Step; readonly delay: number } | undefined {
    const { startDelay = 50, stopDelay = 500 } = this.#options;
    const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
    const { nodeName = '', schedulingGates = [] } = podSpecOf(pod);
    const { phase } = podStatusOf(pod);
    const ended = phase === 'Succeeded' || phase === 'Failed';
    if (deletionTimestamp !== undefined) {
      if (deletionGracePeriodSeconds === 0 || (nodeName !== NODE_NAME && this.#hasNode(nodeName))) return undefined;
      return { name: 'end', delay: ended ? 0 : Math.min(stopDelay, deletionGracePeriodSeconds * 1000) };
    }
    if (ended) return undefined;
    if (nodeName === '') return schedulingGates.length > 0 ? undefined : { name: 'bind', delay: startDelay };
    if (nodeName !== NODE_NAME) return undefined;
    if (phase !== 'Running') return { name: 'run', delay: startDelay };
    return isReadyAsTold(pod) ? undefined : { name: 'tell', delay: 0 };
  }

  async #attempt(observed: ApiObject): Promise<void> {
    if (observed === NODE) return this.#ensureNode();
    const type = this.#cluster.typeIn(PODS);
    const { namespace = '', name, uid } = observed.metadata;
    const pod = type && this.#cluster.get(type, namespace, name);
    if (type === undefined || pod === undefined || pod.metadata.uid !== uid) return;
    const now = timestamp(this.#options.clock.now());
    switch (this.#nextStep(pod)?.name) {
      case 'bind':
        await this.#cluster.update(type, { ...pod, spec: { ...podSpecOf(pod), nodeName: NODE_NAME } }, 'binding');
        return;
      case 'run':
        await this.#writeStatus(type, pod, runningStatus(pod, { hostIP: NODE_IP, podIP: this.#nextAddress() }, now));
        return;
      case 'tell':
        await this.#writeStatus(type, pod, withConditions(pod, podStatusOf(pod), now));
        return;
      case 'end': {
        const ended = await this.#writeStatus(type, pod, endedStatus(pod, now));
        await this.#cluster.delete(type, ended, { gracePeriodSeconds: 0 }, { manager: 'kubelet' });
      }
    }
  }

  #writeStatus(type: ResourceType, pod: ApiObject, status: object): Promise<ApiObject> {
    return this.#cluster.update(type, { ...pod, status }, 'status', 'kubelet');
  }

  async #ensureNode(): Promise<void> {
    const type = this.#cluster.typeIn(NODES);
    if (type === undefined || this.#cluster.get(type, '', NODE_NAME) !== undefined) return;
    const { object, status } = simulatedNode(this.#options.version, timestamp(this.#options.clock.now()));
    const made = await this.#cluster.create(type, object);
    await this.#cluster.update(type, { ...made, status }, 'status', 'kubelet');
  }

  #hasNode(name: string): boolean {
    const type = this.#cluster.typeIn(NODES);
    return type !== undefined && this.#cluster.get(type, '', name) !== undefined;
  }

  /** One after the other in 10.244.0.0/16. */
  #nextAddress(): string {
    this.#addresses = (this.#addresses % 65_534) + 1;
    return `10.244.${this.#addresses >> 8}.${this.#addresses & 255}`;
  }
}

type Step = 'bind' | 'run' | 'tell' | 'end';

const PODS = '/pods';
const NODES = '/nodes';

/** Stands in the queue for the Node. */
const NODE: ApiObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: NODE_NAME, uid: NODE_NAME, resourceVersion: '', creationTimestamp: '' },
};
