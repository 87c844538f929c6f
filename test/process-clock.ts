// The time of a simulated process.
import type { Clock, Timer } from '../runtime/clock/clock.js';
import type { FakeClock } from '../runtime/clock/fake-clock.js';

/** A process's own time: as fast as it is told, set by hand, and with everything that happens held back while it is paused. */
export class ProcessClock implements Clock {
  readonly #true: FakeClock;
  readonly #rate: number;
  #offset: number;
  #held: (() => void)[] | undefined;
  #isDead = false;

  constructor(trueClock: FakeClock, { rate, offset }: { readonly rate: number; readonly offset: number }) {
    this.#true = trueClock;
    this.#rate = rate;
    this.#offset = offset;
  }

  now(): number {
    return Date.UTC(2026, 0, 1) + this.#offset + this.monotonic();
  }

  monotonic(): number {
    return this.#true.monotonic() * this.#rate;
  }

  setTimer(delay: number, callback: () => void): Timer {
    let isCancelled = false;
    const fire = (): void => this.happens(() => isCancelled || callback());
    const timer = this.#true.setTimer(delay / this.#rate, fire);
    return {
      cancel: () => {
        isCancelled = true;
        timer.cancel();
      },
    };
  }

  /** Something reaches the process: now, after its pause, or never. */
  happens(what: () => void): void {
    if (this.#isDead) return;
    if (this.#held !== undefined) this.#held.push(what);
    else what();
  }

  get isPaused(): boolean {
    return this.#held !== undefined;
  }

  pause(): void {
    this.#held ??= [];
  }

  resume(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const what of held) this.happens(what);
  }

  jump(milliseconds: number): void {
    this.#offset += milliseconds;
  }

  die(): void {
    this.#isDead = true;
  }
}
