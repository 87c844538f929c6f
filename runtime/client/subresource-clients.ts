// The verbs below an object, as HTTP requests.
import { apiVersionOf, type KindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { keyOf, type ObjectKey } from '../meta/object-key.js';
import { objectPath } from './paths.js';
import { JSON_PATCH, MERGE_PATCH, type ObjectAttempt, type Requests, STRATEGIC_PATCH, withKind } from './requests.js';
import { scaleOf } from './scale.js';
import { setStatus } from './set-status.js';
import type { ScaleClient, ScaleObject, StatusClient, SubresourceClient } from './subresources.js';

export function statusClient<T extends KubernetesObject>(requests: Requests, kind: KindInfo): StatusClient<T> {
  const at = attemptAt(kind, 'status');
  return {
    set: async (object, status, options) => setStatus(requests, at('set', keyOf(object)), { object, status }, options),
    update: async (object, options) => requests.put(at('update', keyOf(object)), withKind(kind, object), options),
    patch: async (key, status, options) => requests.patch(at('patch', key), MERGE_PATCH, { status }, options),
    apply: async ({ namespace, name }: ObjectKey, status, options) => {
      const key = { namespace, name };
      return requests.apply(at('apply', key), withKind(kind, { metadata: key, status }), options);
    },
  };
}

export function scaleClient<T extends KubernetesObject>(requests: Requests, kind: KindInfo): ScaleClient<T> {
  const at = attemptAt(kind, 'scale');
  return {
    get: async (key, options) => scaleOf(await requests.read<Snapshot<ScaleObject>>(at('get', key), options)),
    set: async (key, replicas, options) => {
      const patch = { spec: { replicas } };
      return scaleOf(await requests.patch<Snapshot<ScaleObject>>(at('patch', key), MERGE_PATCH, patch, options));
    },
    update: async (key, { replicas, resourceVersion }, options) => {
      const { namespace, name }: ObjectKey = key;
      const scale = {
        apiVersion: 'autoscaling/v1',
        kind: 'Scale',
        metadata: { namespace, name, resourceVersion },
        spec: { replicas },
      };
      return scaleOf(await requests.put<Snapshot<ScaleObject>>(at('update', key), scale, options));
    },
  };
}

export function subresourceClient<T extends KubernetesObject, Body>(
  requests: Requests,
  kind: KindInfo,
  name: string,
): SubresourceClient<T, Body> {
  const at = attemptAt(kind, name);
  return {
    get: async (key, options) => requests.read(at('get', key), options),
    create: async (key, body, options) => {
      const attempt = at('create', key);
      return requests.post<Snapshot<Body>>(attempt, objectPath(kind, key, name), body as object, options);
    },
    update: async (key, body, options) => requests.put(at('update', key), body as object, options),
    patch: async (key, patch, options) => requests.patch(at('patch', key), MERGE_PATCH, patch, options),
    patchJson: async (key, operations, options) =>
      requests.patch(at('patchJson', key), JSON_PATCH, operations, options),
    patchStrategic: async (key, patch, options) => {
      return requests.patch(at('patchStrategic', key), STRATEGIC_PATCH, patch, options);
    },
    apply: async (key, fields, options) => {
      const body = { apiVersion: apiVersionOf(kind), kind: kind.kind, ...fields };
      return requests.apply(at('apply', key), body, options);
    },
  };
}

function attemptAt(kind: KindInfo, subresource: string): (verb: string, key: ObjectKey) => ObjectAttempt {
  return (verb, key) => ({ verb, kind, key, subresource });
}
