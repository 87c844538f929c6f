// Answers of the API server that hold for a while.
import type { Clock } from '../clock/clock.js';

/** More are forgotten, the oldest first: anybody can ask with ever other tokens. */
const MOST = 1000;

/** Asks once for what several want to know at once, and keeps the answers. */
export class AnswerCache<A> {
  readonly #clock: Clock;
  readonly #timeToLive: (answer: A) => number;
  readonly #answers = new Map<string, { readonly answer: A; readonly until: number }>();
  readonly #asked = new Map<string, Promise<A>>();

  /** @param timeToLive for how many milliseconds an answer holds */
  constructor(clock: Clock, timeToLive: (answer: A) => number) {
    this.#clock = clock;
    this.#timeToLive = timeToLive;
  }

  /** How many questions are being asked. */
  get asking(): number {
    return this.#asked.size;
  }

  /** Whether nobody has to be asked. */
  knows(question: string): boolean {
    const known = this.#answers.get(question);
    return this.#asked.has(question) || (known !== undefined && this.#clock.monotonic() < known.until);
  }

  /** What `ask` has answered. What it throws is thrown, and not kept. */
  async get(question: string, ask: () => Promise<A>): Promise<A> {
    const known = this.#answers.get(question);
    if (known !== undefined && this.#clock.monotonic() < known.until) return known.answer;
    let asked = this.#asked.get(question);
    if (asked === undefined) {
      asked = this.#ask(question, ask).finally(() => this.#asked.delete(question));
      this.#asked.set(question, asked);
    }
    return asked;
  }

  async #ask(question: string, ask: () => Promise<A>): Promise<A> {
    const answer = await ask();
    this.#answers.delete(question);
    this.#answers.set(question, { answer, until: this.#clock.monotonic() + this.#timeToLive(answer) });
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= MOST) break;
      this.#answers.delete(oldest);
    }
    return answer;
  }
}
