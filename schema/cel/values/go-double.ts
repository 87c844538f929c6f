// Doubles as Go reads them.

const DIGITS = String.raw`\d(?:_?\d)*`;
const HEX = '[0-9a-f](?:_?[0-9a-f])*';
const DECIMAL = new RegExp(`^(?:${DIGITS}(?:\\.(?:${DIGITS})?)?|\\.${DIGITS})(?:e[+-]?\\d+)?$`);
const HEXADECIMAL = new RegExp(`^0x_?(?:(${HEX})\\.?((?:${HEX})?)|\\.(${HEX}))p([+-]?\\d+)$`);

/** `1e3`, `1_000`, `0x1.8p1`, `inf` or `nan`; undefined if Go cannot read the text, or no double is as large. */
export function parseGoDouble(text: string): number | undefined {
  const plain = text.replace(/^[+-]/, '').toLowerCase();
  const sign = text.startsWith('-') ? -1 : 1;
  if (plain === 'inf' || plain === 'infinity') return sign * Number.POSITIVE_INFINITY;
  if (plain === 'nan') return Number.NaN;
  const size = DECIMAL.test(plain) ? Number(plain.replaceAll('_', '')) : parseHexadecimal(plain);
  return size === undefined || !Number.isFinite(size) ? undefined : sign * size;
}

function parseHexadecimal(text: string): number | undefined {
  const found = HEXADECIMAL.exec(text);
  if (found === null) return undefined;
  const [whole = '', fraction = found[3] ?? '', , exponent = '0'] = found
    .slice(1)
    .map(part => part?.replaceAll('_', ''));
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return 0;
  const power = Number(exponent) - 4 * fraction.length;
  // Beyond these bounds it is nothing, or too much; within them it is rounded once, at the end.
  const bits = 4 * digits.length;
  if (power + bits < -1080) return 0;
  if (power + bits > 1100) return Number.POSITIVE_INFINITY;
  return rounded(BigInt(`0x${digits}`), power);
}

/** `digits` times a power of two, to the nearest double, of two such to the even one. */
function rounded(digits: bigint, power: number): number {
  const length = digits.toString(2).length;
  // A double has 53 digits, and fewer near zero.
  const cut = Math.max(length - 53, -1074 - power);
  if (cut <= 0) return scaled(Number(digits), power);
  const kept = digits >> BigInt(cut);
  const rest = digits - (kept << BigInt(cut));
  const half = 1n << BigInt(cut - 1);
  const up = rest > half || (rest === half && (kept & 1n) === 1n);
  return scaled(Number(up ? kept + 1n : kept), power + cut);
}

/** In two steps, for the power alone may be no double. */
function scaled(value: number, power: number): number {
  const half = Math.trunc(power / 2);
  return value * 2 ** half * 2 ** (power - half);
}
