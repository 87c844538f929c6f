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
} from 'kubewright';

/** The wished state of a Redis. */
export class RedisSpec {
  /** Number of Redis Pods. */
  @Minimum(0)
  @Maximum(1000)
  @Default(1)
  replicas?: Defaulted<Int32>;

  /** Port that every Pod listens on. */
  @Minimum(1234)
  @Maximum(54321)
  @Default(6379)
  port?: Defaulted<Int32>;

  /** Container image of the Pods. */
  @MinLength(1)
  @Default('redis:7-alpine')
  image?: Defaulted<string>;
}

/** The observed state of a Redis; only the operator writes it. */
export class RedisStatus {
  observedGeneration?: Int64;
  replicas?: Int32;
  readyReplicas?: Int32;
  /** Label selector in text form; what kubectl autoscale reads through the scale subresource. */
  selector?: string;
  @ListMap('type')
  conditions?: Condition[];
}

/** Redis is a set of Redis Pods, kept at the wished number. */
@Resource({ group: 'myapp.tangx.in', version: 'v1', kind: 'Redis', plural: 'redis', shortNames: ['rd'] })
@Subresource('scale')
@PrintColumn('Replicas', '.status.replicas')
@PrintColumn('Ready', '.status.readyReplicas')
@PrintColumn('Image', '.spec.image')
@PrintColumn('Age', '.metadata.creationTimestamp')
export class Redis extends CustomResource<RedisSpec, RedisStatus> {}
