// Values that many objects have in common, parsed once: the labels of all Pods of a ReplicaSet.

/** A power of two. */
const PLACES = 4096;
const LONGEST = 1024;

/** A bounded table from pieces of JSON to what was made of them. What falls on a taken place replaces what is there. */
export class RepeatedValues<T> {
  readonly #make: (json: Buffer) => T;
  readonly #known = new Array<{ readonly json: Uint8Array; readonly value: T } | undefined>(PLACES).fill(undefined);

  /** @param make what the bytes stand for; it is shared, so it has to be frozen */
  constructor(make: (json: Buffer) => T) {
    this.#make = make;
  }

  at(bytes: Buffer, start: number, end: number): T {
    if (end - start > LONGEST) return this.#make(bytes.subarray(start, end));
    const place = hashOf(bytes, start, end) & (PLACES - 1);
    const known = this.#known[place];
    if (known !== undefined && isSame(known.json, bytes, start, end)) return known.value;
    const json = bytes.subarray(start, end);
    const value = this.#make(json);
    this.#known[place] = { json: new Uint8Array(json), value };
    return value;
  }
}

function isSame(known: Uint8Array, bytes: Buffer, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}

/** 32 bits that depend on each byte (FNV-1a, its high half folded in). */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash ^ (hash >>> 15);
}
