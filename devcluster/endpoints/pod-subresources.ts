// Binding and eviction of Pods.
import { JsonTextError, parseJson } from '../http/json-text.js';
import type { ApiObject } from '../object/api-object.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { badRequest, conflict, notFound } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import { timestamp } from '../object/timestamp.js';
import { decodeProtobufRequest, PROTOBUF_MEDIA_TYPE } from '../protobuf/decode-request.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import { parseLabelSelector } from '../selector/label-selector.js';
import type { Store } from '../store/store.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';
import { selectorText } from '../table/selector-text.js';
import type { ApiAnswer, ApiRequest } from './api-request.js';
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
    const { type, name } = request;
    const { target, metadata } = await bodyOf(request, 'v1', 'Binding');
    if (!isJsonObject(metadata) || metadata.name !== name) {
      throw badRequest('name in URL does not match name in Binding object');
    }
    const nodeName = isJsonObject(target) && typeof target.name === 'string' ? target.name : '';
    if (nodeName === '') throw badRequest('target.name: Required value');
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
    const { deleteOptions } = await bodyOf(request, 'policy/v1', 'Eviction');
    const pod = this.storage.get(type, namespace, name);
    this.#refuseDisruption(pod);
    const options = writeOptions(request, 'CreateOptions');
    const sent = isJsonObject(deleteOptions) ? deleteOptions : {};
    const { gracePeriodSeconds } = sent;
    this.storage.delete({ ...writeContext(request, options.dryRun), subresource: '' }, name, {
      ...(typeof gracePeriodSeconds === 'number' && { gracePeriodSeconds }),
    });
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
        disruptionsAllowed = 0,
        desiredHealthy = 0,
        currentHealthy = 0,
      } = (status ?? {}) as Record<string, number>;
      if (disruptionsAllowed > 0) continue;
      const message = `The disruption budget ${budget.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
      throw new StatusError(
        429,
        'TooManyRequests',
        "Cannot evict pod as it would violate the pod's disruption budget.",
        { causes: [{ reason: 'DisruptionBudget', message }] },
      );
    }
  }
}

function scheduled(status: unknown, now: string): JsonObject {
  const fields = isJsonObject(status) ? status : {};
  const conditions = Array.isArray(fields.conditions) ? (fields.conditions as readonly JsonObject[]) : [];
  const condition = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: now };
  return { ...fields, conditions: [...conditions.filter(each => each.type !== condition.type), condition] };
}

/** The body of a small kind that is not stored. @throws StatusError 400 */
export async function bodyOf(request: ApiRequest, apiVersion: string, kind: string): Promise<JsonObject> {
  const body = await request.body();
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim();
  if (mediaType === PROTOBUF_MEDIA_TYPE) return decodeProtobufRequest(body, { apiVersion, kind });
  try {
    const { value } = parseJson(body.toString());
    if (isJsonObject(value)) return value;
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    throw badRequest(`couldn't get version/kind; json parse error: ${error.message}`);
  }
  throw badRequest(`the object provided is unrecognized (must be of type ${kind})`);
}
