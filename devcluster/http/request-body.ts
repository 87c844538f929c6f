// Reads what a request carries, within bounds.
import type { IncomingMessage } from 'node:http';
import { boundedBytes, TooManyBytesError } from '../bounds/bounded-bytes.js';
import { badRequest, tooLarge } from '../object/refusals.js';

/** As the API server bounds it. */
export const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** @throws StatusError 413 for more than the bound, 400 when the client breaks off */
export async function requestBody(request: IncomingMessage, limit = MAX_BODY_BYTES): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  try {
    return await boundedBytes(request, limit);
  } catch (error) {
    throw error instanceof TooManyBytesError ? tooLarge(limit) : badRequest('the request ended before its body did');
  }
}
