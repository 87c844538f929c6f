// Objects in the order of namespace and name.

/** What the order is made from. */
export interface Placed {
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** A full piece is split in two; with that many, moving the rest of a piece costs next to nothing. */
const LONGEST_PIECE = 512;

/**
 * A sorted list in pieces: adding or taking out one of many thousands moves only its piece. The server lists in this
 * order, so that filling it appends, and pieces get full.
 */
export class SortedEntries<E extends Placed> {
  /** None of them is empty. */
  readonly #pieces: E[][] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The first one; undefined when there is none. */
  get first(): E | undefined {
    return this.#pieces[0]?.[0];
  }

  /** Adds the entry, or puts it in the place of the one of its namespace and name. */
  set(entry: E): void {
    const at = this.#pieceFor(entry);
    const piece = this.#pieces[at];
    if (piece === undefined) {
      this.#append(entry);
      return;
    }
    const place = placeIn(piece, entry);
    if (place < piece.length && compareByKey(piece[place] as E, entry) === 0) {
      piece[place] = entry;
      return;
    }
    piece.splice(place, 0, entry);
    this.#size += 1;
    if (piece.length > LONGEST_PIECE) this.#pieces.splice(at + 1, 0, piece.splice(piece.length >>> 1));
  }

  /** Takes out what has the namespace and name of this entry. */
  delete(entry: Placed): void {
    const at = this.#pieceFor(entry);
    const piece = this.#pieces[at];
    if (piece === undefined) return;
    const place = placeIn(piece, entry);
    if (compareByKey(piece[place] as E, entry) !== 0) return;
    this.#size -= 1;
    if (piece.length === 1) this.#pieces.splice(at, 1);
    else piece.splice(place, 1);
  }

  /** At most `count` entries, from the first that comes after this place; it need not be there. */
  after(place: Placed | undefined, count: number): E[] {
    const found: E[] = [];
    let at = place === undefined ? 0 : this.#pieceFor(place);
    let piece = this.#pieces[at];
    if (piece === undefined) return found;
    let next = place === undefined ? 0 : placeIn(piece, place);
    if (place !== undefined && compareByKey(piece[next] as E, place) === 0) next += 1;
    while (piece !== undefined && found.length < count) {
      for (; next < piece.length && found.length < count; next++) found.push(piece[next] as E);
      at += 1;
      piece = this.#pieces[at];
      next = 0;
    }
    return found;
  }

  /** All of them, or those of a namespace. */
  list(namespace?: string): E[] {
    if (namespace === undefined) return ([] as E[]).concat(...this.#pieces);
    const found: E[] = [];
    let at = this.#pieceFor({ namespace, name: '' });
    let piece = this.#pieces[at];
    if (piece === undefined) return found;
    let next = placeIn(piece, { namespace, name: '' });
    while (piece !== undefined) {
      for (; next < piece.length; next++) {
        const entry = piece[next] as E;
        if ((entry.namespace ?? '') !== namespace) return found;
        found.push(entry);
      }
      at += 1;
      piece = this.#pieces[at];
      next = 0;
    }
    return found;
  }

  #append(entry: E): void {
    const last = this.#pieces.at(-1);
    if (last === undefined || last.length >= LONGEST_PIECE) this.#pieces.push([entry]);
    else last.push(entry);
    this.#size += 1;
  }

  /** The first piece whose last entry does not come before this place; past the end where there is none. */
  #pieceFor(place: Placed): number {
    const pieces = this.#pieces;
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareByKey((pieces[middle] as E[]).at(-1) as E, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Where the first entry is that does not come before this place. */
export function placeIn(piece: readonly Placed[], place: Placed): number {
  let low = 0;
  let high = piece.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareByKey(piece[middle] as Placed, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Orders by namespace, then by name, as the API server lists. */
export function compareByKey(a: Placed, b: Placed): number {
  return compare(a.namespace ?? '', b.namespace ?? '') || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
