// The order of keys in a printed mapping.

/**
 * Compares two keys as the YAML library behind controller-gen and kubectl orders them: punctuation before digits before
 * letters, and runs of digits as numbers, so `tier2` stands before `tier10`. That library compares `9a` with `910`
 * differently, which makes its result depend on the order of its input; here the whole number counts, always.
 */
export function byKey(a: string, b: string): number {
  const left = pieces(a);
  const right = pieces(b);
  for (const [at, piece] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    const difference =
      rank(piece) - rank(other) || (NUMBER.test(piece) ? byNumber(piece, other) : byText(piece, other));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const NUMBER = /^[0-9]/;
const LETTER = /^\p{L}/u;

/** Runs of digits, and single code points. */
function pieces(key: string): readonly string[] {
  return key.match(/[0-9]+|./gsu) ?? [];
}

function rank(piece: string): number {
  if (LETTER.test(piece)) return 2;
  return NUMBER.test(piece) ? 1 : 0;
}

/** The shorter spelling of equal numbers comes first. */
function byNumber(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b);
  return difference === 0n ? a.length - b.length : Number(difference > 0n) * 2 - 1;
}

function byText(a: string, b: string): number {
  return (a.codePointAt(0) as number) - (b.codePointAt(0) as number);
}
