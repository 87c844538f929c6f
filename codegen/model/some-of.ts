// Lists of names in messages.

/** `a, b, c`; of many the first, and how many there are besides. */
export function someOf(names: Iterable<string>): string {
  const all = [...names];
  return all.length <= MOST ? all.join(', ') : `${all.slice(0, MOST).join(', ')} and ${all.length - MOST} more`;
}

const MOST = 40;
