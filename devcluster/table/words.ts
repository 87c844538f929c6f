// What cells say where an object says nothing.

export const NONE = '<none>';
export const UNKNOWN = '<unknown>';
export const UNSET = '<unset>';

/** The first few of a list, and how many more there are. */
export function firstFew(texts: readonly string[], most: number, total: number, separator = ','): string {
  const text = texts.slice(0, most).join(separator);
  return total > most ? `${text} + ${total - most} more...` : text;
}
