// JSON values as Go prints them into a text cell.

import { goJson } from '../../schema/go-text.js';
import type { Json } from '../../schema/structural-schema.js';

/** Objects and lists as `json.Marshal` writes them, everything else as `fmt.Print` does. */
export function cellText(value: Json): string {
  if (value === null) return '<no value>';
  if (typeof value === 'object') return goJson(value);
  return typeof value === 'number' ? numberText(value) : String(value);
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
