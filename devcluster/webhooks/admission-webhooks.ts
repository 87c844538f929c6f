// Asks the webhooks that are configured about writes, as the API server's plugins MutatingAdmissionWebhook and
// ValidatingAdmissionWebhook do.
import { randomUUID } from 'node:crypto';
import { evaluateConditions } from '../../schema/cel/evaluate/evaluate-condition.js';
import type { Json } from '../../schema/structural-schema.js';
import type { ApiObject } from '../object/api-object.js';
import { sameJson } from '../object/json.js';
import { forbiddenObject } from '../object/refusals.js';
import { AdmissionRefusal } from '../object/status-error.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { Store } from '../store/store.js';
import type { Conversions } from '../strategy/conversions.js';
import { conformed } from '../strategy/schema-rules.js';
import type { AdmissionWebhooks, AdmittedWrite, WriteContext, WriteRequest } from '../strategy/write-context.js';
import { reviewRequest, reviewVersion, type SeenObjects, type Verdict, verdictOf } from './admission-review.js';
import { decodedReview } from './decoded-review.js';
import { decoded, patchedObject } from './patched-object.js';
import { withReadableManagers } from './readable-managers.js';
import { Reinvocation } from './reinvocation.js';
import { patchedByReview, patchOperations } from './review-patch.js';
import { ADMISSION } from './review-shapes.js';
import type { WebhookClient } from './webhook-client.js';
import type { AdmissionWebhook, WebhookSpec } from './webhook-configuration.js';
import type { WebhookConfigurations } from './webhook-configurations.js';
import { denial, failedCall, internalRefusal, WebhookFailure } from './webhook-failure.js';
import { isExempt, matchingType } from './webhook-matching.js';

export interface ConfiguredWebhooksOptions {
  readonly configurations: WebhookConfigurations;
  readonly client: WebhookClient;
  readonly store: Store;
  readonly registry: ResourceRegistry;
  /** Turns an object of another version of the same storage into this one. */
  readonly convert: (type: ResourceType, object: ApiObject) => ApiObject;
  /** Asked instead where it takes a webhook. */
  readonly conversions: Conversions;
}

/** What a webhook has made of an object; nothing when it leaves it alone. */
interface Mutation {
  readonly object?: ApiObject;
  /** As the webhook saw it. */
  readonly before?: Json;
  readonly after?: Json;
}

/** A write that webhooks are told of. */
type ToldWrite = AdmittedWrite & { readonly context: WriteContext & { readonly request: WriteRequest } };

export class ConfiguredWebhooks implements AdmissionWebhooks {
  readonly #options: ConfiguredWebhooksOptions;

  constructor(options: ConfiguredWebhooksOptions) {
    this.#options = options;
  }

  get isIdle(): boolean {
    const { mutating, validating } = this.#options.configurations;
    return mutating.length === 0 && validating.length === 0;
  }

  async mutate(
    write: AdmittedWrite & { readonly object: ApiObject },
    again: (object: ApiObject) => ApiObject,
  ): Promise<ApiObject> {
    const { mutating } = this.#options.configurations;
    if (mutating.length === 0 || !isTold(write)) return write.object;
    const placed = inItsNamespace(write);
    const mutated = await this.#mutated(mutating, { ...write, object: placed }, again);
    return withReadableManagers(placed, mutated, text => write.context.warn(text));
  }

  async validate(write: AdmittedWrite): Promise<void> {
    if (!isTold(write)) return;
    const { mutating, validating } = this.#options.configurations;
    // There is nothing to change in what goes.
    if (write.operation === 'DELETE') for (const each of mutating) await this.#mutation(each, write);
    const asked: { readonly webhook: AdmissionWebhook; readonly seen: SeenObjects }[] = [];
    for (const webhook of validating) {
      const seen = await this.#seenBy(webhook, write);
      if (seen !== undefined) asked.push({ webhook, seen });
    }
    const refusals: unknown[] = [];
    const ask = async ({ webhook, seen }: (typeof asked)[number]): Promise<void> => {
      try {
        await this.#verdict(webhook, write, seen, false);
      } catch (error) {
        refusals.push(error);
      }
    };
    await Promise.all(asked.map(ask));
    if (refusals.length > 0) throw refusals[0];
  }

