// Reads the bodies of answers, compressed or not.
import { constants } from 'node:buffer';
import { pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';

/** The body of an answer, read once. Pieces may be views that are valid until the next one is asked for. */
export interface AnswerBody extends AsyncIterable<Uint8Array> {
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
  /** Reads it, or ends the request, so that the connection can be used again. */
  dump(): Promise<unknown>;
  /** Ends the request; who reads it gets the error. */
  destroy(error: Error): unknown;
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

/**
 * The whole body. Without a bound, an answer that never ends would take all memory.
 * @throws Error for one that is longer than a string can be
 */
export async function bodyText(
  { headers, body }: RawAnswer,
  longest: number = constants.MAX_STRING_LENGTH,
): Promise<string> {
  const isCompressed = headers['content-encoding'] === 'gzip';
  // HTTP ends such an answer where it says so.
  const isBounded = Number(headers['content-length']) <= longest;
  if (isBounded && !isCompressed) return body.text();
  const bytes = isBounded ? Buffer.from(await body.arrayBuffer()) : await boundedBytes(body, longest);
  return (isCompressed ? await decompress(bytes, { maxOutputLength: longest }) : bytes).toString('utf8');
}

async function boundedBytes(body: AnswerBody, longest: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    if (length > longest) throw new Error(`the answer is longer than ${longest} bytes`);
    // Of a watch that is refused it is a view, until the next piece is asked for.
    pieces.push(Uint8Array.from(piece));
  }
  return Buffer.concat(pieces);
}
