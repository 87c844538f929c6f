// What the Leases of a sharding are called, and what they say of it.
import { createHash } from 'node:crypto';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Lease } from '../kinds/coordination-v1.js';
import type { Labels } from '../meta/label-requirement.js';
import type { ShardingPlan } from './sharding-options.js';

/** On all of them: the sharding's name. */
export const SHARDING_LABEL = 'sharding.kubewright.dev/name';
/** On all of them: into how many parts what is split, such as `16` or `16-by-namespace`. */
export const FORM_LABEL = 'sharding.kubewright.dev/shards';
/** On those of shards: the shard's number. */
export const SHARD_LABEL = 'sharding.kubewright.dev/shard';
/** On those of members. */
export const MEMBER_LABEL = 'sharding.kubewright.dev/member';

/** Replicas with different forms do not mean the same objects by a shard. */
export function formOf({ shards, by }: Pick<ShardingPlan, 'shards' | 'by'>): string {
  return by === 'object' ? `${shards}` : `${shards}-by-${by}`;
}

/** Whether its last holder split the objects in another way. */
export function isRetired(lease: Snapshot<Lease>, form: string): boolean {
  return lease.metadata.labels?.[FORM_LABEL] !== form;
}

export function shardLeaseName(name: string, shard: number): string {
  return `${name}-shard-${shard}`;
}

export function shardLabels(name: string, shard: number, form: string): Labels {
  return { [SHARDING_LABEL]: name, [FORM_LABEL]: form, [SHARD_LABEL]: `${shard}` };
}

/** An identity may have letters that no name has. */
export function memberLeaseName(name: string, identity: string): string {
  return `${name}-member-${createHash('sha256').update(identity).digest('hex').slice(0, 16)}`;
}

export function memberLabels(name: string, form: string): Labels {
  return { [SHARDING_LABEL]: name, [FORM_LABEL]: form, [MEMBER_LABEL]: 'true' };
}
