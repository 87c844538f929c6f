// Base64 as Go's decoder reads it: strict, but for line ends.

/** Where Go's decoder stops, as an index of a byte; undefined for what it reads to its end. */
export function base64Problem(text: string): number | undefined {
  const bytes = Buffer.from(text);
  const isLineEnd = (at: number): boolean => bytes[at] === NEWLINE || bytes[at] === RETURN;
  const afterLineEnds = (at: number): number => {
    let next = at;
    while (next < bytes.length && isLineEnd(next)) next += 1;
    return next;
  };
  let at = 0;
  for (let place = 0; ; place = (place + 1) % 4) {
    at = afterLineEnds(at);
    if (at === bytes.length) return place === 0 ? undefined : at - place;
    const byte = bytes[at] ?? 0;
    at += 1;
    if (ALPHABET.has(byte)) continue;
    if (byte !== PADDING || place < 2) return at - 1;
    if (place === 2) {
      at = afterLineEnds(at);
      if (at === bytes.length) return at;
      if (bytes[at] !== PADDING) return at - 1;
      at += 1;
    }
    at = afterLineEnds(at);
    return at < bytes.length ? at : undefined;
  }
}

const ALPHABET: ReadonlySet<number> = new Set(
  Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'),
);
const [PADDING, NEWLINE, RETURN] = Buffer.from('=\n\r');
