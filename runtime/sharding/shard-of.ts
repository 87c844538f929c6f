// Which shard a key belongs to.

/** By what objects are told apart: each by itself, or those of a namespace together. */
export type ShardBy = 'object' | 'namespace';

/**
 * Shards are equal ranges of a hash of 64 bits, so that a range of shards is a range of hashes too, which is what a server can
 * be asked for.
 *
 * - `object`: the hash of `namespace/name`. It is mixed in the end: FNV alone gives names that differ in the last letter, as
 *   those of many objects do, nearly the same hash.
 * - `namespace`: FNV-1a of the namespace, as API servers compute it for `shardRange(object.metadata.namespace, ...)`
 *   (KEP-5866). What lives in no namespace is told apart by name.
 *
 * @param key `namespace/name`, or `name`
 */
export function shardOf(key: string, shards: number, by: ShardBy): number {
  const slash = by === 'namespace' ? key.indexOf('/') : -1;
  const hash = slash < 0 ? mixed(fnv1a(key)) : fnv1a(key.slice(0, slash));
  // The upper 32 bits tell more ranges apart than there are shards.
  return Math.floor((hash.high * shards) / 2 ** 32);
}

interface Hash {
  readonly high: number;
  readonly low: number;
}

/** FNV-1a with 64 bits over UTF-8, in two halves: a key of each event goes through here, and BigInt is slow. */
export function fnv1a(text: string): Hash {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Names in the API are ASCII; anything else is none of our objects, but must not stop us.
    if (unit > 0x7f) return fnv1aBytes(text);
    low ^= unit;
    // Times 2^40 + 0x1b3, modulo 2^64.
    const lower = (low & 0xffff) * 0x1b3;
    const upper = (low >>> 16) * 0x1b3 + (lower >>> 16);
    high = (Math.imul(high, 0x1b3) + (low << 8) + (upper >>> 16)) | 0;
    low = ((upper & 0xffff) << 16) | (lower & 0xffff);
  }
  return { high: high >>> 0, low: low >>> 0 };
}

function fnv1aBytes(text: string): Hash {
  const latin = Array.from(new TextEncoder().encode(text));
  let hash = 0xcbf29ce484222325n;
  for (const byte of latin) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return { high: Number(hash >> 32n), low: Number(hash & 0xffffffffn) };
}

/** Lets each bit depend on all (as the end of MurmurHash3 with 32 bits, over both halves). */
function mixed({ high, low }: Hash): Hash {
  let mix = high ^ Math.imul(low, 0x9e3779b1);
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  mix ^= mix >>> 16;
  return { high: mix >>> 0, low };
}
