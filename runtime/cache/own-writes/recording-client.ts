// A client whose writes the caches hear of.
import { apiVersionOf, type Kind, kindInfo } from '../../../decorators/kind.js';
import type { KubernetesObject } from '../../../decorators/object-meta.js';
import type { Snapshot } from '../../../decorators/snapshot.js';
import type { Client, DeleteOptions, Deletion, GoneStatus, WriteOptions } from '../../client/client.js';
import type { ScaleClient, StatusClient, SubresourceClient } from '../../client/subresources.js';
import type { ObjectKey } from '../../meta/object-key.js';
import { type BeforeWrite, WriteRecorder, type WrittenKinds } from './write-recorder.js';

/**
 * The client, whose answers to writes the caches show at once in their reads. A write that fails changes nothing there, nor
 * does a dry run; where its answer was lost, the watch will tell. A change of the scale costs one read more, since its
 * answer does not show the object, and so does a write through `metadataOf(kind)` where a cache keeps the kind as a whole.
 */
export function recordingClient(client: Client, kinds: WrittenKinds): Client {
  const recorder = new WriteRecorder(client, kinds);
  // Every verb is named here, so that the compiler asks for one that is new.
  const recording: Client = {
    kind: (apiVersion, kind, options) => client.kind(apiVersion, kind, options),
    get: (kind, key, options) => client.get(kind, key, options),
    list: (kind, options) => client.list(kind, options),
    watch: (kind, options) => client.watch(kind, options),
    create: async (kind, object, options) => {
      const before = recorder.before(kind);
      const made = await heard(kind, client.create(kind, object, options));
      if (!options?.dryRun) recorder.created(kind, made, before);
      return made;
    },
    update: (kind, object, options) => wrote(kind, client.update(kind, object, options), options),
    patch: (kind, key, patch, options) => wrote(kind, client.patch(kind, key, patch, options), options),
    patchJson: (kind, key, operations, options) =>
      wrote(kind, client.patchJson(kind, key, operations, options), options),
    patchStrategic: (kind, key, patch, options) =>
      wrote(kind, client.patchStrategic(kind, key, patch, options), options),
    apply: (kind, object, options) => wrote(kind, client.apply(kind, object, options), options),
    delete: async (kind, key, options) => {
      const before = recorder.before(kind, key);
      const answer = await heard(kind, client.delete(kind, key, options));
      if (!options?.dryRun) await deleted(kind, key, answer, before, options);
      return answer;
    },
    deleteAllOf: async (kind, options) => {
      const answer = await heard(kind, client.deleteAllOf(kind, options));
      if (!options.dryRun && 'items' in answer) await recorder.deletedAll(kind, answer.items, options);
      return answer;
    },
    evict: async (kind, key, options) => {
      await heard(kind, client.evict(kind, key, options));
      if (!options?.dryRun) await recorder.refresh(kind, key, options?.signal);
    },
    status: kind => statusClient(kind, client.status(kind)),
    scale: kind => scaleClient(kind, client.scale(kind)),
    subresource: (kind, name) => subresourceClient(kind, client.subresource(kind, name)),
  };
  return recording;

  /** What the call answers; the caches hear of it when it fails. */
  async function heard<T extends KubernetesObject, R>(kind: Kind<T>, call: Promise<R>): Promise<R> {
    try {
      return await call;
    } catch (error) {
      recorder.failed(kind, error);
      throw error;
    }
  }

  async function wrote<T extends KubernetesObject>(
    kind: Kind<T>,
    call: Promise<Snapshot<T>>,
    options: WriteOptions | undefined,
  ): Promise<Snapshot<T>> {
    const object = await heard(kind, call);
    if (!options?.dryRun) await recorder.wrote(kind, object, options?.signal);
    return object;
  }

  async function deleted<T extends KubernetesObject>(
    kind: Kind<T>,
    key: ObjectKey,
    answer: Deletion<T> | undefined,
    { uids }: BeforeWrite,
    { preconditions, signal }: DeleteOptions = {},
  ): Promise<void> {
    const object = answer === undefined || isGoneStatus(answer) ? undefined : answer;
    const uid = object?.metadata.uid ?? (answer as GoneStatus | undefined)?.details?.uid ?? preconditions?.uid;
    if (uid === undefined) {
      await recorder.refresh(kind, key, signal);
      return;
    }
    // What had the name before that had gone already.
    const former = uids.filter(other => other !== uid);
    if (former.length > 0) recorder.gone(kind, key, former);
    if (object?.metadata.deletionTimestamp !== undefined) await recorder.wrote(kind, object, signal);
    else recorder.gone(kind, key, [uid], object?.metadata.resourceVersion ?? preconditions?.resourceVersion);
  }

  /** What the call answers is the object itself, or something else that does not show it. */
  async function wroteBelow<T extends KubernetesObject, R>(
    kind: Kind<T>,
    key: ObjectKey,
    call: Promise<R>,
    options: WriteOptions | undefined,
  ): Promise<R> {
    const answer = await heard(kind, call);
    if (options?.dryRun) return answer;
    if (isOfKind(kind, answer)) await recorder.wrote(kind, answer, options?.signal);
    else await recorder.refresh(kind, key, options?.signal);
    return answer;
  }

  function subresourceClient<T extends KubernetesObject, Body>(
    kind: Kind<T>,
    below: SubresourceClient<T, Body>,
  ): SubresourceClient<T, Body> {
    return {
      get: (key, options) => below.get(key, options),
      create: (key, body, options) => wroteBelow(kind, key, below.create(key, body, options), options),
      update: (key, body, options) => wroteBelow(kind, key, below.update(key, body, options), options),
      patch: (key, patch, options) => wroteBelow(kind, key, below.patch(key, patch, options), options),
      patchJson: (key, patch, options) => wroteBelow(kind, key, below.patchJson(key, patch, options), options),
      patchStrategic: (key, patch, options) =>
        wroteBelow(kind, key, below.patchStrategic(key, patch, options), options),
      apply: (key, fields, options) => wroteBelow(kind, key, below.apply(key, fields, options), options),
    };
  }

  function statusClient<T extends KubernetesObject>(kind: Kind<T>, status: StatusClient<T>): StatusClient<T> {
    return {
      set: (object, wished, options) => wrote(kind, status.set(object, wished, options), options),
      update: (object, options) => wrote(kind, status.update(object, options), options),
      patch: (key, patch, options) => wrote(kind, status.patch(key, patch, options), options),
      apply: (key, fields, options) => wrote(kind, status.apply(key, fields, options), options),
    };
  }

  function scaleClient<T extends KubernetesObject>(kind: Kind<T>, scale: ScaleClient<T>): ScaleClient<T> {
    return {
      get: (key, options) => scale.get(key, options),
      set: async (key, replicas, options) => {
        const set = await heard(kind, scale.set(key, replicas, options));
        if (!options?.dryRun) await recorder.refresh(kind, key, options?.signal);
        return set;
      },
      update: (key, wish, options) => wroteBelow(kind, key, scale.update(key, wish, options), options),
    };
  }
}

/** A kind of somebody's own may be called Status too. */
function isGoneStatus(answer: Deletion<KubernetesObject>): answer is GoneStatus {
  return answer.kind === 'Status' && answer.apiVersion === 'v1';
}

function isOfKind<T extends KubernetesObject>(kind: Kind<T>, answer: unknown): answer is Snapshot<T> {
  const info = kindInfo(kind);
  const object = answer as { readonly apiVersion?: string; readonly kind?: string; readonly metadata?: object };
  return object.kind === info.kind && object.apiVersion === apiVersionOf(info) && object.metadata !== undefined;
}
