// What the operator's processes say that they do, and whether that may be.

/** The operator has no more workers. */
const WORKERS = 4;
/** After an outage the operator waits for a minute at most. */
const LONGEST_SILENCE_MS = 180_000;

/** Counts reconciles and requests, and sees whether a key is ever reconciled twice at once, or more keys than there are workers. */
export class Marks {
  reconciles = 0;
  /** By method. */
  readonly requests: Record<string, number> = {};
  /** How many reconciles ended in the middle, because their process did. */
  interrupted = 0;
  /** How many keys were ever at work at the same time. */
  mostAtOnce = 0;
  /** What must not be. */
  readonly violations: string[] = [];
  #lines = 0;
  readonly #active = new Set<string>();
  readonly #waiting = new Set<() => void>();

  /** How many marks there were. */
  get count(): number {
    return this.#lines;
  }

  /** How many requests were sent. */
  get allRequests(): number {
    return Object.values(this.requests).reduce((sum, count) => sum + count, 0);
  }

  take(line: string): void {
    const [what, about = ''] = line.split(' ');
    if (what === 'start') this.#start(about);
    else if (what === 'end') this.#end(about);
    else if (what === 'request') this.requests[about] = (this.requests[about] ?? 0) + 1;
    else this.violations.push(`a mark that nobody writes: ${line}`);
    this.#lines += 1;
    for (const look of [...this.#waiting]) look();
  }

  /** The process has ended: what it did not finish is nobody's work any more. */
  processEnded(): void {
    this.interrupted += this.#active.size;
    this.#active.clear();
  }

  /**
   * Resolves when there are so many marks more than now, or reconciles, when those are asked for.
   * @throws Error when no mark comes for three minutes: the operator stands still
   */
  async more(count: number, of: 'count' | 'reconciles' = 'count', silence = LONGEST_SILENCE_MS): Promise<void> {
    const enough = this[of] + count;
    let look = (): void => {};
    let limit: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      look = () => {
        if (this[of] >= enough) return resolve();
        clearTimeout(limit);
        limit = setTimeout(() => reject(new Error(`the operator has done nothing for ${silence / 1000} s`)), silence);
        // Where the run has failed by then, it is waited for no longer.
        limit.unref();
      };
      this.#waiting.add(look);
      look();
    }).finally(() => {
      clearTimeout(limit);
      this.#waiting.delete(look);
    });
  }

  #start(key: string): void {
    if (this.#active.has(key)) this.violations.push(`${key} is reconciled twice at once (mark ${this.#lines})`);
    this.#active.add(key);
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#active.size);
    if (this.#active.size > WORKERS) {
      this.violations.push(`${this.#active.size} keys are reconciled at once (mark ${this.#lines})`);
    }
    this.reconciles += 1;
  }

  #end(key: string): void {
    if (!this.#active.delete(key)) this.violations.push(`${key} has ended without a start (mark ${this.#lines})`);
  }
}
