// The objects of some shards, as a server can be asked for them.

/** Told of a change; what it answers resolves once everything in the new range is at hand. */
type OnRange = () => Promise<unknown>;

/** The shards whose objects a replica keeps, where shards are ranges of hashes of namespaces. Shaped as the cache wants it. */
export class ShardRange {
  readonly #shards: number;
  readonly #listeners = new Set<OnRange>();
  #kept = '';
  #selector: string;
  #atHand: Promise<unknown> = Promise.resolve();

  constructor(shards: number) {
    this.#shards = shards;
    this.#selector = selectorOf([], shards);
  }

  get shardSelector(): string {
    return this.#selector;
  }

  onChange(listener: OnRange): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** From now on these are kept, and no others. */
  keep(shards: ReadonlySet<number>): void {
    const sorted = [...shards].sort((a, b) => a - b);
    if (sorted.join() === this.#kept) return;
    this.#kept = sorted.join();
    this.#selector = selectorOf(sorted, this.#shards);
    this.#atHand = Promise.all([...this.#listeners].map(tell => tell()));
  }

  /** Resolves when everything of the shards that are kept is at hand. */
  async atHand(): Promise<void> {
    for (let last: unknown; last !== this.#atHand; ) {
      last = this.#atHand;
      await this.#atHand;
    }
  }
}

/** Shards that follow one another are one range. An empty selection cannot be said: one hash of 2^64 comes nearest. */
function selectorOf(sorted: readonly number[], shards: number): string {
  const ranges: { from: bigint; to: bigint }[] = [];
  for (const shard of sorted) {
    const [from, to] = [firstHash(shard, shards), firstHash(shard + 1, shards)];
    const last = ranges.at(-1);
    if (last?.to === from) last.to = to;
    else ranges.push({ from, to });
  }
  if (ranges.length === 0) ranges.push({ from: 0n, to: 1n });
  return ranges
    .map(({ from, to }) => `shardRange(object.metadata.namespace, '${hex(from)}', '${hex(to)}')`)
    .join(' || ');
}

/** The least hash of which `shardOf` says that it is of this shard. */
function firstHash(shard: number, shards: number): bigint {
  return BigInt(Math.ceil((shard * 2 ** 32) / shards)) << 32n;
}

function hex(hash: bigint): string {
  return `0x${hash.toString(16).padStart(16, '0')}`;
}
