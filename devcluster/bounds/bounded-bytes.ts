// Bytes that others send, up to a bound.

/** There are more than may be. */
export class TooManyBytesError extends Error {
  override readonly name = 'TooManyBytesError';

  constructor(readonly most: number) {
    super(`it is longer than ${most} bytes`);
  }
}

/** All of the pieces. Whoever sends them is cut off where there are too many. @throws TooManyBytesError */
export async function boundedBytes(pieces: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const read: Buffer[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > most) throw new TooManyBytesError(most);
    read.push(piece);
  }
  return Buffer.concat(read, length);
}
