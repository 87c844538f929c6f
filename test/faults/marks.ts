// What the operator's processes say that they do, and whether that may be.

/** Counts reconciles and requests, and sees whether a key is ever reconciled twice at once. */
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

  /** Resolves when there are so many marks more than now, or reconciles, when those are asked for. */
  async more(count: number, of: 'count' | 'reconciles' = 'count'): Promise<void> {
    const enough = this[of] + count;
    await new Promise<void>(resolve => {
      const look = (): void => {
        if (this[of] < enough) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  #start(key: string): void {
    if (this.#active.has(key)) this.violations.push(`${key} is reconciled twice at once (mark ${this.#lines})`);
    this.#active.add(key);
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#active.size);
    this.reconciles += 1;
  }

  #end(key: string): void {
    if (!this.#active.delete(key)) this.violations.push(`${key} has ended without a start (mark ${this.#lines})`);
  }
}
