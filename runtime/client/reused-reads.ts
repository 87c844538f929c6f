// Makes connections whose bytes come into room that is used again and again.
import type { OnReadOpts, Socket } from 'node:net';
import type { buildConnector } from 'undici';

const ROOM = 128 * 1024;
const NONE = Buffer.alloc(0);
/** Node hands on one TLS record at a time; none is longer. Bytes. */
const LONGEST_READ = 16 * 1024;

/**
 * Connects as the given function does with the option that it gets. Else Node makes a buffer for each piece that comes, and a
 * server written in Go sends a stream in pieces of 4 KB: to make these and throw them away costs as much as to decrypt them.
 * Whoever reads from the connection has to copy what it keeps. What comes over a socket that was made before, through a
 * proxy, comes as ever.
 */
export function reusingConnector(
  connectWith: (onread: OnReadOpts) => buildConnector.connector,
): buildConnector.connector {
  return (target, callback) => {
    const reads = new ReusedReads();
    const connect = connectWith({ buffer: () => reads.room(), callback: length => reads.take(length) });
    connect(target, (...outcome) => {
      const [, socket] = outcome;
      if (socket !== null) reads.socket = socket;
      callback(...outcome);
    });
  };
}

/**
 * Room for what one connection brings. At 64 KB that nobody has read yet it brings no more (undici's highWaterMark), so that
 * what is put at the start of the room never reaches a piece that waits at its end.
 */
class ReusedReads {
  socket: Socket | undefined;
  /** None until something may come: a connection through a proxy needs none. */
  #bytes = NONE;
  #at = 0;
  /** Whether something that came before the last piece is still to be read. */
  #isBehind = false;

  /** Where the next piece is to be put: behind the last one, so that headers that come in two pieces stay what they are. */
  room(): Uint8Array {
    if (this.#bytes.length - this.#at < LONGEST_READ) {
      if (this.#isBehind || this.#bytes === NONE) this.#bytes = Buffer.allocUnsafeSlow(ROOM);
      this.#at = 0;
    }
    return this.#bytes.subarray(this.#at, this.#at + LONGEST_READ);
  }

  /** @returns whether more may come at once */
  take(length: number): boolean {
    const { socket } = this;
    if (socket === undefined) throw new Error('something came before the connection was there');
    this.#isBehind = socket.readableLength > 0;
    const start = this.#at;
    this.#at += length;
    return socket.push(this.#bytes.subarray(start, this.#at));
  }
}
