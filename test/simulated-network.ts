// What lies between simulated processes and one simulated API server, in simulated time: requests and answers that come late or
// never, and watches that go quiet.
import { ConnectionError } from '../runtime/client/connection-error.js';
import type { FakeClock } from '../runtime/clock/fake-clock.js';
import type { ProcessClock } from './process-clock.js';

/** What the network does to a request and its answer; milliseconds of true time. */
export interface Weather {
  /** The longest way of a request, and of an answer. */
  readonly slowest: number;
  /** Which part of the requests, and of the answers, gets lost. */
  readonly loss: number;
}

/** Who sends requests. */
export interface SimulatedProcess {
  readonly clock: ProcessClock;
  readonly isCutOff: boolean;
  /** Its watches are open, and bring nothing. */
  readonly hearsNothing: boolean;
}

/** What a watch is of. */
export interface SimulatedStream<E> {
  /** Begins to tell. @returns what is there */
  open(tell: (event: E) => void): readonly E[];
  close(tell: (event: E) => void): void;
}

export abstract class SimulatedNetwork {
  readonly clock: FakeClock;
  /** Numbers from 0 to below 1. */
  readonly random: () => number;
  weather: Weather = { slowest: 20, loss: 0 };
  /** By how many milliseconds answers come later than what watches tell. */
  answerDelay = 0;
  /** The server answers nobody. */
  isAway = false;
  /** How many requests were sent, those that open watches among them. */
  requests = 0;

  constructor({ clock, random }: { readonly clock: FakeClock; readonly random: () => number }) {
    this.clock = clock;
    this.random = random;
  }

  /** Called whenever the server has carried something out. */
  abstract look(): void;

  /** What is sent may arrive although its sender has given up on it. */
  request<R>(process: SimulatedProcess, signal: AbortSignal | undefined, work: () => R): Promise<R> {
    this.requests += 1;
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      const broken = (): void => process.clock.happens(() => reject(new ConnectionError('call', 'server', 'reset')));
      // Nothing comes of it before its deadline, or the connection is refused.
      const fails = (): void => void (this.random() < 0.5 && this.clock.setTimer(this.#way(), broken));
      if (this.isAway || process.isCutOff || this.random() < this.weather.loss) {
        fails();
        return;
      }
      this.clock.setTimer(this.#way(), () => {
        const answer = attempt(work);
        this.look();
        if (this.isAway || process.isCutOff || this.random() < this.weather.loss) {
          fails();
          return;
        }
        this.clock.setTimer(this.answerDelay + this.#way(), () => {
          process.clock.happens(() => ('error' in answer ? reject(answer.error) : resolve(answer.value)));
        });
      });
    });
  }

  /** A watch: what is there, and what comes, in order. */
  async *stream<E>(
    process: SimulatedProcess,
    signal: AbortSignal | undefined,
    { open, close }: SimulatedStream<E>,
  ): AsyncGenerator<E, void, undefined> {
    const waiting: E[] = [];
    let wake = (): void => {};
    let arrival = 0;
    const tell = (event: E): void => {
      if (this.isAway || process.isCutOff || process.hearsNothing) return;
      // Events of one watch stay in order.
      arrival = Math.max(arrival, this.clock.monotonic() + this.#way());
      this.clock.setTimer(arrival - this.clock.monotonic(), () => {
        process.clock.happens(() => {
          waiting.push(event);
          wake();
        });
      });
    };
    signal?.addEventListener('abort', () => wake(), { once: true });
    try {
      yield* await this.request(process, signal, () => open(tell));
      while (!signal?.aborted) {
        const event = waiting.shift();
        if (event !== undefined) yield event;
        else {
          await new Promise<void>(resolve => {
            wake = resolve;
          });
        }
      }
    } finally {
      close(tell);
    }
  }

  #way(): number {
    return Math.ceil(this.weather.slowest * this.random());
  }
}

function attempt<R>(work: () => R): { readonly value: R } | { readonly error: unknown } {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}
