// Which errors are what panics are in Go.

/** An error of the language, or something that is no error: nobody throws these to tell of the world. */
export function looksLikePanic(error: unknown): boolean {
  return !(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError;
}
