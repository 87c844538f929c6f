// How replicas share the work, as the manager's option `sharding` says it.
import { type ElectionTiming, electionTiming } from '../leader-election/leader-election-options.js';
import type { ShardBy } from './shard-of.js';

/**
 * Sharding over Leases: one for each shard, which its holder renews as a leader renews its own. The durations are those of leader
 * election, in milliseconds. All replicas should have the same options; a replica with another number of shards, or another
 * `by`, stands by until those with the old one have gone.
 */
export interface ShardingOptions {
  /**
   * Into how many parts the objects are split, from 1 to 256; default 16. As many replicas can take part at most. Some times the
   * number of replicas is best: each holds so many shards, or one more. Each shard costs a small write each `retryPeriod`.
   */
  readonly shards?: number;
  /**
   * What stays together: `object` (the default): nothing, objects are told apart by a hash of namespace and name; `namespace`:
   * the objects of a namespace, for reconcilers that must see no other replica at work there.
   */
  readonly by?: ShardBy;
  /**
   * Takes `by: 'namespace'`. Caches then keep the objects of the replica's own shards, as far as the API server filters them (KEP-5866,
   * the feature gate `ShardedListAndWatch`; without it everything is kept): those of kinds that live in namespaces, and that no
   * `@Watches` names. `context.cache` has nothing then of other namespaces. Default false.
   */
  readonly filterWatches?: boolean;
  /** Where the Leases are. Default: the Pod's namespace; outside of a Pod it has to be said. */
  readonly namespace?: string;
  /**
   * What the Leases' names begin with, and a label of theirs; default: the manager's name. Operators that share a namespace need
   * names of their own.
   */
  readonly name?: string;
  /** As in leader election; default 15 000. Shards of a replica that has died are taken over after this time. */
  readonly leaseDuration?: number;
  /** As in leader election; default 10 000. */
  readonly renewDeadline?: number;
  /** As in leader election; default 2000. */
  readonly retryPeriod?: number;
  /** Who this replica is; no other may call itself so. Default: the host's name, `_`, and a random UUID. */
  readonly identity?: string;
}

/** The same with nothing left open but where and who. */
export interface ShardingPlan extends ElectionTiming {
  readonly shards: number;
  readonly by: ShardBy;
  readonly filterWatches: boolean;
}

const MOST_SHARDS = 256;

/** @throws RangeError or TypeError for options that cannot be, with their place */
export function shardingPlan(options: ShardingOptions): ShardingPlan {
  const { shards = 16, by = 'object', filterWatches = false } = options;
  if (!Number.isInteger(shards) || shards < 1 || shards > MOST_SHARDS) {
    throw new RangeError(`sharding: shards is a whole number from 1 to ${MOST_SHARDS}, not ${shards}`);
  }
  if (by !== 'object' && by !== 'namespace') {
    throw new TypeError(`sharding: by is 'object' or 'namespace', not ${String(by)}`);
  }
  if (filterWatches && by !== 'namespace') {
    throw new TypeError("sharding: filterWatches takes by: 'namespace': servers can filter by that alone");
  }
  return { shards, by, filterWatches, ...electionTiming(options, 'sharding') };
}
