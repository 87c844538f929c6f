// Which replica is to hold which shards.
import { fnv1a } from './shard-of.js';

/**
 * The members of the shards, by shard: the same answer wherever the same members are known, whatever their order. All have
 * the same number of shards, or one more. Each shard goes to the member that ranks highest for it (rendezvous hashing), as
 * far as that one's share reaches, so that few shards move when a member comes or goes.
 */
export function assignShards(members: readonly string[], shards: number): readonly string[] {
  const names = [...new Set(members)].sort();
  if (names.length === 0) return [];
  const least = Math.floor(shards / names.length);
  let larger = shards % names.length;
  const taken = new Map(names.map(name => [name, 0]));
  const owners = new Array<string | undefined>(shards).fill(undefined);
  for (const { shard, name } of ranked(names, shards)) {
    const count = taken.get(name) ?? 0;
    if (owners[shard] !== undefined || count > least) continue;
    if (count === least) {
      if (larger === 0) continue;
      larger -= 1;
    }
    owners[shard] = name;
    taken.set(name, count + 1);
  }
  return owners as readonly string[];
}

/** All pairs, the one that fits best first. */
function ranked(
  names: readonly string[],
  shards: number,
): readonly { readonly shard: number; readonly name: string }[] {
  const pairs = names.flatMap(name =>
    Array.from({ length: shards }, (_, shard) => ({ shard, name, rank: rankOf(`${name} ${shard}`) })),
  );
  return pairs.sort((a, b) => b.rank - a.rank || a.shard - b.shard || (a.name < b.name ? -1 : 1));
}

function rankOf(text: string): number {
  const { high, low } = fnv1a(text);
  let mix = high ^ Math.imul(low, 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 15), 0x2c1b3c6d);
  mix = Math.imul(mix ^ (mix >>> 12), 0x297a2d39);
  return (mix ^ (mix >>> 15)) >>> 0;
}
