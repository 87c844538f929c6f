// Objects that nobody can change.

/** Freezes an object and all that it holds; without recursion, since custom resources can be nested deeper than the stack is. */
export function deepFreeze<V extends object>(root: V): V {
  const waiting: object[] = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    Object.freeze(next);
    for (const value of Object.values(next)) {
      if (typeof value === 'object' && value !== null) waiting.push(value);
    }
  }
  return root;
}
