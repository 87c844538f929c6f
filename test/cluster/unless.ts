// For `catch`, where some errors are expected.

/** Rethrows what is not of these kinds. */
export function unless(...expected: readonly ((error: unknown) => boolean)[]): (error: unknown) => undefined {
  return error => {
    if (!expected.some(isExpected => isExpected(error))) throw error;
    return undefined;
  };
}
