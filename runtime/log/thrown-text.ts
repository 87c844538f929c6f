// What was thrown, as a text.

/** The message of an error, or the text of whatever else somebody has thrown. Never throws, as `String` and getters may. */
export function thrownText(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return 'what was thrown cannot be shown';
  }
}
