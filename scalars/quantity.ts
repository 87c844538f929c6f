// Quantities in the form that the API server writes: `0.5` becomes `500m`, `1024Mi` becomes `1Gi`.

/** A quantity in nano units, exactly; undefined for a text that is none. Smaller parts are rounded up, away from zero. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d+)|([a-zA-Z]*))$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', e, exponent, suffix = ''] = match;
  if (text === '') return undefined;
  const format = e !== undefined ? 'exponent' : BINARY.has(suffix) ? 'binary' : 'decimal';
  const power = e === undefined ? DECIMAL.get(suffix) : Number(exponent);
  const binary = BINARY.get(suffix);
  if (power === undefined && binary === undefined) return undefined;
  if (power !== undefined && Math.abs(power) > MAX_EXPONENT) return undefined;
  // Nothing is read as zero where Go needs no more than 64 bits for it.
  if (whole === '' && fraction === '' && (power ?? 0) < -9) return undefined;
  if (whole === '' && fraction === '' && (binary ?? 0) > MOST_BITS_OF_NOTHING) return undefined;
  const digits = BigInt(whole + fraction);
  const tens = 9 - fraction.length + (power ?? 0);
  const factor = binary === undefined ? 1n : 2n ** BigInt(binary);
  const nanos = tens >= 0 ? digits * factor * 10n ** BigInt(tens) : roundedUp(digits * factor, 10n ** BigInt(-tens));
  const size = format === 'binary' && nanos > GREATEST_BINARY ? GREATEST_BINARY : nanos;
  return { nanos: sign === '-' ? -size : size, format };
}

export interface Quantity {
  readonly nanos: bigint;
  readonly format: 'binary' | 'decimal' | 'exponent';
}

/** The canonical text of a quantity; undefined for a text that is none. */
export function canonicalQuantity(text: string): string | undefined {
  const quantity = parseQuantity(text);
  return quantity && quantityText(quantity);
}

/** The shortest text without a point. Binary suffixes only for whole numbers from 1024 on. */
export function quantityText({ nanos, format }: Quantity): string {
  if (nanos === 0n) return '0';
  const sign = nanos < 0n ? '-' : '';
  const size = nanos < 0n ? -nanos : nanos;
  if (format === 'binary' && size >= 1024n * NANO && size % NANO === 0n) return sign + binaryText(size / NANO);
  const { mantissa, thousands } = withoutThousands(size);
  const power = 3 * thousands - 9;
  const suffix = format === 'exponent' ? undefined : DECIMAL_SUFFIXES.get(power);
  return `${sign}${mantissa}${suffix ?? (power === 0 ? '' : `e${power}`)}`;
}

const NANO = 10n ** 9n;
/** Greater ones would take long to count with; the API server takes some of them. */
const MAX_EXPONENT = 10_000;
const MOST_BITS_OF_NOTHING = 40;
/** Binary suffixes end at the greatest number of 64 bits. */
const GREATEST_BINARY = (2n ** 63n - 1n) * NANO;
const BINARY = new Map(['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, index) => [suffix, 10 * (index + 1)]));
const DECIMAL = new Map(
  ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map((suffix, index) => [suffix, 3 * index - 9]),
);
const DECIMAL_SUFFIXES = new Map([...DECIMAL].map(([suffix, power]) => [power, suffix]));

function binaryText(value: bigint): string {
  let left = value;
  let index = -1;
  const suffixes = [...BINARY.keys()];
  while (left % 1024n === 0n && index < suffixes.length - 1) {
    left /= 1024n;
    index++;
  }
  return `${left}${suffixes[index] ?? ''}`;
}

/** By steps that are doubled first and halved then: one by one would take long with thousands of zeros. */
function withoutThousands(size: bigint): { readonly mantissa: bigint; readonly thousands: number } {
  const steps = [1000n];
  for (let last = 1000n; last * last <= size && size % last === 0n; steps.push(last)) last *= last;
  let mantissa = size;
  let thousands = 0;
  for (let at = steps.length - 1; at >= 0; at--) {
    const step = steps[at] as bigint;
    if (mantissa % step !== 0n) continue;
    mantissa /= step;
    thousands += 2 ** at;
  }
  return { mantissa, thousands };
}

function roundedUp(value: bigint, by: bigint): bigint {
  return value / by + (value % by === 0n ? 0n : 1n);
}
