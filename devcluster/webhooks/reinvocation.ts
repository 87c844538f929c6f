// Which mutating webhooks are asked a second time, because others have changed an object after them.

/** One write. There are at most two rounds. */
export class Reinvocation {
  #isSecond = false;
  #isNeeded = false;
  #isPatched = false;
  /** Those that want to be asked again if something changes from now on. */
  readonly #waiting = new Set<string>();
  readonly #again = new Set<string>();

  /** Whether a webhook has changed something, so that plugins and webhooks have their second round. */
  get isNeeded(): boolean {
    return this.#isNeeded;
  }

  /** The second round. @param changed whether plugins have changed the object since the first */
  begin(changed: boolean): void {
    this.#isSecond = true;
    if (changed) this.#askAgain();
  }

  /** Whether a webhook is asked in this round: in the second no other ones than those of the first. */
  allows(webhook: string): boolean {
    return !this.#isSecond || this.#again.has(webhook);
  }

  asked(webhook: string, { changed, again }: { readonly changed: boolean; readonly again: boolean }): void {
    if (changed) {
      this.#isNeeded = true;
      this.#askAgain();
    }
    if (again) this.#waiting.add(webhook);
  }

  /** @returns whether it is the first patch */
  patched(): boolean {
    const isFirst = !this.#isPatched;
    this.#isPatched = true;
    return isFirst;
  }

  #askAgain(): void {
    for (const each of this.#waiting) this.#again.add(each);
  }
}
