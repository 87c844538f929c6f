// How long a text is after `replace`.
import { MOST, plus, type Range, times } from './range.js';

export function replaceSize(text: Range, from: Range, to: Range): Range {
  const longest = count(text.max, from.min, to.max <= from.min);
  const shortest = count(text.min, from.max, from.max <= to.min);
  const replaced = { min: shortest.replaced, max: longest.replaced };
  return plus(times(replaced, to), { min: shortest.kept, max: longest.kept });
}

/** How often something of length `each` is replaced in a text, and how much of the text is counted beside. */
function count(length: bigint, each: bigint, keepsAll: boolean): { readonly replaced: bigint; readonly kept: bigint } {
  // Where nothing is replaced by something, it is put around every character.
  if (each === 0n) return { replaced: length < MOST ? length + 1n : length, kept: length };
  if (keepsAll) return { replaced: 0n, kept: length };
  return { replaced: BigInt(Math.ceil(Number(length) / Number(each))), kept: 0n };
}
