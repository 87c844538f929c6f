// Makes connections whose bytes come into room that is used again and again.
import type { OnReadOpts, Socket } from 'node:net';
import type { buildConnector } from 'undici';

const ROOM = 128 * 1024;
const NONE = Buffer.alloc(0);
/** Node hands on one TLS record at a time; none is longer. Bytes. */
const LONGEST_READ = 16 * 1024;
/**
 * Room has to be left for the next piece, for what stays free at the end, and for headers that were read and wait for the rest
 * of theirs. A connection stops reading earlier, so that as a rule its first room is the only one.
 */
const MOST_UNREAD = ROOM - 3 * LONGEST_READ;

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

/** Room for what one connection brings. */
class ReusedReads {
  socket: Socket | undefined;
  /** None until something may come: a connection through a proxy needs none. */
  #bytes = NONE;
  #at = 0;
  /** How much of what came nobody has read yet. It lies right before the place, but for what was left free at the end. */
  #unread = 0;

  /** Where the next piece is to be put: behind the last one, so that headers that come in two pieces stay what they are. */
  room(): Uint8Array {
    if (this.#unread > MOST_UNREAD || this.#bytes === NONE) {
      this.#bytes = Buffer.allocUnsafeSlow(ROOM);
      this.#at = 0;
    } else if (ROOM - this.#at < LONGEST_READ) {
      this.#at = 0;
    }
    return this.#bytes.subarray(this.#at, this.#at + LONGEST_READ);
  }

  /** @returns whether more may come at once */
  take(length: number): boolean {
    const { socket } = this;
    if (socket === undefined) throw new Error('something came before the connection was there');
    const start = this.#at;
    this.#at += length;
    const isWelcome = socket.push(this.#bytes.subarray(start, this.#at));
    this.#unread = socket.readableLength;
    return isWelcome;
  }
}
