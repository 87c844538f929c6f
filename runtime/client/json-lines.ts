// Cuts a stream of bytes into lines of JSON.

const NEWLINE = 0x0a;

/**
 * The values of a stream that holds one JSON value a line. Lines are cut as bytes, so that a character which is spread
 * over two chunks stays whole. The stream is asked for more only when the values so far are taken.
 * @throws Error when the stream ends inside a line, SyntaxError when a line is not JSON
 */
export async function* jsonLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<unknown, void, undefined> {
  let rest: Uint8Array[] = [];
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      rest.push(chunk.subarray(start, end));
      const line = text(rest);
      rest = [];
      start = end + 1;
      if (line.trim() !== '') yield JSON.parse(line);
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length > 0) throw new Error('the stream ended in the middle of a line');
}

function text(parts: readonly Uint8Array[]): string {
  return Buffer.concat(parts).toString('utf8');
}
