import {
  CustomResource,
  Default,
  type Defaulted,
  type Double,
  type Duration,
  type Int32,
  type Int64,
  type IntOrString,
  Maximum,
  type MicroTime,
  Minimum,
  PrintColumn,
  type Quantity,
  Resource,
  type Time,
} from 'kubewright';

export class SamplerSpec {
  int32!: Int32;
  int64!: Int64;

  @Minimum(-0.5)
  @Maximum(1e21)
  double!: Double;

  text!: string;
  yesOrNo!: boolean;
  time!: Time;
  microTime!: MicroTime;
  duration!: Duration;

  /** How much memory. */
  memory!: Quantity;

  /** How many may be away: a number, or a share such as `25%`. */
  maxUnavailable!: IntOrString;

  @Default('512Mi')
  limit?: Defaulted<Quantity>;

  @Default('25%')
  surge?: Defaulted<IntOrString>;

  @Default(0)
  zero?: Defaulted<Int64>;

  @Default(0.1)
  share?: Defaulted<Double>;

  @Default(false)
  off?: Defaulted<boolean>;

  @Default([])
  none?: Defaulted<string[]>;

  @Default({ app: 'sampler' })
  labels?: Defaulted<Record<string, string>>;

  list?: Quantity[];
  map?: Record<string, IntOrString>;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Sampler' })
@PrintColumn('Memory', '.spec.memory')
@PrintColumn('Share', '.spec.share')
@PrintColumn('On', '.spec.yesOrNo')
@PrintColumn('Since', '.spec.time')
export class Sampler extends CustomResource<SamplerSpec> {}
