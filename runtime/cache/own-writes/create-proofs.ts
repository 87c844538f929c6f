// Whether the store has all that others had written before this process did.
import type { CacheScope } from '../readable-store.js';
import { covers } from '../store.js';
import type { Position } from './position.js';

/**
 * An object that this process has created has a version that is newer than all that was there before. Once the watch has
 * passed it, the store has all of that. A write of unknown outcome asks for a new proof: nobody knows when it was done.
 */
export class CreateProofs {
  readonly #positions: ReadonlyMap<CacheScope, Position>;
  #era = 0;

  constructor(positions: ReadonlyMap<CacheScope, Position>) {
    this.#positions = positions;
  }

  /** What a write that is sent now is told by, when it was answered with a new object. */
  get era(): number {
    return this.#era;
  }

  /** The server has answered a create with this version, which was sent in that era. */
  created(namespace: string | undefined, version: string, era: number): void {
    if (era === this.#era) this.#of(namespace)[0]?.proveBy(version);
  }

  /** Nobody knows whether a write was done, whose answer did not come. */
  missed(): void {
    this.#era += 1;
    for (const position of this.#positions.values()) position.proveAnew();
  }

  /** Whether the watch has brought an object of our own after the last miss. Without a namespace: in all that is kept. */
  haveCome(namespace?: string): boolean {
    const positions = namespace === undefined ? [...this.#positions.values()] : this.#of(namespace);
    return positions.length > 0 && positions.every(({ isProven }) => isProven);
  }

  /** The position of what follows the objects of this namespace; none where they are not kept. */
  #of(namespace: string | undefined): readonly Position[] {
    return [...this.#positions].filter(([scope]) => covers(scope, namespace)).map(([, position]) => position);
  }
}
