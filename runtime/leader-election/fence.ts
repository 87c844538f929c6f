// Whether this process may act as the leader at this very moment.
import type { Clock } from '../clock/clock.js';
import { NotLeaderError } from './not-leader-error.js';

/** A moment on both clocks. */
export interface Moment {
  readonly monotonic: number;
  readonly timeOfDay: number;
}

export function momentOf(clock: Clock): Moment {
  return { monotonic: clock.monotonic(), timeOfDay: clock.now() };
}

/**
 * Open from the answer to a renewal until `renewDeadline` after that renewal was sent. It looks at the clocks whenever it is
 * asked, so a process that was stopped for a while learns of it before any timer has fired.
 *
 * The monotonic clock counts while a process is stopped, but not while the machine is suspended. So where the time of day has
 * moved on by `renewDeadline` although the monotonic clock has not, it is closed too, until the Lease has been renewed anew;
 * that is no loss of the lead: it may be that somebody has set the clock.
 */
export class Fence {
  readonly #clock: Clock;
  readonly #what: string;
  readonly #renewDeadline: number;
  /** Called at the first refusal after each renewal: a renewal might end it, or show that the lead is lost. */
  onRefusal: () => void = () => {};
  #renewed: Moment | undefined;
  #doubted: { readonly at: number; readonly why: string } | undefined;
  #hasRefused = false;

  /** @param what the Lease, for messages */
  constructor(clock: Clock, what: string, renewDeadline: number) {
    this.#clock = clock;
    this.#what = what;
    this.#renewDeadline = renewDeadline;
  }

  /** A renewal that was sent at that moment was answered. It says nothing of what has been heard since it was sent. */
  renewed(sent: Moment): void {
    this.#renewed = sent;
    this.#hasRefused = false;
    if (this.#doubted !== undefined && this.#doubted.at <= sent.monotonic) this.#doubted = undefined;
  }

  /** Closes until a renewal that is sent from now on is answered. */
  doubt(why: string): void {
    this.#doubted = { at: this.#clock.monotonic(), why };
  }

  /** Closes for good. */
  close(): void {
    this.#renewed = undefined;
  }

  /** Milliseconds until the lead is lost, unless it is renewed; 0: it is. */
  get left(): number {
    if (this.#renewed === undefined) return 0;
    return Math.max(0, this.#renewed.monotonic + this.#renewDeadline - this.#clock.monotonic());
  }

  /** Whether there is a lead that a renewal would secure. */
  get isInDoubt(): boolean {
    return this.#doubted !== undefined || this.#timeOfDayHasLeapt();
  }

  get isOpen(): boolean {
    return this.left > 0 && !this.isInDoubt;
  }

  /** @throws NotLeaderError while it is not open */
  check(): void {
    if (this.isOpen) return;
    if (!this.#hasRefused) this.onRefusal();
    this.#hasRefused = true;
    throw new NotLeaderError(`this replica may not act: ${this.#reason()}`);
  }

  #reason(): string {
    if (this.#renewed === undefined) return `it does not hold ${this.#what}`;
    if (this.left === 0) return `${this.#what} was not renewed for ${this.#renewDeadline / 1000} s`;
    return this.#doubted?.why ?? `the time of day has leapt, so ${this.#what} has to be renewed first`;
  }

  #timeOfDayHasLeapt(): boolean {
    return this.#renewed !== undefined && this.#clock.now() - this.#renewed.timeOfDay >= this.#renewDeadline;
  }
}
