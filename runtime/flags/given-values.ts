// The values of the flags that every operator has, and where they were given.
import type { ElectionTiming } from '../leader-election/leader-election-options.js';
import { type FlagValues, flagName } from './flag-spec.js';
import type { MANAGER_FLAGS } from './manager-flags.js';

export type Values = FlagValues<typeof MANAGER_FLAGS>;
export type Key = keyof Values & string;

/** What was found, with where it was given. */
export interface GivenValues {
  readonly values: Values;
  readonly given: ReadonlyMap<string, string>;
}

/** What a flag is called when its value is told of: by where it was given. */
export function namedBy(given: GivenValues['given']): (key: Key) => string {
  return key => given.get(key) ?? `--${flagName(key)}`;
}

export function electionTimingOf(values: Values): ElectionTiming {
  return {
    leaseDuration: values.leaderElectLeaseDuration,
    renewDeadline: values.leaderElectRenewDeadline,
    retryPeriod: values.leaderElectRetryPeriod,
  };
}

export function shardingTimingOf(values: Values): ElectionTiming {
  return {
    leaseDuration: values.shardingLeaseDuration,
    renewDeadline: values.shardingRenewDeadline,
    retryPeriod: values.shardingRetryPeriod,
  };
}
