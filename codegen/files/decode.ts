// Bytes -> text, as the compiler reads it: by the mark at its beginning, and UTF-8 without one.

export function decode(bytes: Buffer): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le', 2);
  if (first === 0xfe && second === 0xff) {
    const even = bytes.subarray(2, bytes.length - (bytes.length % 2));
    return Buffer.from(even).swap16().toString('utf16le');
  }
  return first === 0xef && second === 0xbb && third === 0xbf ? bytes.toString('utf8', 3) : bytes.toString('utf8');
}
