// Durations as Go reads them.

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g;
const WHOLE = /^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** The nanoseconds of `1h30m` or `-1.5s`; undefined if Go cannot read the text, or 64 bits cannot hold it. */
export function parseGoDuration(text: string): bigint | undefined {
  if (!WHOLE.test(text)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = 's'] of text.matchAll(PART)) {
    const size = UNITS[unit] ?? 0n;
    const digits = whole.replace(/^0+/, '');
    if (digits.length > 19) return undefined;
    total += BigInt(digits || '0') * size + fractionOf(fraction, size);
  }
  const signed = text.startsWith('-') ? -total : total;
  return BigInt.asIntN(64, signed) === signed ? signed : undefined;
}

/** Go counts fractions in doubles, and only as many of their digits as 63 bits hold. */
function fractionOf(digits: string, unit: bigint): bigint {
  const zeros = /^0*/.exec(digits)?.[0].length ?? 0;
  let kept = digits.slice(zeros, zeros + 19);
  if (BigInt(kept || '0') > 2n ** 63n) kept = kept.slice(0, -1);
  if (kept === '') return 0n;
  let scale = 1;
  for (let count = Math.min(zeros + kept.length, SMALLEST); count > 0; count -= 1) scale *= 10;
  return BigInt(Math.trunc(Number(BigInt(kept)) * (Number(unit) / scale)));
}

/** No double is as great as ten with this power. */
const SMALLEST = 400;
