// What the parts of a manager serve, as far as API servers have to be told whom to trust for it.
import type { WebhookObjects } from './bundle-targets.js';

/** Named as `kubewright generate` names them where nothing is said; as in kubebuilder. */
const USUAL = { mutating: 'mutating-webhook-configuration', validating: 'validating-webhook-configuration' } as const;

/** Collects, while parts are added, in which objects their webhooks stand. */
export class DeclaredWebhooks {
  readonly #names = { mutating: new Set<string>(), validating: new Set<string>(), definitions: new Set<string>() };

  /** A webhook in a configuration; default: the usual one. */
  addAdmission(type: keyof typeof USUAL, configuration: string = USUAL[type]): void {
    this.#names[type].add(configuration);
  }

  /** A kind whose versions are converted. */
  addConversion({ plural, group }: { readonly plural: string; readonly group: string }): void {
    this.#names.definitions.add(`${plural}.${group}`);
  }

  get objects(): WebhookObjects {
    const { mutating, validating, definitions } = this.#names;
    return { mutating: [...mutating], validating: [...validating], definitions: [...definitions] };
  }
}
