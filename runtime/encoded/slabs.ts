// Keeps many small pieces of bytes outside the heap, where the garbage collector does not walk through them.
import type { EncodedObject } from './encoded-object.js';

/** Of a segment. The first ones are smaller, so that ten objects do not take the room of a thousand. */
const LARGEST = 256 * 1024;
const SMALLEST = 16 * 1024;
/** What takes more than this part of a segment gets one of its own size. */
const PART = 4;

/** Where some bytes lie. It stays the same when they move. */
export interface SlabRecord {
  /** Of the bytes. */
  readonly length: number;
}

/**
 * Bytes by record. Those that are removed leave holes; a segment of which less than half is alive is given up, and what
 * is left in it moves. So all take at most twice the room of what is alive, and a segment more. Bytes that were read stay
 * what they are as long as somebody holds them, for no room is used a second time.
 */
export class Slabs {
  /** The segment that is being filled. */
  #open: Segment | undefined;
  #segments = 0;
  #liveBytes = 0;
  #deadBytes = 0;
  #usedBytes = 0;
  #movedBytes = 0;

  /** Of all that was added and not removed. */
  get liveBytes(): number {
    return this.#liveBytes;
  }

  /** In segments, of what was removed. */
  get deadBytes(): number {
    return this.#deadBytes;
  }

  /** Of all segments, with what is not filled yet. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** How many segments there are. */
  get segments(): number {
    return this.#segments;
  }

  /** How much was copied so far to give up segments. */
  get movedBytes(): number {
    return this.#movedBytes;
  }

  /** Keeps a copy. */
  add(bytes: EncodedObject): SlabRecord {
    const record = new StoredRecord(bytes.length);
    this.#liveBytes += bytes.length;
    this.#put(record, bytes);
    return record;
  }

  /**
   * The bytes of a record: a view that stays what it is, also when the record is removed. Held for long it keeps a whole
   * segment alive.
   * @throws Error when the record is not here
   */
  read(record: SlabRecord): EncodedObject {
    const { start, length } = record as StoredRecord;
    return this.#segmentOf(record).bytes.subarray(start, start + length);
  }

  /** @throws Error when the record is not here */
  remove(record: SlabRecord): void {
    const segment = this.#segmentOf(record);
    (record as StoredRecord).segment = undefined;
    this.#liveBytes -= record.length;
    this.#deadBytes += record.length;
    segment.live -= record.length;
    segment.count--;
    const room = segment.bytes.length;
    const wasted = segment === this.#open ? segment.filled - segment.live : room - segment.live;
    if (segment.count === 0 || wasted > room / 2) this.#giveUp(segment);
  }

  #put(record: StoredRecord, bytes: Uint8Array): void {
    const segment = this.#segmentFor(bytes.length);
    record.segment = segment;
    record.start = segment.filled;
    segment.bytes.set(bytes, segment.filled);
    segment.filled += bytes.length;
    segment.live += bytes.length;
    segment.count++;
    segment.records.push(record);
  }

  #segmentFor(length: number): Segment {
    const open = this.#open;
    if (open !== undefined && open.bytes.length - open.filled >= length) return open;
    const size = Math.min(LARGEST, Math.max(SMALLEST, this.#liveBytes));
    if (length > size / PART) return this.#newSegment(length);
    this.#open = this.#newSegment(size);
    if (open === undefined || open.live >= open.bytes.length / 2) return this.#open;
    // What moves may fill the new one.
    this.#giveUp(open);
    return this.#segmentFor(length);
  }

  #newSegment(size: number): Segment {
    this.#segments++;
    this.#usedBytes += size;
    return new Segment(this, size);
  }

  /** Moves what is alive in a segment to the open one. */
  #giveUp(segment: Segment): void {
    if (segment === this.#open) this.#open = undefined;
    this.#segments--;
    this.#usedBytes -= segment.bytes.length;
    this.#deadBytes -= segment.filled - segment.live;
    for (const record of segment.records) {
      if (record.segment !== segment) continue;
      this.#put(record, segment.bytes.subarray(record.start, record.start + record.length));
      this.#movedBytes += record.length;
    }
  }

  #segmentOf(record: SlabRecord): Segment {
    const { segment } = record as StoredRecord;
    if (segment?.slabs !== this) throw new Error('the record is not in these slabs: it was removed, or is of others');
    return segment;
  }
}

class StoredRecord implements SlabRecord {
  segment: Segment | undefined;
  start = 0;
  readonly length: number;

  constructor(length: number) {
    this.length = length;
  }
}

/** A buffer that is filled from its start. */
class Segment {
  readonly slabs: Slabs;
  readonly bytes: Buffer;
  /** All that was ever put here, those too that are gone. */
  readonly records: StoredRecord[] = [];
  filled = 0;
  /** Bytes of records that are still here, and how many these are. */
  live = 0;
  count = 0;

  constructor(slabs: Slabs, size: number) {
    this.slabs = slabs;
    // Not out of Node's pool, and not filled with zeros first.
    this.bytes = Buffer.allocUnsafeSlow(size);
  }
}
