// Writes an answer: JSON or YAML, compressed where that is worth it, with warnings.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { dump } from 'js-yaml';
import { PiecewiseBody } from './piecewise-body.js';
import { warningHeaders } from './warning-headers.js';

/** What is answered. */
export interface Answer {
  readonly code: number;
  /** JSON, or what the content type says; a text or bytes go as they are, and so do the pieces of a PiecewiseBody. */
  readonly body: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it has an ETag, so that clients who have it already get a 304. */
  readonly tagged?: boolean;
  /** Whether JSON is for people to read: indented. */
  readonly pretty?: boolean;
}

/** The API server compresses nothing smaller. */
const GZIP_FROM_BYTES = 128 * 1024;

/** Ends the response; resolves when a long one has been taken. `warnings` become `Warning` headers. */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  warnings: readonly string[] = [],
): Promise<void> {
  const { code, body, contentType = 'application/json', headers = {}, tagged = false } = answer;
  if (body instanceof PiecewiseBody) {
    const start = body.take(GZIP_FROM_BYTES);
    if (!body.isTaken) return sendPieces(request, response, { ...answer, body }, start, warnings);
    const read = answer.pretty === true && contentType === 'application/json';
    return sendAnswer(request, response, { ...answer, body: read ? JSON.parse(start.toString()) : start }, warnings);
  }
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(textOf(answer, contentType));
  response.setHeader('Content-Type', contentType);
  if (warnings.length > 0) response.setHeader('Warning', warningHeaders(warnings));
  response.setHeader('Cache-Control', tagged ? 'public' : 'no-cache, private');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (tagged) {
    const tag = `"${createHash('sha512').update(bytes).digest('hex').toUpperCase()}"`;
    response.setHeader('Etag', tag);
    response.setHeader('Vary', 'Accept');
    if (request.headers['if-none-match'] === tag) {
      response.removeHeader('Content-Type');
      response.writeHead(304);
      response.end();
      return;
    }
  }
  const compress = request.method !== 'HEAD' && bytes.length >= GZIP_FROM_BYTES && acceptsGzip(request);
  const sent = compress ? gzipSync(bytes, { level: 1 }) : bytes;
  if (compress) {
    response.setHeader('Content-Encoding', 'gzip');
    response.appendHeader('Vary', 'Accept-Encoding');
  }
  response.setHeader('Content-Length', sent.length);
  response.writeHead(code);
  response.end(request.method === 'HEAD' ? undefined : sent);
}

/** A long answer has no length in front, since nobody knows it yet; whoever reads slowly makes it wait. */
async function sendPieces(
  request: IncomingMessage,
  response: ServerResponse,
  { code, body, contentType = 'application/json', headers = {} }: Answer & { readonly body: PiecewiseBody },
  start: Buffer,
  warnings: readonly string[],
): Promise<void> {
  response.setHeader('Content-Type', contentType);
  if (warnings.length > 0) response.setHeader('Warning', warningHeaders(warnings));
  response.setHeader('Cache-Control', 'no-cache, private');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const compress = acceptsGzip(request);
  if (compress) {
    response.setHeader('Content-Encoding', 'gzip');
    response.appendHeader('Vary', 'Accept-Encoding');
  }
  response.writeHead(code);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const source = Readable.from(body.rest(start), { objectMode: false });
  try {
    if (compress) await pipeline(source, createGzip({ level: 1 }), response);
    else await pipeline(source, response);
  } catch (error) {
    // The client has gone.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** Plain text, as the endpoints answer it that are not of the API. */
export function textAnswer(code: number, body: string): Answer {
  return { code, body, contentType: 'text/plain; charset=utf-8', headers: { 'X-Content-Type-Options': 'nosniff' } };
}

/** What paths are answered that lead nowhere. */
export const PAGE_NOT_FOUND: Answer = textAnswer(404, '404 page not found\n');

/** As the API server writes it. */
const YAML = { noRefs: true, sortKeys: true, quoteStyle: 'double', seqNoIndent: true } as const;

function textOf({ body, pretty = false }: Answer, contentType: string): string {
  if (typeof body === 'string') return body;
  if (contentType === 'application/yaml') return dump(body, YAML);
  return pretty ? JSON.stringify(body, null, 2) : `${JSON.stringify(body)}\n`;
}

function acceptsGzip(request: IncomingMessage): boolean {
  return /(^|[ ,])gzip([ ,;]|$)/.test(String(request.headers['accept-encoding'] ?? ''));
}
