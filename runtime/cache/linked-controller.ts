// One call's own abort, which also follows the signal of everything.

/** What ends one call. */
export interface LinkedController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
  /** Stops following the other signal; to be called when the call has ended. */
  release(): void;
}

/** A controller that aborts with the given signal too. Unlike AbortSignal.any it leaves nothing on that one. */
export function linkedController(signal: AbortSignal): LinkedController {
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    abort: reason => controller.abort(reason),
    release: () => signal.removeEventListener('abort', abort),
  };
}
