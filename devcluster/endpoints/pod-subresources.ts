// Binding and eviction of Pods.
import type { ApiObject, SentObject } from '../object/api-object.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { badRequest, conflict, internalError, notFound } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import { timestamp } from '../object/timestamp.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import { parseLabelSelector } from '../selector/label-selector.js';
import type { Store } from '../store/store.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';
import { selectorText } from '../table/selector-text.js';
import type { ApiAnswer, ApiRequest } from './api-request.js';
import { sentDeleteOptions } from './delete-body.js';
import { BINDING, EVICTION, fieldsOf, unstoredBody } from './unstored-body.js';
import { writeContext, writeOptions } from './write-options.js';

const CREATED: ApiAnswer = {
  code: 201,
  body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
};

/** What schedulers and `kubectl drain` do to Pods. */
export class PodEndpoint {
  constructor(
    private readonly storage: ResourceStorage,
    private readonly store: Store,
    private readonly registry: ResourceRegistry,
    private readonly now: () => number,
  ) {}

  /** Puts a Pod on a node. @throws StatusError 409 when it is on one */
  async bind(request: ApiRequest): Promise<ApiAnswer> {
    const binding = await unstoredBody(request, BINDING);
    if (binding.metadata.name !== request.name) throw badRequest('name in URL does not match name in Binding object');
    return this.#bind(request, binding);
  }

  /** The same through the resource of bindings, which say the Pod's name. */
  async createBinding(request: ApiRequest): Promise<ApiAnswer> {
    const binding = await unstoredBody(request, BINDING);
    const { name = '' } = binding.metadata;
    const type = this.registry.get('', 'v1', 'pods');
    if (type === undefined) throw new Error('Pods are not served');
    return this.#bind({ ...request, type, name, subresource: 'binding' }, binding);
  }

  async #bind(request: ApiRequest, binding: SentObject): Promise<ApiAnswer> {
    const { type, name } = request;
    const nodeName = targetOf(binding);
    const change = (pod: ApiObject | undefined): ApiObject => {
      if (pod === undefined) throw notFound(type, name);
      const spec = pod.spec as JsonObject;
      if ((spec.nodeName ?? '') !== '') {
        const named = { group: '', resource: 'pods/binding' };
        throw conflict(named, name, `pod ${name} is already assigned to node ${JSON.stringify(spec.nodeName)}`);
      }
      return { ...pod, spec: { ...spec, nodeName }, status: scheduled(pod.status, timestamp(this.now())) };
    };
    const options = writeOptions(request, 'CreateOptions');
    await this.storage.update(writeContext(request, options.dryRun), name, { change });
    return CREATED;
  }

  /** Deletes a Pod, unless a PodDisruptionBudget forbids it. @throws StatusError 429 */
  async evict(request: ApiRequest): Promise<ApiAnswer> {
    const { type, namespace, name } = request;
    const eviction = await unstoredBody(request, EVICTION);
    if (eviction.metadata.name !== name) throw badRequest('name in URL does not match name in Eviction object');
    const pod = this.storage.get(type, namespace, name);
    this.#refuseDisruption(pod);
    const options = writeOptions(request, 'CreateOptions');
    const deletion = sentDeleteOptions(fieldsOf(eviction, 'deleteOptions'));
    const dryRun = options.dryRun || deletion.dryRun?.includes('All') === true;
    this.storage.delete({ ...writeContext(request, dryRun), subresource: '' }, name, deletion);
    return CREATED;
  }

  #refuseDisruption({ metadata }: ApiObject): void {
    const budgets = this.registry.get('policy', 'v1', 'poddisruptionbudgets');
    if (budgets === undefined) return;
    const { objects } = this.store.list(budgets.storage, { namespace: metadata.namespace ?? '' });
    for (const { metadata: budget, spec, status } of objects) {
      const { selector } = (spec ?? {}) as { selector?: Parameters<typeof selectorText>[0] };
      if (selector === undefined || !parseLabelSelector(selectorText(selector))(metadata.labels)) continue;
      const {
        observedGeneration = 0,
        disruptionsAllowed = 0,
        desiredHealthy = 0,
        currentHealthy = 0,
      } = (status ?? {}) as Record<string, number>;
      if (observedGeneration < (budget.generation ?? 0)) {
        throw refusedEviction(`The disruption budget ${budget.name} is still being processed by the server.`, 10);
      }
      if (disruptionsAllowed > 0) continue;
      const healthy = `${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
      throw refusedEviction(`The disruption budget ${budget.name} needs ${healthy}`);
    }
  }
}

function refusedEviction(message: string, retryAfterSeconds?: number): StatusError {
  const details = {
    causes: [{ reason: 'DisruptionBudget', message } as const],
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
  const why = "Cannot evict pod as it would violate the pod's disruption budget.";
  return new StatusError(429, 'TooManyRequests', why, details);
}

/** The name of the node. @throws StatusError 500, as the API server has it */
function targetOf(binding: SentObject): string {
  const { kind = '', name = '' } = fieldsOf(binding, 'target');
  if (kind !== '' && kind !== 'Node') {
    throw internalError(`target.kind: Unsupported value: ${JSON.stringify(kind)}: supported values: "Node", "<empty>"`);
  }
  if (typeof name !== 'string' || name === '') throw internalError('target.name: Required value');
  return name;
}

function scheduled(status: unknown, now: string): JsonObject {
  const fields = isJsonObject(status) ? status : {};
  const conditions = Array.isArray(fields.conditions) ? (fields.conditions as readonly JsonObject[]) : [];
  const condition = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: now };
  return { ...fields, conditions: [...conditions.filter(each => each.type !== condition.type), condition] };
}
