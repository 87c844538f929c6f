// Plays the autoscaler where a control plane has none: knows one target, the average of what the Pods of a Redis use of CPU.

import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Client, quantityMilliValue, type Snapshot } from 'kubewright';
import { HorizontalPodAutoscaler } from 'kubewright/kinds';
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
    const target = spec?.metrics?.[0]?.resource?.target.averageValue;
    if (spec === undefined || target === undefined) throw new Error('it has another target than is played');
    const key = { namespace: this.#namespace, name: spec.scaleTargetRef.name };
    const { replicas = 0, statusReplicas: currentReplicas = 0 } = await this.#admin.scale(Redis).get(key);
    const wanted = this.millicores / quantityMilliValue(target);
    const isFar = Math.abs(1 - wanted / replicas) > TOLERANCE;
    const desiredReplicas = isFar
      ? Math.min(Math.max(Math.ceil(wanted), spec.minReplicas ?? 1), spec.maxReplicas)
      : replicas;
    if (desiredReplicas !== replicas) await this.#admin.scale(Redis).set(key, desiredReplicas);
    const averageValue = `${Math.round(this.millicores / Math.max(currentReplicas, 1))}m`;
    const currentMetrics = [{ type: 'Resource', resource: { name: 'cpu', current: { averageValue } } }];
    const seen = { currentReplicas, desiredReplicas, currentMetrics };
    const { conditions: _, ...known } = status ?? {};
    if (!isDeepStrictEqual(known, seen)) await this.#admin.status(HorizontalPodAutoscaler).patch(metadata, seen);
  }
}
