// Work that may never wait for anything lets others have their turn.
import { WorkPiece } from '../cache/work-piece.js';
import type { Clock } from '../clock/clock.js';

/** For all who share a work, such as the workers of a controller. */
export class TurnTaking {
  readonly #clock: Clock;
  /** What has been done since others had their turn; undefined at first. */
  #piece: WorkPiece | undefined;
  #next: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A step is done. @returns what is to be waited for before the next one; undefined: nothing */
  step(): Promise<void> | undefined {
    if (this.#piece === undefined) {
      this.#piece = new WorkPiece(this.#clock);
      // It may come by itself, where somebody waits for something.
      this.#next = new Promise(resolve =>
        setImmediate(() => {
          this.#piece = undefined;
          resolve();
        }),
      );
    }
    this.#piece.step();
    return this.#piece.isOver ? this.#next : undefined;
  }
}
