// Who does the steps of the demo.

/** The service account that `config/` makes for the operator. */
export interface ServiceAccountKey {
  readonly namespace: string;
  readonly name: string;
}

/** Who the operator is to the server. */
export interface OperatorIdentity {
  readonly user: string;
  readonly kubeconfig: string;
}

/**
 * Does each step of the demo on a cluster, printing what it does and what came of it. Each resolves when what it waits
 * for is there, and rejects with what went wrong.
 */
export interface ClusterUser {
  /** Shows which server it talks to. */
  introduce(): Promise<void>;
  /** Applies `config/`: the definition of Redis, and the role of the operator. Redis can then be made. */
  install(): Promise<ServiceAccountKey>;
  /** Shows what the operator's role says and, where the server authorizes, that it is held to it. */
  showRole(operator: OperatorIdentity): Promise<void>;
  applySample(): Promise<void>;
  /** Waits until the sample is Ready. */
  redisReady(): Promise<void>;
  showRedis(): Promise<void>;
  /** Shows which object each Pod belongs to. */
  showOwners(): Promise<void>;
  showFinalizers(): Promise<void>;
  /** Shows the identity of a Pod. */
  showPod(name: string): Promise<void>;
  /** Deletes a Pod and waits until another one of its name is ready. */
  replacePod(name: string): Promise<void>;
  scale(replicas: number): Promise<void>;
  /** Waits for a number in the status of the sample. */
  redisHas(field: 'replicas' | 'readyReplicas', count: number): Promise<void>;
  /** Waits until there is no Pod of this name. */
  podGone(name: string): Promise<void>;
  showPods(): Promise<void>;
  /** Gives the sample another image, waits until all of its Pods have it and are ready, and shows them. */
  changeImage(image: string): Promise<void>;
  /** Waits for an Event of this reason about the sample, then shows the sample with its Events. */
  describeRedis(reason: string): Promise<void>;
  /** Applies a manifest of a Redis, and expects a refusal that says so. */
  refusedRedis(manifest: string, because: string): Promise<void>;
  /** Deletes the sample under the eyes of watches, which see so many deletions of Pods and that of the Redis. */
  deleteRedis(pods: number): Promise<readonly Deletion[]>;
  /** Shows that neither Redis nor Pods are left. */
  showNothing(): Promise<void>;
}

/** The end of an object; each has a version of its own, so that they are in an order. */
export interface Deletion {
  readonly resourceVersion: string;
  /** `Pod/redis-sample-0` */
  readonly object: string;
}

/** The sample that the demo tells of. */
export const SAMPLE = { file: 'config/samples/myapp_v1_redis.yaml', namespace: 'default', name: 'redis-sample' };
/** What selects its Pods. */
export const PODS_OF_SAMPLE = `app.kubernetes.io/instance=${SAMPLE.name}`;
