// Makes JSON unchangeable.

/** Freezes a value and all that is in it; what is frozen already is taken to be frozen all the way down. */
export function deepFreeze<T>(value: T): T {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null || Object.isFrozen(next)) continue;
    Object.freeze(next);
    for (const child of Object.values(next)) waiting.push(child);
  }
  return value;
}
