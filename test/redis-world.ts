// A Redis and Pods on a server of the test's, and what a cache shows of them: for unit tests of the Redis operator.
import {
  ApiError,
  type Client,
  type DeleteOptions,
  isControlledBy,
  type Kind,
  type KubernetesObject,
  kindInfo,
  type New,
  type ObjectKey,
  type OwnerReference,
  type ReconcileContext,
  type Snapshot,
} from 'kubewright';
import { Pod } from 'kubewright/kinds';
import type { Redis } from '../api/v1/redis.js';
import { redisPod } from '../controllers/redis/pods.js';
import { FakeClock } from '../runtime/clock/fake-clock.js';
import { FakeCache } from './fake-cache.js';
import { RecordedLog } from './recorded-log.js';

/** A Redis as the server gives it. */
export function redis(
  spec: Partial<Snapshot<Redis>['spec']> = {},
  metadata: Partial<Snapshot<Redis>['metadata']> = {},
  status?: Snapshot<Redis>['status'],
): Snapshot<Redis> {
  return {
    apiVersion: 'myapp.tangx.in/v1',
    kind: 'Redis',
    metadata: {
      name: 'r',
      namespace: 'default',
      uid: 'uid-r',
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...metadata,
    },
    spec: { replicas: 2, port: 6379, image: 'redis:7-alpine', ...spec },
    ...(status && { status }),
  };
}

/** How a Pod differs from a fresh one of the Redis `r`. */
export interface PodParts {
  /** The uid of the Redis that controls it; default `uid-r`, null for none. */
  readonly controller?: string | null;
  readonly uid?: string;
  readonly ready?: boolean;
  readonly terminating?: boolean;
  /** Default: `redis:7-alpine`, as the Redis has it. */
  readonly image?: string;
  /** What its status says beside whether it is ready. */
  readonly status?: PodStatusOf;
}

/** The part of a Pod's status that a test says. */
export type PodStatusOf = NonNullable<Snapshot<Pod>['status']>;

