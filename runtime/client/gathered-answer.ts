// Sends a request whose answer may go on for ever, and gathers what comes of it between two looks.
import type { Dispatcher } from 'undici';
import { Carry } from '../encoded/carry.js';
import type { AnswerBody, RawAnswer } from './answer-body.js';

/** So many bytes wait for their reader before the server has to. */
const MOST = 512 * 1024;
/** What a body may have that is read only to be done with it, as in undici. */
const DUMPED = 128 * 1024;

/**
 * As the dispatcher's `request`; but what comes is copied, and handed on once a turn of the event loop. Pieces of 4 KB, as
 * Go sends them, each through a stream and the loops of all who read it, cost more than what is done with them.
 */
export function gatheredAnswer(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  signal: AbortSignal | undefined,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, new Gathering(signal, resolve, reject));
  });
}

class Gathering implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal | undefined;
  readonly #resolve: (answer: RawAnswer) => void;
  readonly #reject: (error: Error) => void;
  readonly #abort = () => {
    const reason = this.#signal?.reason as Error;
    this.#body.destroy(reason);
    // While there is no connection yet nothing can be ended; once there is one, `onRequestStart` does.
    this.#reject(reason);
  };
  readonly #body = new GatheredBody();

  constructor(signal: AbortSignal | undefined, resolve: (answer: RawAnswer) => void, reject: (error: Error) => void) {
    this.#signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
    signal?.addEventListener('abort', this.#abort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#body.begin(controller);
    if (this.#signal?.aborted) this.#abort();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number, headers: RawAnswer['headers']): void {
    // Before the answer others may come that only say that it will.
    if (statusCode < 200) return;
    // Decompression holds on to a piece while it asks for the next one.
    this.#body.isCopied = headers['content-encoding'] !== undefined;
    this.#resolve({ statusCode, headers, body: this.#body });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#body.add(chunk);
  }

  onResponseEnd(): void {
    this.#done();
    this.#body.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#done();
    this.#body.end(error);
    this.#reject(error);
  }

  #done(): void {
    this.#signal?.removeEventListener('abort', this.#abort);
  }
}

/** A body that one reader reads once. Leaving early ends the request. */
class GatheredBody implements AnswerBody {
  /** Whether pieces stay what they are. */
  isCopied = false;
  #controller: Dispatcher.DispatchController | undefined;
  /** The server waits long before there is too much. */
  readonly #waiting = new Carry(() => 'what waits for its reader', Number.POSITIVE_INFINITY);
  #end: { readonly error: Error | undefined } | undefined;
  #wake = (): void => {};
  #isDue = false;

  begin(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
  }

  destroy(error: Error): void {
    this.#waiting.clear();
    this.#controller?.abort(error);
  }

  add(chunk: Uint8Array): void {
    this.#waiting.append(chunk, 0, chunk.length);
    if (this.#waiting.length >= MOST) this.#controller?.pause();
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      this.#wake();
    });
  }

  end(error?: Error): void {
    this.#end ??= { error };
    this.#wake();
  }

  /** What came since the last piece; where it is not copied, a view that is valid until the next one is asked for. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        if (this.#waiting.length > 0) yield this.#take();
        else if (this.#end === undefined) await this.#more();
        else if (this.#end.error === undefined) return;
        else throw this.#end.error;
      }
    } finally {
      if (this.#end === undefined) this.destroy(new Error('nobody reads the rest of the answer'));
    }
  }

  async text(): Promise<string> {
    return Buffer.from(await this.arrayBuffer()).toString();
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this) chunks.push(Uint8Array.from(chunk));
    return Uint8Array.from(Buffer.concat(chunks)).buffer;
  }

  async dump(): Promise<void> {
    let length = 0;
    for await (const chunk of this) {
      length += chunk.length;
      if (length > DUMPED) return;
    }
  }

  #more(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
    });
  }

  #take(): Uint8Array {
    const taken = this.#waiting.take();
    if (this.#controller?.paused) this.#controller.resume();
    return this.isCopied ? Buffer.from(taken) : taken;
  }
}
