// Asks whether a request may still go out at the moment at which it does: a connection for it may have to be made first.
import type { Dispatcher } from 'undici';

/** It may not, and nothing of it was sent. */
export class UnsentError extends Error {
  override readonly name = 'UnsentError';

  /** @param reason what was thrown when it was asked */
  constructor(readonly reason: unknown) {
    super('the request was not sent', { cause: reason });
  }
}

/**
 * The dispatcher, whose requests ask right before they are written to a connection, and end with an `UnsentError` where that
 * throws.
 */
export function askingDispatcher(dispatcher: Dispatcher, beforeSend: () => void): Dispatcher {
  return dispatcher.compose(dispatch => (options, handler) => dispatch(options, new AskedHandler(handler, beforeSend)));
}

type Handler = Required<Dispatcher.DispatchHandler>;
type Arguments<Event extends keyof Handler> = Parameters<Handler[Event]>;

class AskedHandler implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #beforeSend: () => void;

  constructor(handler: Dispatcher.DispatchHandler, beforeSend: () => void) {
    this.#handler = handler;
    this.#beforeSend = beforeSend;
  }

  onRequestStart(...event: Arguments<'onRequestStart'>): void {
    try {
      this.#beforeSend();
    } catch (reason) {
      throw new UnsentError(reason);
    }
    this.#handler.onRequestStart?.(...event);
  }

  onResponseStart(...event: Arguments<'onResponseStart'>): void {
    this.#handler.onResponseStart?.(...event);
  }

  onResponseData(...event: Arguments<'onResponseData'>): void {
    this.#handler.onResponseData?.(...event);
  }

  onResponseEnd(...event: Arguments<'onResponseEnd'>): void {
    this.#handler.onResponseEnd?.(...event);
  }

  onResponseError(...event: Arguments<'onResponseError'>): void {
    this.#handler.onResponseError?.(...event);
  }
}
