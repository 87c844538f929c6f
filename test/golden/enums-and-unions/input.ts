import { CustomResource, Default, type Defaulted, type Int32, Resource } from 'kubewright';

/** How a deletion goes about dependents. */
export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export enum Level {
  Low = 'low',
  High = 'high',
}

const tiers = ['gold', 'silver', 'bronze'] as const;

export class PolicySpec {
  /** A union of literals. */
  propagation!: Propagation;

  /** One with a default. */
  @Default('Orphan')
  otherwise?: Defaulted<Propagation>;

  /** A string enum. */
  level?: Level;

  /** A union that follows from a constant. */
  tier?: (typeof tiers)[number];

  /** Some of a union. */
  gentle?: Exclude<Propagation, 'Foreground'>;

  /** Numbers. */
  weight?: 1 | 10 | 100;

  /** One literal only. */
  only?: 'one';

  /** A union in a list. */
  all?: Propagation[];

  /** A union in a map. */
  each?: Record<string, Propagation>;

  /** It may be null. */
  nothing?: string | null;

  /** A boolean is no union of true and false to a reader. */
  flag?: boolean;

  count?: Int32 | null;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Policy' })
export class Policy extends CustomResource<PolicySpec> {}
