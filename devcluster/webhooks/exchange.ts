// One request to a webhook, and what comes back.
import type { IncomingMessage } from 'node:http';
import { type Agent, request as httpsRequest } from 'node:https';
import { createGunzip } from 'node:zlib';
import { boundedBytes } from '../bounds/bounded-bytes.js';
import type { Address } from './service-address.js';

export interface Sending {
  readonly path: string;
  readonly hostHeader: string;
  readonly address: Address;
  /** Undefined for a GET, which a redirect may make of it. */
  readonly body: string | undefined;
  readonly signal: AbortSignal;
}

/** What was answered. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  /** Of a redirect. */
  readonly location: string | undefined;
  /** Seconds after which to ask again, if the webhook says so. */
  readonly retryAfter: number | undefined;
  readonly body: Buffer;
}

/** A webhook may close a connection that it has not used for a while just as it is used again. */
export class StaleConnectionError extends Error {}

/** The answer began, and did not come to its end. */
export class BrokenBodyError extends Error {}

/** A review has a patch in it at most. */
const MOST_BYTES = 16 * 1024 * 1024;

export function exchange({ path, hostHeader, address, body, signal }: Sending, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const headers = {
      host: hostHeader,
      accept: 'application/json, */*',
      'accept-encoding': 'gzip',
      'content-type': 'application/json',
      'user-agent': 'kube-apiserver-admission',
      ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
    };
    const request = httpsRequest({ ...address, method, path, headers, agent, signal });
    let isAnswered = false;
    request.on('response', response => {
      isAnswered = true;
      read(response).then(resolve, reject);
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      // Who reads the answer hears of it, too.
      if (isAnswered) return;
      const isStale = request.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '');
      reject(isStale ? new StaleConnectionError() : error);
    });
    request.end(body);
  });
}

async function read(response: IncomingMessage): Promise<Answer> {
  const { headers, statusCode: status = 0 } = response;
  const retryAfter = headers['retry-after'];
  return {
    status,
    contentType: headers['content-type'] ?? '',
    location: headers.location,
    retryAfter: retryAfter !== undefined && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined,
    body: await bodyOf(response),
  };
}

/** @throws BrokenBodyError in the words of Go */
async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const isCompressed = response.headers['content-encoding'] === 'gzip';
  const unzip = createGunzip();
  const body = isCompressed ? response.on('error', error => unzip.destroy(error)).pipe(unzip) : response;
  try {
    return await boundedBytes(body, MOST_BYTES);
  } catch (error) {
    response.destroy();
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new BrokenBodyError(BROKEN[code] ?? message);
  }
}

const BROKEN: Readonly<Record<string, string>> = {
  ECONNRESET: 'unexpected EOF',
  Z_BUF_ERROR: 'unexpected EOF',
  Z_DATA_ERROR: 'gzip: invalid header',
};
