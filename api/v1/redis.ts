import {
  type Condition,
  CustomResource,
  Default,
  type Defaulted,
  type Int32,
  type Int64,
  ListMap,
  Maximum,
  Minimum,
  MinLength,
  PrintColumn,
  Resource,
  Subresource,
  type Time,
} from 'kubewright';

/** The wished state of a Redis. */
export class RedisSpec {
  /** Number of Redis Pods. */
  @Minimum(0)
  @Maximum(1000)
  @Default(1)
  replicas?: Defaulted<Int32>;

  /** Port that every Pod listens on; a change replaces the Pods one at a time. */
  @Minimum(1234)
  @Maximum(54321)
  @Default(6379)
  port?: Defaulted<Int32>;

  /** Container image of the Pods; a change replaces them one at a time. */
  @MinLength(1)
  @Default('redis:7-alpine')
  image?: Defaulted<string>;
}

/** A Pod that has failed, and how often. */
export class PodFailure {
  /** Name of the Pod. */
  name!: string;

  /** The uid of the Pod of this name that failed last. */
  uid!: string;

  /** How often in a row Pods of this name have failed; the next one waits the longer for it. */
  @Minimum(1)
  count!: Int32;

  /** When the last failure was noticed. */
  lastFailureTime!: Time;
}

/** The observed state of a Redis; only the operator writes it. */
export class RedisStatus {
  /** The generation of the spec that this status was observed for. */
  observedGeneration?: Int64;

  /** Number of Pods that exist. */
  replicas?: Int32;

  /** Number of Pods that are ready. */
  readyReplicas?: Int32;

  /** Number of Pods that have the wished image and port. */
  updatedReplicas?: Int32;

  /** Label selector of the Pods in text form; autoscalers read it through the scale subresource. */
  selector?: string;

  /** Pods that have failed lately: evicted, or lost with their node. Forgotten where the next one lives for ten minutes. */
  @ListMap('name')
  failures?: PodFailure[];

  /**
   * What is known of this Redis. `Ready`: every wished Pod is there, is ready and has the wished image and port. `Progressing`:
   * it is on its way there. `Degraded`: something is in the way that does not go by itself.
   */
  @ListMap('type')
  conditions?: Condition[];
}

/** Redis is a set of Redis Pods, kept at the wished number. */
@Resource({ group: 'myapp.tangx.in', version: 'v1', kind: 'Redis', plural: 'redis', shortNames: ['rd'] })
@Subresource('scale')
@PrintColumn('Replicas', '.status.replicas')
@PrintColumn('Ready', '.status.readyReplicas')
@PrintColumn('Updated', '.status.updatedReplicas')
@PrintColumn('Image', '.spec.image')
@PrintColumn('Age', '.metadata.creationTimestamp')
export class Redis extends CustomResource<RedisSpec, RedisStatus> {}
