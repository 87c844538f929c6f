// Plays the autoscaler where a control plane has none: knows one target, how much of the CPU that they request the Pods of a Redis
// use, in percent.

import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Client, quantityMilliValue, type Snapshot } from 'kubewright';
import { HorizontalPodAutoscaler, Pod } from 'kubewright/kinds';
import { Redis } from '../../../../api/v1/redis.js';
import { beside } from '../beside.js';

const POLL_MS = 100;
/** As much as the load may differ from the target before anything is done, as with a real one. */
const TOLERANCE = 0.1;

/** Looks after the autoscalers of a namespace until it is stopped. */
export class PlayedAutoscaler {
  /** What all Pods together use, in thousandths of a CPU. */
  millicores = 0;
  readonly stop: () => Promise<void>;
  readonly #admin: Client;
  readonly #namespace: string;

  constructor(admin: Client, namespace: string) {
    this.#admin = admin;
    this.#namespace = namespace;
    this.stop = beside(signal => this.#run(signal));
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { items } = await this.#admin.list(HorizontalPodAutoscaler, { namespace: this.#namespace });
      for (const autoscaler of items) await this.#care(autoscaler);
      await delay(POLL_MS);
    }
  }

  async #care({ metadata, spec, status }: Snapshot<HorizontalPodAutoscaler>): Promise<void> {
    const target = spec?.metrics?.[0]?.resource?.target.averageUtilization;
    if (spec === undefined || target === undefined) throw new Error('it has another target than is played');
    const key = { namespace: this.#namespace, name: spec.scaleTargetRef.name };
    const {
      replicas = 0,
      statusReplicas: currentReplicas = 0,
      selector: labelSelector = '',
    } = await this.#admin.scale(Redis).get(key);
    const { items } = await this.#admin.list(Pod, { namespace: this.#namespace, labelSelector });
    if (items.length === 0) return;
    const used = (100 * this.millicores) / requestedBy(items);
    const wanted = (used * items.length) / target;
    const isFar = Math.abs(1 - wanted / replicas) > TOLERANCE;
    const desiredReplicas = isFar
      ? Math.min(Math.max(Math.ceil(wanted), spec.minReplicas ?? 1), spec.maxReplicas)
      : replicas;
    if (desiredReplicas !== replicas) await this.#admin.scale(Redis).set(key, desiredReplicas);
    const current = {
      averageUtilization: Math.floor(used),
      averageValue: `${Math.floor(this.millicores / items.length)}m`,
    };
    const currentMetrics = [{ type: 'Resource', resource: { name: 'cpu', current } }];
    const seen = { currentReplicas, desiredReplicas, currentMetrics };
    const { conditions: _, ...known } = status ?? {};
    if (!isDeepStrictEqual(known, seen)) await this.#admin.status(HorizontalPodAutoscaler).patch(metadata, seen);
  }
}

/** In thousandths of a CPU. @throws Error for a Pod that says nothing of it, which a real one could not judge either */
function requestedBy(pods: readonly Snapshot<Pod>[]): number {
  return pods
    .flatMap(({ metadata, spec }) => spec?.containers.map(container => ({ metadata, container })) ?? [])
    .reduce((sum, { metadata, container }) => {
      const cpu = container.resources?.requests?.cpu;
      if (cpu === undefined)
        throw new Error(`missing request for cpu in container ${container.name} of Pod ${metadata.name}`);
      return sum + quantityMilliValue(cpu);
    }, 0);
}
