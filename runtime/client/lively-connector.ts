// Makes connections that end when the other side has fallen silent.
import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';

/** How often an HTTP/2 connection asks its other side for a sign of life. Milliseconds. */
export const PING_INTERVAL = 15_000;
/** With the interval: 30 to 45 s, as client-go (ReadIdleTimeout and PingTimeout of its HTTP/2 transport). */
const SILENT_INTERVALS = 2;

/**
 * Connects as the given one does. An HTTP/2 connection on which nothing has come for two ping intervals is broken off: all
 * calls and watches share it, and when the way to the server is lost without a word (a node that dies, a proxy that
 * hangs), TCP alone takes a quarter of an hour to notice. A call over HTTP/1.1 has its connection for itself, and ends
 * it with its own timeout.
 * @param pingInterval milliseconds; the dispatcher must be told the same
 */
export function livelyConnector(connect: buildConnector.connector, pingInterval: number): buildConnector.connector {
  return (target, callback) => {
    connect(target, (...outcome) => {
      const [error, socket] = outcome;
      if (error === null && isHttp2(socket)) endWhenSilent(socket, pingInterval);
      callback(...outcome);
    });
  };
}

function isHttp2(socket: Socket): boolean {
  return 'alpnProtocol' in socket && socket.alpnProtocol === 'h2';
}

/** Counts intervals rather than time: while this process was busy, or asleep, answers were not read. */
function endWhenSilent(socket: Socket, interval: number): void {
  let read = socket.bytesRead;
  let silent = 0;
  const timer = setInterval(() => {
    silent = socket.bytesRead === read ? silent + 1 : 0;
    read = socket.bytesRead;
    if (silent >= SILENT_INTERVALS) socket.destroy(new SilentConnectionError(interval * SILENT_INTERVALS));
  }, interval);
  // Not the clock of the client: such a timer must not keep a process alive that has nothing more to do.
  timer.unref();
  socket.once('close', () => clearInterval(timer));
}

class SilentConnectionError extends Error {
  readonly code = 'ETIMEDOUT';

  constructor(milliseconds: number) {
    super(`nothing came for ${milliseconds / 1000} s, not even the answer to a ping`);
  }
}
