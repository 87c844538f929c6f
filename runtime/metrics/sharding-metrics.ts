// Which part of the objects this replica has, and what moved.
import { counterFamily, gaugeFamily } from './families.js';
import type { MetricsRegistry } from './metrics-registry.js';

/** A sharding, as far as it is measured. */
export interface MeasuredSharding {
  readonly name: string;
  readonly shards: number;
  readonly held: number;
  readonly members: number;
  readonly gained: number;
  readonly handedOver: number;
  readonly lost: number;
}

const shards = gaugeFamily('kubewright_shards', 'Into how many parts the objects are split.');
const held = gaugeFamily('kubewright_shards_held', 'How many of them this replica has.');
const members = gaugeFamily('kubewright_shard_members', 'How many replicas take part, as far as this one has seen.');
const gained = counterFamily('kubewright_shards_gained_total', 'How often this replica got a shard.');
const handedOver = counterFamily('kubewright_shards_handed_over_total', 'How often it gave one up on purpose.');
const lost = counterFamily('kubewright_shards_lost_total', 'How often one was lost, or taken by another.');

/** `name` is that of the sharding. */
export function collectSharding(registry: MetricsRegistry, sharding: MeasuredSharding): void {
  registry.collect(() => {
    const { name } = sharding;
    return [
      shards([[{ name }, sharding.shards]]),
      held([[{ name }, sharding.held]]),
      members([[{ name }, sharding.members]]),
      gained([[{ name }, sharding.gained]]),
      handedOver([[{ name }, sharding.handedOver]]),
      lost([[{ name }, sharding.lost]]),
    ];
  });
}
