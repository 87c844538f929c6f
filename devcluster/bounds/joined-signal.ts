// One call's own end, which follows the ends of what lives longer.

export interface JoinedSignal {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
  /** Stops following the others; to be called when the call has ended. */
  release(): void;
}

/**
 * Aborts as soon as one of the signals does, with its reason, or when it is told to. Not AbortSignal.any: in Node 22 each
 * signal that it makes stays for as long as the longest of those that it is made of.
 */
export function joinedSignal(...signals: readonly AbortSignal[]): JoinedSignal {
  const own = new AbortController();
  const follow = (): void => own.abort(signals.find(({ aborted }) => aborted)?.reason);
  if (signals.some(({ aborted }) => aborted)) follow();
  else for (const each of signals) each.addEventListener('abort', follow, { once: true });
  return {
    signal: own.signal,
    abort: reason => own.abort(reason),
    release() {
      for (const each of signals) each.removeEventListener('abort', follow);
    },
  };
}
