// Makes diagnostics for the checks.
import { type Diagnostic, type Origin, placeOf } from '../model/diagnostic.js';

export function error(place: Origin, code: string, message: string, hint?: string): Diagnostic {
  return finding('error', place, code, message, hint);
}

export function warning(place: Origin, code: string, message: string, hint?: string): Diagnostic {
  return finding('warning', place, code, message, hint);
}

function finding(
  severity: Diagnostic['severity'],
  place: Origin,
  code: string,
  message: string,
  hint: string | undefined,
): Diagnostic {
  return { ...placeOf(place), code, severity, message, ...(hint === undefined ? {} : { hint }) };
}
