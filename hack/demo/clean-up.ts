// What a demo has to undo in the end, whatever has happened.

/** Ends what was started; the last one first. */
export class CleanUp {
  readonly #ends: (() => Promise<void>)[] = [];

  push(end: () => Promise<void>): void {
    this.#ends.push(end);
  }

  /** Runs all of them, also when some fail. @returns what they failed with */
  async run(): Promise<readonly unknown[]> {
    const failures: unknown[] = [];
    for (const end of this.#ends.splice(0).reverse()) await end().catch((error: unknown) => failures.push(error));
    return failures;
  }
}
