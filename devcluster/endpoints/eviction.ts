// Eviction of Pods: a delete that PodDisruptionBudgets are asked about.
import type { ApiObject } from '../object/api-object.js';
import type { JsonObject } from '../object/json.js';
import { badRequest, internalError } from '../object/refusals.js';
import { timestamp } from '../object/timestamp.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { ResourceType } from '../registry/resource-type.js';
import { parseLabelSelector } from '../selector/label-selector.js';
import type { Store } from '../store/store.js';
import type { DeleteOptions } from '../strategy/delete-options.js';
import type { NamespaceLifecycle } from '../strategy/namespace-lifecycle.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';
import { selectorText } from '../table/selector-text.js';
import type { ApiAnswer, ApiRequest } from './api-request.js';
import { CREATED } from './binding.js';
import { sentDeleteOptions } from './delete-body.js';
import { goesUncounted, needsBudget, withDisruption } from './disruption-budget.js';
import type { ManagedFields } from './managed-fields.js';
import { EVICTION, fieldsOf, placedIn, reviewedAs, unasked, unstoredBody } from './unstored-body.js';
import { writeContext, writeOptions } from './write-options.js';

export interface EvictionEndpointOptions {
  readonly storage: ResourceStorage;
  readonly store: Store;
  readonly registry: ResourceRegistry;
  readonly namespaces: NamespaceLifecycle;
  readonly managedFields: ManagedFields;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What `kubectl drain` does to Pods. Source: pkg/registry/core/pod/storage/eviction.go of Kubernetes. */
export class EvictionEndpoint {
  constructor(private readonly options: EvictionEndpointOptions) {}

  /** Deletes a Pod, unless a PodDisruptionBudget forbids it. @throws StatusError 429; 500 for more than one budget */
  async evict(request: ApiRequest): Promise<ApiAnswer> {
    const { storage, namespaces } = this.options;
    const { type, namespace, name } = request;
    const eviction = await unstoredBody(request, EVICTION);
    if (eviction.metadata.name !== name) throw badRequest('name in URL does not match name in Eviction object');
    const asked = writeOptions(request, 'CreateOptions');
    const deletion = sentDeleteOptions(fieldsOf(eviction, 'deleteOptions'));
    const dryRun = asked.dryRun || deletion.dryRun?.includes('All') === true;
    namespaces.refuseCreate(type, namespace, name);
    const context = writeContext(request, { ...asked, dryRun });
    const reviewed = await storage.reviewed(reviewedAs(EVICTION, context), name, placedIn(namespace, eviction));
    const pod = await storage.get(type, namespace, name);
    if (needsBudget(pod)) await this.#count(request, pod, dryRun);
    await this.#delete(request, sentDeleteOptions(fieldsOf(reviewed, 'deleteOptions')), dryRun);
    return CREATED;
  }

  /** Takes one from the budget of the Pod, if it has one. */
  async #count(request: ApiRequest, pod: ApiObject, dryRun: boolean): Promise<void> {
    const { storage, registry, managedFields, now } = this.options;
    const type = registry.get('policy', 'v1', 'poddisruptionbudgets');
    const [budget, ...others] = type === undefined ? [] : this.#budgetsOf(type, pod);
    if (type === undefined || budget === undefined) return;
    if (others.length > 0) throw internalError(MANY_BUDGETS);
    if (goesUncounted(pod, budget)) return;
    const change = (present: ApiObject | undefined): Promise<ApiObject> => {
      const counted = withDisruption(present ?? budget, request.name, timestamp(now()));
      return managedFields.updated({ type, manager: 'kube-apiserver', subresource: 'status' }, present, counted);
    };
    const context = { ...unasked(writeContext(request, { dryRun })), type, subresource: 'status' };
    await storage.update(context, budget.metadata.name, { change });
  }

  #budgetsOf(type: ResourceType, { metadata: { namespace, labels } }: ApiObject): readonly ApiObject[] {
    const { objects } = this.options.store.list(type.storage, { namespace });
    return objects.filter(({ spec }) => {
      const { selector } = (spec ?? {}) as { selector?: Parameters<typeof selectorText>[0] };
      return selector !== undefined && parseLabelSelector(selectorText(selector))(labels);
    });
  }

  /** Whoever looks at the Pod while it ends sees why. */
  async #delete(request: ApiRequest, deletion: DeleteOptions, dryRun: boolean): Promise<void> {
    const { storage, now } = this.options;
    const { type, namespace, name } = request;
    const context = unasked(writeContext(request, { dryRun }));
    // The real server records it for nobody.
    const told = async (present: ApiObject | undefined): Promise<ApiObject> => {
      const pod = present ?? (await storage.get(type, namespace, name));
      return { ...pod, status: withTarget(pod.status, timestamp(now())) };
    };
    if (!dryRun) await storage.update({ ...context, subresource: 'status' }, name, { change: told });
    await storage.delete({ ...context, subresource: '' }, name, deletion);
  }
}

const MANY_BUDGETS = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';

function withTarget(status: unknown, now: string): JsonObject {
  const fields = (status ?? {}) as JsonObject & { readonly conditions?: readonly JsonObject[] };
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: now,
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  };
  const others = (fields.conditions ?? []).filter(({ type }) => type !== condition.type);
  return { ...fields, conditions: [...others, condition] };
}
