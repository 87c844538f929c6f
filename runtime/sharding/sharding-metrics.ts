// What a replica counts of its shards.

/** Plain fields since the start. */
export class ShardingMetrics {
  /** How many shards work may begin in. */
  held = 0;
  /** How many times work was let begin in a shard. */
  gained = 0;
  /** How many times a shard was given up on purpose. */
  handedOver = 0;
  /** How many times a shard was lost: its Lease could not be renewed in time, or was taken. */
  lost = 0;
  /** How many replicas take part, as far as this one has seen. */
  members = 0;

  /** @param name the sharding's name; @param shards into how many parts the objects are split */
  constructor(
    readonly name: string,
    readonly shards: number,
  ) {}
}
