// Follows the configurations of webhooks in the store.
import { compileCondition } from '../../schema/cel/compile-condition.js';
import type { ApiObject } from '../object/api-object.js';
import type { Store, StoreWatch } from '../store/store.js';
import type { AdmissionWebhook, WebhookConfiguration } from './webhook-configuration.js';

const GROUP = 'admissionregistration.k8s.io';
const MUTATING = `${GROUP}/mutatingwebhookconfigurations`;
const VALIDATING = `${GROUP}/validatingwebhookconfigurations`;

/** From `start` to `stop`: a configuration is in force once its write is answered. */
export class WebhookConfigurations {
  readonly #store: Store;
  /** Hears of what should not have happened. */
  readonly #report: (error: unknown) => void;
  readonly #watches: StoreWatch[] = [];
  #mutating: readonly AdmissionWebhook[] = [];
  #validating: readonly AdmissionWebhook[] = [];

  constructor(store: Store, report: (error: unknown) => void) {
    this.#store = store;
    this.#report = report;
  }

  /** By the names of their configurations, and within one in its order. */
  get mutating(): readonly AdmissionWebhook[] {
    return this.#mutating;
  }

  get validating(): readonly AdmissionWebhook[] {
    return this.#validating;
  }

  start(): void {
    for (const [storage, read] of [
      [MUTATING, () => this.#readMutating()],
      [VALIDATING, () => this.#readValidating()],
    ] as const) {
      const watch = this.#store.watch(storage, this.#store.revision);
      this.#watches.push(watch);
      read();
      follow(watch, read).catch(this.#report);
    }
  }

  stop(): void {
    for (const watch of this.#watches) watch.close();
  }

  #readMutating(): void {
    this.#mutating = webhooksOf(this.#store.list(MUTATING).objects);
  }

  #readValidating(): void {
    this.#validating = webhooksOf(this.#store.list(VALIDATING).objects);
  }
}

async function follow(watch: StoreWatch, read: () => void): Promise<void> {
  for await (const _ of watch) read();
}

/** The store has them in the order of their names. */
function webhooksOf(configurations: readonly ApiObject[]): readonly AdmissionWebhook[] {
  return configurations.flatMap(each => {
    const { metadata, webhooks } = each as WebhookConfiguration;
    return (webhooks ?? []).map((spec, at) => ({
      id: `${metadata.name}/${at}`,
      spec,
      conditions: (spec.matchConditions ?? []).flatMap(({ expression }) => {
        const compiled = compileCondition(expression);
        // Validation has let none through that does not compile.
        return 'issues' in compiled ? [] : [{ expression, compiled }];
      }),
    }));
  });
}
