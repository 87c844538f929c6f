// Which answers and failures are worth another attempt.
import type { RawAnswer } from './answer-body.js';
import { ConnectionError } from './connection-error.js';

/** After how many seconds the server wants to be asked again; undefined when it may have carried the request out. */
export function secondsToWait({ statusCode, headers }: RawAnswer): number | undefined {
  return statusCode === 429 || statusCode === 503 ? retryAfter(headers) : undefined;
}

/** The header in seconds; its other form, a date, is not used by API servers. */
export function retryAfter(headers: Readonly<Record<string, string | string[] | undefined>>): number | undefined {
  const text = headers['retry-after'];
  return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : undefined;
}

/**
 * Whether one side did not take the other's certificate, or a certificate does not fit its key, as in the middle of a
 * rotation: the request was not carried out. The server's refusal bears the name of a TLS alert.
 */
export function isTlsRefusal(error: unknown): boolean {
  if (!(error instanceof ConnectionError)) return false;
  return /CERT|UNKNOWN_CA|^UNABLE_TO_|^ERR_OSSL_/.test(error.code ?? '');
}
