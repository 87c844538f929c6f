// How far two texts are the same.

/** Of the last buffer: objects lie in few of them, and to make a view takes as long as to compare a hundred bytes. */
let last: DataView = new DataView(new ArrayBuffer(0));

/** The whole buffer that the bytes lie in: add their `byteOffset`. */
export function viewAround({ buffer }: Uint8Array): DataView {
  if (last.buffer !== buffer) last = new DataView(buffer);
  return last;
}

/**
 * For how long two texts are the same from there on, at most so many bytes. Eight at a time is three times as fast as one by
 * one.
 */
export function sameLength(a: DataView, startA: number, b: DataView, startB: number, most: number): number {
  let length = 0;
  while (length + 8 <= most) {
    const low = a.getInt32(startA + length) ^ b.getInt32(startB + length);
    const high = a.getInt32(startA + length + 4) ^ b.getInt32(startB + length + 4);
    if ((low | high) !== 0) break;
    length += 8;
  }
  while (length < most && a.getUint8(startA + length) === b.getUint8(startB + length)) length += 1;
  return length;
}
