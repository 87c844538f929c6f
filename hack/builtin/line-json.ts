// JSON with one entry a line: small, and still good to compare by lines.

/** An object whose values stand on a line each; one value may be such an object again. */
export function lineJson(
  head: Readonly<Record<string, unknown>>,
  name: string,
  entries: readonly (readonly [string, unknown])[],
): string {
  const heads = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)},\n`);
  const lines = entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return `{\n${heads.join('')}${JSON.stringify(name)}:{\n${lines.join(',\n')}\n}\n}\n`;
}
