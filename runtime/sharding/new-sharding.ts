// From what an operator says of its sharding to what takes part in it.
import type { Client } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import { identityOf, namespaceOfLeases } from '../leader-election/elect.js';
import type { Logger } from '../log/logger.js';
import { Sharding } from './sharding.js';
import { type ShardingOptions, shardingPlan } from './sharding-options.js';

/** The operator that takes part. */
export interface Participant {
  readonly name: string;
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What a name has to be like that is a label's value too, and that more is added to. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/;

/**
 * @throws RangeError or TypeError for options that cannot be
 * @throws ConfigError when no namespace is said, and this is no Pod
 */
export function newSharding(options: ShardingOptions, { name: operator, client, clock, log }: Participant): Sharding {
  const plan = shardingPlan(options);
  const { name = operator } = options;
  if (!NAME.test(name)) {
    throw new TypeError(
      `sharding: name is to be a label's value, and at the beginning of the names of Leases: up to 63 lower case letters, digits, - and ., not ${JSON.stringify(name)}`,
    );
  }
  const identity = identityOf(options, 'sharding');
  const namespace = options.namespace ?? namespaceOfLeases('sharding');
  return new Sharding({ ...plan, client, namespace, name, identity, clock, log, random: Math.random });
}
