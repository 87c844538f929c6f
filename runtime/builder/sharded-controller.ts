// How a controller takes part in the sharding of its manager.
import { type Kind, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Client } from '../client/client.js';
import type { KeyShare } from '../controller/key-share.js';
import { fencedClient } from '../leader-election/fenced-client.js';
import type { ManagerContext } from '../manager/manager-context.js';
import type { Sharding } from '../sharding/sharding.js';
import type { ReconcilerDeclaration } from './reconciles.js';

/**
 * What shares the objects of a controller among replicas; undefined: one replica reconciles all, or each does.
 * @throws TypeError for one that is to run on the leader alone, where there is none
 */
export function shardingOf(manager: ManagerContext, { kind, options }: ReconcilerDeclaration): Sharding | undefined {
  const { name = kindInfo(kind).kind.toLowerCase(), needLeaderElection = true, sharded = true } = options;
  if (manager.sharding === undefined || !needLeaderElection) return undefined;
  if (sharded) return manager.sharding;
  if (manager.leaderElection === undefined) {
    throw new TypeError(
      `controller ${name}: with sharded: false the leader alone runs it: give new Manager() the option leaderElection too`,
    );
  }
  return undefined;
}

/** The kinds of which the controller may need objects of any shard. */
export function keptWhole(
  sharding: Sharding | undefined,
  { kind, owns, watches }: ReconcilerDeclaration,
): readonly Kind<KubernetesObject>[] {
  const owned = owns.map(({ kind }) => kind);
  const watched = watches.map(({ kind }) => kind);
  if (sharding === undefined) return [kind, ...owned, ...watched];
  // An owner that lives in no namespace may have objects in all of them.
  return kindInfo(kind).scope === 'Cluster' ? [...owned, ...watched] : watched;
}

/** @param client what the fenced clients of reconciles go through */
export function keyShare(sharding: Sharding, client: Client): KeyShare {
  return {
    has: key => sharding.has(key),
    enter: key => {
      const stay = sharding.enter(key);
      if (stay === undefined) return undefined;
      const { signal, check, leave } = stay;
      return { signal, check, leave, client: fencedClient(client, check) };
    },
    onGained: listener => sharding.onGained(shard => listener(key => sharding.shardOf(key) === shard)),
  };
}
