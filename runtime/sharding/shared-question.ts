// A question that many ask at about the same time.

/**
 * Whoever asks has the answer to a question that was put after that: those that come while one is on its way share the next. So
 * there is one at a time, however many ask.
 */
export class SharedQuestion<Answer> {
  readonly #put: () => Promise<Answer>;
  #last: Promise<unknown> = Promise.resolve();
  #next: Promise<Answer> | undefined;

  /** @param put ends some time: all that come wait for it */
  constructor(put: () => Promise<Answer>) {
    this.#put = put;
  }

  ask(): Promise<Answer> {
    this.#next ??= this.#last.then(() => {
      this.#next = undefined;
      const answer = this.#put();
      this.#last = answer.catch(() => {});
      return answer;
    });
    return this.#next;
  }
}
