// From what an operator says of its election to what takes part in it.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Client } from '../client/client.js';
import { ownNamespace } from '../client/own-namespace.js';
import type { Clock } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';
import { electionTiming, type LeaderElectionOptions } from './leader-election-options.js';
import { LeaderElector } from './leader-elector.js';

/** The operator that takes part. */
export interface Candidate {
  readonly name: string;
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where the kubelet mounts the service account; default: where it does. */
  readonly serviceAccount?: string;
}

/**
 * @throws TypeError for durations that would not keep two leaders apart
 * @throws ConfigError when no namespace is said, and this is no Pod
 */
export function leaderElector(options: LeaderElectionOptions, candidate: Candidate): LeaderElector {
  const { client, clock, log, serviceAccount } = candidate;
  const { releaseOnCancel = true, labels = {} } = options;
  const identity = identityOf(options, 'leaderElection');
  const name = options.name ?? candidate.name;
  const timing = electionTiming(options);
  const namespace = options.namespace ?? namespaceOfLeases('leaderElection', serviceAccount);
  const random = Math.random;
  return new LeaderElector({
    ...timing,
    client,
    namespace,
    name,
    identity,
    labels,
    releaseOnCancel,
    clock,
    log,
    random,
  });
}

/**
 * Who this replica is.
 * @param option whose options they are, for messages
 * @throws TypeError for an empty one
 */
export function identityOf({ identity }: Pick<LeaderElectionOptions, 'identity'>, option: string): string {
  if (identity === '') throw new TypeError(`${option}: the identity is empty, which means nobody in a Lease`);
  return identity ?? `${hostname()}_${randomUUID()}`;
}

/**
 * The Pod's namespace.
 * @param option which option asks for it, for messages
 * @throws ConfigError where this is no Pod
 */
export function namespaceOfLeases(option: keyof typeof FLAGS, serviceAccount?: string): string {
  return ownNamespace({
    option,
    next: `say where the Leases are to be: ${option}: { namespace } of new Manager(), or ${FLAGS[option]}`,
    serviceAccount,
  });
}

const FLAGS = {
  leaderElection: '--leader-elect-resource-namespace',
  sharding: '--sharding-resource-namespace',
} as const;
