// One call's own abort, which also follows the signals of what lives longer.

/** What ends one call. */
export interface LinkedController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
  /** Stops following the other signals; to be called when the call has ended. */
  release(): void;
}

/**
 * A controller that aborts as soon as one of the given signals does, with its reason. Unlike AbortSignal.any it leaves
 * nothing on them: in Node 22 each signal made by that stays in memory for as long as one that it was made of.
 */
export function linkedController(...signals: readonly AbortSignal[]): LinkedController {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signals.find(({ aborted }) => aborted)?.reason);
  if (signals.some(({ aborted }) => aborted)) onAbort();
  else for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    abort: reason => controller.abort(reason),
    release: () => {
      for (const signal of signals) signal.removeEventListener('abort', onAbort);
    },
  };
}
