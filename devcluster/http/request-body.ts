// Reads what a request carries, within bounds.
import type { IncomingMessage } from 'node:http';
import { badRequest, tooLarge } from '../object/refusals.js';

/** As the API server bounds it. */
export const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** @throws StatusError 413 for more than the bound, 400 when the client breaks off */
export async function requestBody(request: IncomingMessage, limit = MAX_BODY_BYTES): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'StatusError') throw error;
    throw badRequest('the request ended before its body did');
  }
  return Buffer.concat(chunks);
}
