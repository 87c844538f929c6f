// Whole numbers in texts.

/** The number that a text is, of so many bits with its sign, as `strconv.ParseInt` reads it; undefined when it is none. */
export function wholeNumber(text: string, bits: number): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const number = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(bits, number) === number ? number : undefined;
}
