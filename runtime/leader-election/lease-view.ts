// What a replica has seen of the Lease, and until when another may be acting.
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Clock } from '../clock/clock.js';
import type { Lease } from '../kinds/coordination-v1.js';
import { compareResourceVersions } from '../meta/resource-version.js';
import { durationOf, holderOf, isReleased, recordText } from './lease-record.js';

export interface LeaseViewOptions {
  readonly identity: string;
  /** Milliseconds. */
  readonly leaseDuration: number;
  readonly clock: Clock;
}

/**
 * Counts from the moment at which this process has seen a record, on its own monotonic clock: neither the times in the Lease
 * nor the time of day mean anything here, so no skew and no jump of clocks does either. As client-go, and more careful in this:
 *
 * - A Lease that somebody has deleted, emptied or given away by hand does not stop its holder from acting. Whoever has seen
 *   the Lease before waits a whole duration from the moment of that sight.
 * - The duration is the longer one of the Lease's and one's own: it may be missing, or have been made shorter.
 */
export class LeaseView {
  readonly #options: LeaseViewOptions;
  #lease: Snapshot<Lease> | undefined;
  #newest = '';
  /** The last record; `gone` when there was none any more, undefined while none was seen. */
  #record: string | undefined;
  /** The times in the records that this process may have written: that of its last answer, and what it has sent since. */
  #attempted: readonly (string | undefined)[] = [];
  #duration: number;
  #othersUntil = Number.NEGATIVE_INFINITY;

  constructor(options: LeaseViewOptions) {
    this.#options = options;
    this.#duration = options.leaseDuration;
  }

  /** The Lease as it was last seen; undefined while there is none. */
  get lease(): Snapshot<Lease> | undefined {
    return this.#lease;
  }

  /** Who holds it; the empty text: nobody. */
  get holder(): string {
    return holderOf(this.#lease);
  }

  /** Whole milliseconds until no other can be acting any more, as far as was seen; 0: from now on. */
  get freeIn(): number {
    return Math.ceil(Math.max(0, this.#othersUntil - this.#options.clock.monotonic()));
  }

  /** What a read answers; undefined: there is no such Lease. */
  read(lease: Snapshot<Lease> | undefined): void {
    if (lease === undefined) this.#observeNone();
    else this.#observe(lease);
  }

  /** This process is about to write that record. Its answer may be lost: then a read shows what has come of it. */
  attempts(renewTime: string | undefined): void {
    this.#attempted = [...this.#attempted, renewTime].slice(-MOST_ATTEMPTS);
  }

  /** What a write of this process answers. */
  wrote(lease: Snapshot<Lease>): void {
    this.#attempted = [lease.spec?.renewTime];
    this.#note(lease);
  }

  /** What a watch tells, which may be older than an answer. @returns whether it is news */
  heard(lease: Snapshot<Lease>, isGone: boolean): boolean {
    const order = compareResourceVersions(lease.metadata.resourceVersion, this.#newest);
    if (order !== undefined && order <= 0) return false;
    this.#newest = lease.metadata.resourceVersion;
    if (isGone) this.#observeNone();
    else this.#observe(lease);
    return true;
  }

  #observeNone(): void {
    this.#lease = undefined;
    // Nobody deletes the Lease but people. What was never there is free.
    if (this.#record !== undefined && this.#record !== GONE) this.#waitFrom();
    if (this.#record !== undefined) this.#record = GONE;
  }

  #observe(lease: Snapshot<Lease>): void {
    const before = this.#record;
    this.#note(lease);
    if (this.#record === before) return;
    const holder = holderOf(lease);
    const isOther = holder !== '' && holder !== this.#options.identity;
    if (isReleased(lease)) this.#othersUntil = Number.NEGATIVE_INFINITY;
    else if (isOther || (before !== undefined && !this.#isOwn(lease))) this.#waitFrom();
  }

  #note(lease: Snapshot<Lease>): void {
    this.#lease = lease;
    this.#newest = lease.metadata.resourceVersion;
    this.#record = recordText(lease);
    this.#duration = Math.max(durationOf(lease) ?? 0, this.#options.leaseDuration);
  }

  #isOwn(lease: Snapshot<Lease>): boolean {
    const isMine = holderOf(lease) === this.#options.identity;
    const time = lease.spec?.renewTime;
    return isMine && time !== undefined && this.#attempted.includes(time);
  }

  #waitFrom(): void {
    this.#othersUntil = Math.max(this.#othersUntil, this.#options.clock.monotonic() + this.#duration);
  }
}

const GONE = 'gone';
/** More tries than a lead has time for. */
const MOST_ATTEMPTS = 32;
