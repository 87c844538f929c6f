// Listens on the loopback interface.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The only address that the server can be reached at: it lets everybody do everything. */
export const LOOPBACK = '127.0.0.1';

/** A server that accepts requests. */
export interface Listener {
  readonly port: number;
  /** Stops accepting, and closes all connections. */
  close(): Promise<void>;
}

/**
 * @param port 0 for any free one
 * @throws Error when the port is taken
 */
export async function listen(
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Listener> {
  const server = createServer({ headersTimeout: 20_000, requestTimeout: 60_000, maxHeaderSize: 64 * 1024 }, handle);
  server.keepAliveTimeout = 90_000;
  await listening(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close(error => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
