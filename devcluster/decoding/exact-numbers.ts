// Refuses numbers that would not be kept as they were written.
import type { ParsedJson, RoundedNumber } from '../http/json-text.js';
import { notModelled } from '../object/refusals.js';

/**
 * Refuses whole numbers that JavaScript rounds: beyond 2^53, where the API server keeps them to the last digit. The bounds
 * in the schemas of definitions are let through, as the API server holds those as float64, too.
 * @throws StatusError 501
 */
export function refuseRounded({ rounded }: Pick<ParsedJson, 'rounded'>, { kind }: { readonly kind: string }): void {
  const lost = kind === 'CustomResourceDefinition' ? rounded.find(each => !isSchemaBound(each)) : rounded[0];
  if (lost === undefined) return;
  throw notModelled(`whole numbers beyond 2^53: ${lost.path === '' ? '' : `${lost.path} is `}${lost.written}`);
}

function isSchemaBound({ path }: RoundedNumber): boolean {
  return /\bopenAPIV3Schema\..*\b(minimum|maximum|multipleOf)$/.test(path);
}
