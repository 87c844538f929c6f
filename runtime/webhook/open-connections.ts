// The connections of a server with TLS, so that those without a request under way can be ended.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import type { Socket } from 'node:net';

/** Node's own `closeIdleConnections` leaves connections that have not sent a request yet, and those amid the TLS handshake. */
export class OpenConnections {
  readonly #sockets = new Map<string, Socket>();
  readonly #busy = new Map<string, number>();
  readonly #responses = new Set<ServerResponse>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      const key = keyOf(socket);
      this.#sockets.set(key, socket);
      socket.once('close', () => {
        // Whoever has the same address by now is somebody else.
        if (this.#sockets.get(key) === socket) this.#sockets.delete(key);
      });
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.#follow(request, response));
  }

  /** Resolves when the answers that are on their way have gone out: a server that closes cuts them off. */
  async sent(): Promise<void> {
    await Promise.all(
      [...this.#responses].filter(({ writableEnded }) => writableEnded).map(each => once(each, 'close')),
    );
  }

  closeIdle(): void {
    for (const [key, socket] of this.#sockets) if (!this.#busy.has(key)) socket.destroy();
  }

  #follow({ socket }: IncomingMessage, response: ServerResponse): void {
    const key = keyOf(socket);
    this.#busy.set(key, (this.#busy.get(key) ?? 0) + 1);
    this.#responses.add(response);
    response.once('close', () => {
      this.#responses.delete(response);
      const left = (this.#busy.get(key) ?? 0) - 1;
      if (left > 0) this.#busy.set(key, left);
      else this.#busy.delete(key);
    });
  }
}

/** The socket of a request is that of TLS, which lies over the one that was accepted: both have the same other end. */
function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
