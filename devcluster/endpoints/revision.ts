// Reads a resourceVersion.
import { internalError } from '../object/refusals.js';

/** @throws StatusError 500, as the API server answers what is no number */
export function readRevision(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const quoted = JSON.stringify(text);
  throw internalError(
    `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`,
  );
}
