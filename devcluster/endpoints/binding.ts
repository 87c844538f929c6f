// Binding of Pods.
import type { ApiObject, SentObject } from '../object/api-object.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { badRequest, conflict, internalError, notFound } from '../object/refusals.js';
import { timestamp } from '../object/timestamp.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { NamespaceLifecycle } from '../strategy/namespace-lifecycle.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';
import type { ApiAnswer, ApiRequest } from './api-request.js';
import { BINDING, fieldsOf, placedIn, reviewedAs, unasked, unstoredBody } from './unstored-body.js';
import { writeContext, writeOptions } from './write-options.js';

/** What is answered when there is no object to show. */
export const CREATED: ApiAnswer = {
  code: 201,
  body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
};

/** What schedulers do to Pods. */
export class BindingEndpoint {
  constructor(
    private readonly storage: ResourceStorage,
    private readonly namespaces: NamespaceLifecycle,
    private readonly registry: ResourceRegistry,
    private readonly now: () => number,
  ) {}

  /** Puts a Pod on a node. @throws StatusError 409 when it is on one */
  async bind(request: ApiRequest): Promise<ApiAnswer> {
    const binding = await unstoredBody(request, BINDING);
    if (binding.metadata.name !== request.name) throw badRequest('name in URL does not match name in Binding object');
    return this.#bind(request, request, binding);
  }

  /** The same through the resource of bindings, which say the Pod's name. */
  async createBinding(request: ApiRequest): Promise<ApiAnswer> {
    const binding = await unstoredBody(request, BINDING);
    const { name = '' } = binding.metadata;
    const type = this.registry.get('', 'v1', 'pods');
    if (type === undefined) throw new Error('Pods are not served');
    return this.#bind({ ...request, type, name, subresource: 'binding' }, request, binding);
  }

  /** @param sent as it came, which webhooks are told of */
  async #bind(request: ApiRequest, sent: ApiRequest, binding: SentObject): Promise<ApiAnswer> {
    const { type, namespace, name } = request;
    targetOf(binding);
    this.namespaces.refuseCreate(type, namespace, name);
    const options = writeOptions(request, 'CreateOptions');
    const context = writeContext(request, options);
    const told = reviewedAs(BINDING, writeContext(sent, options));
    const reviewed = await this.storage.reviewed(told, name, placedIn(namespace, binding));
    const nodeName = targetOf(reviewed);
    const { uid, resourceVersion, labels = {}, annotations = {} } = reviewed.metadata as SentObject['metadata'];
    const change = (pod: ApiObject | undefined): ApiObject => {
      if (pod === undefined) throw notFound(type, name);
      refuseUnbindable(pod);
      const { metadata } = pod;
      return {
        ...pod,
        metadata: {
          ...metadata,
          ...(uid !== undefined && { uid }),
          ...(resourceVersion !== undefined && { resourceVersion }),
          labels: { ...metadata.labels, ...labels },
          annotations: { ...metadata.annotations, ...annotations },
        },
        spec: { ...(pod.spec as JsonObject), nodeName },
        status: scheduled(pod.status, timestamp(this.now())),
      };
    };
    await this.storage.update(unasked(context), name, { change, sameUid: true });
    return CREATED;
  }
}

/** @throws StatusError 409 for what is bound, on its way out, or held back by a scheduling gate */
function refuseUnbindable({ metadata: { name, deletionTimestamp }, spec }: ApiObject): void {
  const { nodeName = '', schedulingGates = [] } = spec as { nodeName?: string; schedulingGates?: readonly object[] };
  const refused = (why: string) => conflict({ group: '', resource: 'pods/binding' }, name, `pod ${name} ${why}`);
  if (deletionTimestamp !== undefined) throw refused('is being deleted, cannot be assigned to a host');
  if (nodeName !== '') throw refused(`is already assigned to node ${JSON.stringify(nodeName)}`);
  if (schedulingGates.length > 0) throw refused('has non-empty .spec.schedulingGates');
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
