// JSON values as Go prints them into a text cell.
import type { Json } from '../../schema/structural-schema.js';

/** Objects and lists as `json.Marshal` writes them, everything else as `fmt.Print` does. */
export function goText(value: Json): string {
  if (value === null) return '<no value>';
  if (typeof value === 'object') return goJson(value);
  return typeof value === 'number' ? numberText(value) : String(value);
}

/** Keys are sorted, and characters that mean something in HTML are escaped. */
function goJson(value: Json): string {
  const sorted = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
  return sorted.replace(/[<>&\u2028\u2029]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Integers in full; other numbers with an exponent from 1e-05 downwards, which has two digits at least. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const exponential = value.toExponential();
  const [digits, exponent = '0'] = exponential.split('e');
  if (Number(exponent) >= -4 && Number(exponent) < 21) return String(value);
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${digits}e${sign}${exponent.replace(/^[+-]/, '').padStart(2, '0')}`;
}