  /** In one round, or in two. */
  async #mutated(
    webhooks: readonly AdmissionWebhook[],
    write: ToldWrite & { readonly object: ApiObject },
    again: (object: ApiObject) => ApiObject,
  ): Promise<ApiObject> {
    const reinvocation = new Reinvocation();
    const first = await this.#mutatedBy(webhooks, write, reinvocation);
    if (!reinvocation.isNeeded) return first;
    const plugged = again(first);
    reinvocation.begin(!sameJson(plugged, first));
    return this.#mutatedBy(webhooks, { ...write, object: plugged }, reinvocation);
  }

  async #mutatedBy(
    webhooks: readonly AdmissionWebhook[],
    write: ToldWrite & { readonly object: ApiObject },
    reinvocation: Reinvocation,
  ): Promise<ApiObject> {
    let { object } = write;
    for (const webhook of webhooks) {
      if (!reinvocation.allows(webhook.id)) {
        // Even one that is not asked again refuses what its conditions cannot judge.
        await this.#seenBy(webhook, { ...write, object });
        continue;
      }
      const next = await this.#mutation(webhook, { ...write, object });
      if (next === undefined) continue;
      const again = webhook.spec.reinvocationPolicy === 'IfNeeded';
      reinvocation.asked(webhook.id, { changed: hasChanged(write, next, reinvocation), again });
      object = next.object ?? object;
    }
    return object;
  }

  /** What one mutating webhook makes of an object; undefined when it is not asked. */
  async #mutation(webhook: AdmissionWebhook, write: ToldWrite): Promise<Mutation | undefined> {
    const seen = await this.#seenBy(webhook, write);
    if (seen === undefined) return undefined;
    const verdict = await this.#verdict(webhook, write, seen, true);
    if (verdict === undefined || verdict.patch === '') return {};
    const operations = await this.#tolerated(webhook.spec, () => this.#operationsOf(verdict));
    if (operations === undefined || operations.length === 0) return {};
    const { object } = write;
    if (object === undefined) throw internalRefusal(cannotModify(webhook.spec));
    const patched = patchedByReview(seen.object, operations);
    const { type, request } = write.context;
    const after = await this.#decoded(seen.type, patched, write);
    const { view } = request;
    const whole =
      view === undefined
        ? await this.#inVersion(type, seen.type, write, after)
        : conformed(type, view.back(object, after));
    return { object: whole, before: seen.object, after: patched };
  }

  /** A patched object, with the defaults of what is new in it. */
  async #decoded(type: ResourceType, patched: Json, write: ToldWrite): Promise<ApiObject> {
    // What is only shown has neither a schema nor defaults here.
    if (write.context.request.kind !== undefined) return patched as unknown as ApiObject;
    const { object, version } = patchedObject(type, patched, this.#options.registry);
    return decoded(type, version === type ? object : await this.#inVersion(type, version, write, object));
  }

  async #operationsOf({ patch, patchType }: Verdict) {
    if (patchType !== 'JSONPatch') throw new WebhookFailure(`unsupported patch type ${JSON.stringify(patchType)}`);
    return patchOperations(patch);
  }

  /** What a webhook says to a write; undefined when it failed, and need not answer. @throws StatusError for a no */
  async #verdict(
    { spec }: AdmissionWebhook,
    write: ToldWrite,
    seen: SeenObjects,
    mutating: boolean,
  ): Promise<Verdict | undefined> {
    const { context } = write;
    const verdict = await this.#tolerated(spec, async () => {
      const version = reviewVersion(spec.admissionReviewVersions);
      const uid = randomUUID();
      const review = {
        kind: 'AdmissionReview',
        apiVersion: `admission.k8s.io/${version}`,
        request: reviewRequest(write, seen, uid),
      };
      const { timeoutSeconds, clientConfig } = spec;
      const { signal } = context.request;
      const answer = await this.#options.client.post(clientConfig, review, { timeoutSeconds, signal });
      return verdictOf(decodedReview(answer, ADMISSION, version), { uid, version, mutating });
    });
    if (verdict === undefined) return undefined;
    // What no header can hold is dropped.
    for (const warning of verdict.warnings) if (!/^$|\p{Cc}/u.test(warning)) context.warn(warning);
    if (!verdict.allowed) throw denial(spec.name, verdict.status);
    return verdict;
  }

  /** Undefined for a failure that does not matter to whoever configured the webhook. */
  async #tolerated<T>(spec: WebhookSpec, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof WebhookFailure)) throw error;
      if (spec.failurePolicy === 'Ignore') return undefined;
      throw failedCall(spec.name, error);
    }
  }

  /** The objects of a write as a webhook sees them; undefined when it is not asked. */
  async #seenBy(webhook: AdmissionWebhook, write: ToldWrite): Promise<SeenObjects | undefined> {
    const type = matchingType(webhook, write, this.#options);
    if (type === undefined) return undefined;
    const { view } = write.context.request;
    const own = write.context.type;
    const show = async (object: ApiObject | undefined): Promise<Json> => {
      if (object === undefined) return null;
      const shown = view === undefined ? await this.#inVersion(type, own, write, object) : view.of(object);
      return shown as unknown as Json;
    };
    const shown = async () => ({ type, object: await show(write.object), oldObject: await show(write.old) });
    // The API server wraps what a mutating one cannot be shown twice.
    const isMutating = webhook.spec.reinvocationPolicy !== undefined;
    const seen = await internally(isMutating ? () => internally(shown) : shown);
    return this.#meetsConditions(webhook, write, seen) ? seen : undefined;
  }

  /** What is not of the kind of its resource is of one version. */
  async #inVersion(
    type: ResourceType,
    from: ResourceType,
    { context }: ToldWrite,
    object: ApiObject,
  ): Promise<ApiObject> {
    if (type === from || context.request.kind !== undefined) return object;
    const { convert, conversions } = this.#options;
    return from.convertedBy === undefined ? convert(type, object) : conversions.converted(from, type, object);
  }

  /** @throws StatusError 403 when they have no value, and the webhook has to answer */
  #meetsConditions({ spec, conditions }: AdmissionWebhook, write: ToldWrite, seen: SeenObjects): boolean {
    if (conditions.length === 0) return true;
    const { object, oldObject } = seen;
    const request = reviewRequest(write, seen);
    const verdict = evaluateConditions(conditions, { object, oldObject, request, authorize: EVERYTHING });
    if (verdict.matches !== undefined) return verdict.matches;
    if (spec.failurePolicy === 'Ignore') return false;
    const { problems } = verdict;
    const why = problems.length === 1 ? (problems[0] ?? '') : `[${[...new Set(problems)].join(', ')}]`;
    const { code, reason, message, details } = forbiddenObject(write.context.type, write.name, why);
    throw new AdmissionRefusal(code, reason, message, details);
  }
}

/**
 * Of a built-in kind the first patch always counts: in its managed fields the real server has fractions of seconds, which
 * JSON does not hold.
 */
function hasChanged({ context }: ToldWrite, { object, before, after }: Mutation, reinvocation: Reinvocation): boolean {
  if (object === undefined) return false;
  const isFirst = reinvocation.patched();
  return (isFirst && !context.type.custom) || !sameJson(before, after);
}

/** Nobody is refused anything here. */
const EVERYTHING = () => ({ allowed: true, reason: '' });

function isTold(write: AdmittedWrite): write is ToldWrite {
  return write.context.request !== undefined && !isExempt(write.context.type);
}

/** Clients may leave the namespace out; webhooks see it in any case. */
function inItsNamespace({ object, context: { type, namespace } }: { object: ApiObject } & ToldWrite): ApiObject {
  if (!type.namespaced || object.metadata.namespace === namespace) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

function cannotModify({ name }: WebhookSpec): string {
  return `admission webhook ${JSON.stringify(name)} attempted to modify the object, which is not supported for this operation`;
}

/** What is seen takes a conversion at times, whose failure is told as one of the server's. */
async function internally<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AdmissionRefusal ? internalRefusal(error.message) : error;
  }
}
