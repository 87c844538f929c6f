// Times as `metav1.Time` writes them.

/** RFC 3339 in UTC, in whole seconds. */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
