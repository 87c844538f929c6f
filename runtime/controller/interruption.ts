// Reconciles that the stop has ended.

/** What waits for the signal throws its reason, or, in Node's own functions, an AbortError that has it as its cause. */
export function isInterruption(error: unknown, reason: unknown): boolean {
  return error === reason || (error instanceof Error && error.name === 'AbortError' && error.cause === reason);
}
