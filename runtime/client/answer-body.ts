// Reads the bodies of answers, compressed or not.
import { pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';

/** The body of an answer, read once. */
export interface AnswerBody extends AsyncIterable<Uint8Array> {
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
  /** Reads it, or ends the request, so that the connection can be used again. */
  dump(): Promise<unknown>;
}

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AnswerBody;
}

/** Bytes that come out of decompression at a time: as many as a socket brings. */
const CHUNK = 64 * 1024;

const decompress = promisify(gunzip);

/** The body as it comes. Ends with the error of either; whoever leaves it early ends the request. */
export function bodyStream({ headers, body }: RawAnswer): AsyncIterable<Uint8Array> {
  if (headers['content-encoding'] !== 'gzip') return body;
  return pipeline(body, createGunzip({ chunkSize: CHUNK }), () => {});
}

/** The whole body. */
export async function bodyText({ headers, body }: RawAnswer): Promise<string> {
  if (headers['content-encoding'] !== 'gzip') return body.text();
  return (await decompress(new Uint8Array(await body.arrayBuffer()))).toString('utf8');
}
