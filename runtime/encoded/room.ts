// Short-lived bytes, cut from larger buffers: a buffer of its own for each object would cost more than filling it.

const PIECE = 256 * 1024;

let piece = Buffer.allocUnsafeSlow(0);
let used = 0;

/** Room that nobody else uses. What lies in it stays for as long as somebody holds it, and a quarter of a megabyte with it. */
export function room(length: number): Buffer {
  if (length > PIECE / 4) return Buffer.allocUnsafeSlow(length);
  if (used + length > piece.length) {
    piece = Buffer.allocUnsafeSlow(PIECE);
    used = 0;
  }
  const taken = piece.subarray(used, used + length);
  used += length;
  return taken;
}
