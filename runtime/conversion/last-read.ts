// Where a function was when it threw, so that the answer can name a field.

/**
 * The last field that the function reads of its argument before it throws, such as `spec.tls`. It is called once more for
 * that, with an argument that takes notes; undefined where it does not throw then, or has read nothing.
 */
export function lastRead(convert: (object: any) => unknown, object: object): string | undefined {
  const notes: Notes = { last: undefined };
  try {
    // A copy, since a proxy cannot stand for what is frozen.
    convert(noted(structuredClone(object), '', notes));
    return undefined;
  } catch {
    return notes.last;
  }
}

interface Notes {
  last: string | undefined;
}

function noted(value: unknown, path: string, notes: Notes): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, name, receiver) {
      const field: unknown = Reflect.get(target, name, receiver);
      if (typeof name === 'symbol' || (!Object.hasOwn(target, name) && name in target)) return field;
      if (Array.isArray(target) && name === 'length') return field;
      const at = Array.isArray(target) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
      notes.last = at;
      return noted(field, at, notes);
    },
  });
}
