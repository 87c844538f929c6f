// Writes an answer: JSON or YAML, compressed where that is worth it, with warnings.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { dump } from 'js-yaml';

/** What is answered. */
export interface Answer {
  readonly code: number;
  /** JSON, or what the content type says; a text or bytes go as they are. */
  readonly body: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it has an ETag, so that clients who have it already get a 304. */
  readonly tagged?: boolean;
}

/** The API server compresses nothing smaller. */
const GZIP_FROM_BYTES = 128 * 1024;

/** Ends the response. `warnings` become `Warning` headers. */
export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  warnings: readonly string[] = [],
): void {
  const { code, body, contentType = 'application/json', headers = {}, tagged = false } = answer;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(textOf(body, contentType));
  response.setHeader('Content-Type', contentType);
  if (warnings.length > 0) response.setHeader('Warning', warnings.map(warningText));
  response.setHeader('Cache-Control', tagged ? 'public' : 'no-cache, private');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (tagged) {
    const tag = `"${createHash('sha512').update(bytes).digest('hex').toUpperCase()}"`;
    response.setHeader('Etag', tag);
    response.setHeader('Vary', 'Accept');
    if (request.headers['if-none-match'] === tag) {
      response.writeHead(304);
      response.end();
      return;
    }
  }
  const compress = bytes.length >= GZIP_FROM_BYTES && acceptsGzip(request);
  const sent = compress ? gzipSync(bytes, { level: 1 }) : bytes;
  if (compress) {
    response.setHeader('Content-Encoding', 'gzip');
    response.appendHeader('Vary', 'Accept-Encoding');
  }
  response.setHeader('Content-Length', sent.length);
  response.writeHead(code);
  response.end(request.method === 'HEAD' ? undefined : sent);
}

/** Plain text, as the endpoints answer it that are not of the API. */
export function textAnswer(code: number, body: string): Answer {
  return { code, body, contentType: 'text/plain; charset=utf-8', headers: { 'X-Content-Type-Options': 'nosniff' } };
}

/** What paths are answered that lead nowhere. */
export const PAGE_NOT_FOUND: Answer = textAnswer(404, '404 page not found\n');

function textOf(body: unknown, contentType: string): string {
  if (typeof body === 'string') return body;
  return contentType === 'application/yaml'
    ? dump(body, { noRefs: true, sortKeys: true, quoteStyle: 'double' })
    : `${JSON.stringify(body)}\n`;
}

function warningText(text: string): string {
  const quoted = text.replace(/[\\"]/g, found => `\\${found}`).replace(/[^\x20-\x7e]/g, '?');
  return `299 - "${quoted}"`;
}

function acceptsGzip(request: IncomingMessage): boolean {
  return /(^|[ ,])gzip([ ,;]|$)/.test(String(request.headers['accept-encoding'] ?? ''));
}
