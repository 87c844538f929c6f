// Compares JSON values.

/** Whether two values are the same JSON: the order of fields does not count, and a field that is undefined is not there. */
export function jsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => jsonEqual(item, b[at]))
    );
  }
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(name => jsonEqual(own(a, name), own(b, name)));
}

function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
}
