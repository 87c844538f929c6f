// `/debug/replica`: which part of the work is this replica's.
import type { DebugSources } from './debug-sources.js';
import type { Page } from './page.js';

/** With `?key=` also whose an object is, where replicas share them. */
export function replicaPage({ leaderElection, sharding }: DebugSources, query: URLSearchParams): Page {
  const key = query.get('key');
  const lead = leaderElection && { name: leaderElection.name, leads: leaderElection.masterStatus === 1 };
  const share = sharding && {
    name: sharding.name,
    identity: sharding.identity,
    shards: sharding.metrics.shards,
    held: sharding.held,
    members: sharding.metrics.members,
  };
  const shard = key === null ? undefined : sharding?.shardOf(key);
  const asked = shard !== undefined && share && { key, shard, held: share.held.includes(shard) };
  const lines = [
    ...(lead ? [`leader election ${lead.name}: this replica ${lead.leads ? 'leads' : 'stands by'}`] : []),
    ...(share ? [`${share.name}: ${textOf(share)}`] : []),
    ...(asked
      ? [`${asked.key} is in shard ${asked.shard}, which ${asked.held ? 'is held here' : "is another's"}`]
      : []),
  ];
  return {
    data: { ...(lead && { leaderElection: lead }), ...(share && { sharding: share }), ...(asked && { object: asked }) },
    text:
      lines.map(line => `${line}\n`).join('') || 'this replica acts for itself: there is no leader, and no shards\n',
  };
}

interface Share {
  readonly identity: string;
  readonly shards: number;
  readonly held: readonly number[];
  readonly members: number;
}

function textOf({ identity, shards, held, members }: Share): string {
  const which = held.length === 0 ? '' : ` (${held.join(', ')})`;
  const others = members === 1 ? '1 replica takes' : `${members} replicas take`;
  return `${identity} holds ${held.length} of ${shards} shards${which}, and ${others} part`;
}