export function pod(name: string, parts: PodParts = {}): Snapshot<Pod> {
  const { controller = 'uid-r', uid = `uid-${name}`, ready = false, terminating = false, image, status } = parts;
  const made = redisPod(redis(image === undefined ? {} : { image }), 0);
  const owner: OwnerReference = {
    apiVersion: 'myapp.tangx.in/v1',
    kind: 'Redis',
    name: 'r',
    uid: '',
    controller: true,
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid,
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: made.metadata.labels,
      ...(controller !== null && { ownerReferences: [{ ...owner, uid: controller }] }),
      ...(terminating && { deletionTimestamp: '2026-01-01T00:00:01Z' }),
    },
    spec: made.spec,
    status: {
      ...status,
      conditions: [...(status?.conditions ?? []), { type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  } as Snapshot<Pod>;
}

/** A refusal of the server. */
export function refused(
  verb: string,
  kind: Kind<KubernetesObject>,
  key: ObjectKey,
  code: number,
  reason: string,
): ApiError {
  const info = kindInfo(kind);
  const details = { kind: info.plural, name: key.name };
  const message = `${reason} in this test`;
  return new ApiError({ verb, kind: info, key }, code, { kind: 'Status', code, reason, message, details });
}

/** Answers as an API server does; the cache shows only what `show` has told it. */
export class RedisWorld {
  /** The Redis on the server. */
  redis: Snapshot<Redis>;
  /** The Pods on the server, by name. */
  readonly pods = new Map<string, Snapshot<Pod>>();
  /** What the client was asked to write, in order. */
  readonly writes: string[] = [];
  /** The reasons and messages of Events, in order. */
  readonly events: string[] = [];
  /** Whether the cache shows at once what the client has written; default false: it shows nothing before `show`. */
  showsOwnWrites = false;
  /** Which Pods were asked for live, in order. */
  readonly reads: string[] = [];
  /** Thrown instead of doing what `writes` would show so. */
  readonly failures = new Map<string, unknown>();
  readonly context: ReconcileContext;
  readonly cache = new FakeCache();
  #version = 100;

  constructor(start: Snapshot<Redis>, pods: readonly Snapshot<Pod>[] = []) {
    this.redis = start;
    for (const each of pods) this.pods.set(each.metadata.name, each);
    this.cache.informer(Pod);
    this.show();
    const record = (reason: string, message: string) => void this.events.push(`${reason}: ${message}`);
    this.context = {
      key: { namespace: start.metadata.namespace, name: start.metadata.name },
      causes: [],
      apply: () => Promise.reject(new Error('nothing is applied here')),
      client: this.#client(),
      cache: this.cache,
      clock: new FakeClock(),
      log: new RecordedLog(),
      signal: new AbortController().signal,
      events: { normal: record, warning: (reason, message) => record(`(!) ${reason}`, message) },
      owned: kind => this.cache.ownedBy(kind, this.redis).filter(object => isControlledBy(object, this.redis)),
    };
  }

  /** Changes a Pod on the server, as the kubelet and others do; the cache shows it at once. */
  change(name: string, parts: { readonly status?: PodStatusOf; readonly terminating?: boolean }): void {
    const present = this.pods.get(name);
    if (present === undefined) throw new Error(`there is no Pod ${name}`);
    const { status = present.status, terminating = false } = parts;
    const metadata = { ...present.metadata, resourceVersion: this.#nextVersion() };
    const deletionTimestamp = terminating ? { deletionTimestamp: '2026-01-01T00:00:01Z' } : {};
    this.pods.set(name, { ...present, metadata: { ...metadata, ...deletionTimestamp }, status } as Snapshot<Pod>);
    this.show();
  }

  /** Takes a Pod away; the cache shows it at once. */
  take(name: string): void {
    this.pods.delete(name);
    this.show();
  }

  /** Lets the cache catch up with the server. */
  show(): void {
    for (const object of this.cache.list(Pod)) {
      if (!this.pods.has(object.metadata.name)) this.cache.remove(object);
    }
    for (const object of this.pods.values()) this.cache.put(object);
  }

  #client(): Client {
    return {
      get: async (kind: Kind<KubernetesObject>, key: ObjectKey) => {
        this.reads.push(key.name);
        const found = this.pods.get(key.name);
        if (found === undefined) throw refused('get', kind, key, 404, 'NotFound');
        return found;
      },
      create: async (
        kind: Kind<KubernetesObject>,
        { metadata, ...rest }: New<Pod> & { metadata: { name: string } },
      ) => {
        this.#write(`create ${metadata.name}`);
        if (this.pods.has(metadata.name)) throw refused('create', kind, metadata, 409, 'AlreadyExists');
        const resourceVersion = this.#nextVersion();
        const { metadata: filled, ...fresh } = pod(metadata.name, { controller: null, uid: `uid-${resourceVersion}` });
        const made = { ...fresh, ...rest, metadata: { ...filled, ...metadata, resourceVersion } } as Snapshot<Pod>;
        this.pods.set(metadata.name, made);
        if (this.showsOwnWrites) this.show();
        return made;
      },
      delete: async (kind: Kind<KubernetesObject>, key: ObjectKey, { preconditions }: DeleteOptions = {}) => {
        this.#write(`delete ${key.name}`);
        const found = this.pods.get(key.name);
        if (found === undefined) throw refused('delete', kind, key, 404, 'NotFound');
        const { uid, resourceVersion } = found.metadata;
        if (preconditions?.uid !== uid || preconditions.resourceVersion !== resourceVersion)
          throw refused('delete', kind, key, 409, 'Conflict');
        this.pods.delete(key.name);
        if (this.showsOwnWrites) this.show();
        return { apiVersion: 'v1', kind: 'Status', details: { name: key.name, uid } };
      },
      patch: async (
        kind: Kind<KubernetesObject>,
        key: ObjectKey,
        { metadata }: { metadata: { resourceVersion: string; finalizers: string[] | null } },
      ) => {
        this.#write(`finalizers ${metadata.finalizers?.join(' ') ?? 'none'}`);
        if (metadata.resourceVersion !== this.redis.metadata.resourceVersion) {
          throw refused('patch', kind, key, 409, 'Conflict');
        }
        const { finalizers: _, ...kept } = this.redis.metadata;
        const finalizers = metadata.finalizers === null ? {} : { finalizers: metadata.finalizers };
        return this.#store({ ...this.redis, metadata: { ...kept, ...finalizers } });
      },
      status: (kind: Kind<Redis>) => ({
        set: async ({ metadata }: Snapshot<Redis>, status: NonNullable<Snapshot<Redis>['status']>) => {
          this.#write('status');
          if (metadata.uid !== this.redis.metadata.uid) throw refused('set', kind, metadata, 404, 'NotFound');
          return this.#store({ ...this.redis, status });
        },
      }),
    } as unknown as Client;
  }

  #nextVersion(): string {
    this.#version += 1;
    return String(this.#version);
  }

  #write(text: string): void {
    this.writes.push(text);
    if (this.failures.has(text)) throw this.failures.get(text);
  }

  #store(changed: Snapshot<Redis>): Snapshot<Redis> {
    const resourceVersion = String(Number(this.redis.metadata.resourceVersion) + 1);
    this.redis = { ...changed, metadata: { ...changed.metadata, resourceVersion } };
    return this.redis;
  }
}

/** The finalizers for Pods of these numbers. */
export function finalizers(...ordinals: readonly number[]): string[] {
  return ordinals.map(ordinal => `myapp.tangx.in/r-${ordinal}`);
}
