// Listens on the loopback interface.
import type { RequestListener, Server, ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

// An import reads all that the module exports, and so loads Node's own fetch: 5 MB, and tens of milliseconds.
const { createServer } = process.getBuiltinModule('node:http');

/** The only address that the server can be reached at: it lets everybody do everything. */
export const LOOPBACK = '127.0.0.1';

export interface ListenOptions {
  /** Speaks HTTPS with this certificate. Default: plain HTTP. */
  readonly tls?: TlsContext;
  /** Milliseconds that clients may take. Defaults are the API server's, or near to them. */
  readonly timeouts?: Partial<ListenTimeouts>;
}

/** What a TLS server needs, as PEM texts. */
export interface TlsContext {
  readonly certificate: string;
  readonly key: string;
  /**
   * Clients may show a certificate of this authority. One of another authority does not end the connection: the request
   * tells, by `authorized` of its socket.
   */
  readonly clientAuthority: string;
}

/** In milliseconds. None of them ends an answer that goes on, such as a watch. */
export interface ListenTimeouts {
  /** From the connection to the end of the TLS handshake. Default 10 s. */
  readonly handshake: number;
  /** From the first byte to the end of the headers. Default 20 s. */
  readonly headers: number;
  /** From the first byte to the last byte of the body. Default 60 s. */
  readonly request: number;
  /** Between the requests of a connection. Default 90 s. */
  readonly idle: number;
}

/** Somebody else listens on the port. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  readonly code = 'EADDRINUSE';
  readonly hint = 'choose another one with --port, or none: then a free one is taken';

  constructor(
    readonly port: number,
    options: ErrorOptions,
  ) {
    super(`the port ${port} of ${LOOPBACK} is taken`, options);
  }
}

/** A server that accepts requests. */
export interface Listener {
  readonly port: number;
  /** Stops accepting, and closes all connections, whatever they carry. */
  close(): Promise<void>;
}

/**
 * @param port 0 for any free one
 * @throws PortTakenError
 */
export async function listen(port: number, handle: RequestListener, options: ListenOptions = {}): Promise<Listener> {
  const server = serverFor(handle, options);
  const sockets = new Set<Socket>();
  // The server itself does not know connections in the middle of a handshake, and would wait for them when it closes.
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, { remotePort }: TLSSocket) => {
    if (error.code !== 'ERR_SSL_HTTP_REQUEST') return;
    // The socket of the event would encrypt; the one beneath it is still open.
    const socket = [...sockets].find(each => each.remotePort === remotePort);
    socket?.write(HTTP_TO_HTTPS);
  });
  await listening(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close(error => (error === undefined ? resolve() : reject(error)));
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** In the words of Go's server, which many know from a URL with the wrong scheme. */
const HTTP_TO_HTTPS = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n';

function serverFor(handle: RequestListener, { tls, timeouts = {} }: ListenOptions): Server {
  const { handshake = 10_000, headers = 20_000, request = 60_000, idle = 90_000 } = timeouts;
  const limits: ServerOptions = {
    headersTimeout: headers,
    requestTimeout: request,
    keepAliveTimeout: idle,
    // How late a timeout may be noticed.
    connectionsCheckingInterval: Math.min(headers, request, 5_000),
    maxHeaderSize: 64 * 1024,
  };
  if (tls === undefined) return createServer(limits, handle);
  return createTlsServer(
    {
      ...limits,
      handshakeTimeout: handshake,
      cert: tls.certificate,
      key: tls.key,
      ca: tls.clientAuthority,
      requestCert: true,
      rejectUnauthorized: false,
    },
    handle,
  );
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException): void => {
      reject(cause.code === 'EADDRINUSE' ? new PortTakenError(port, { cause }) : cause);
    };
    server.once('error', refuse);
    server.listen(port, LOOPBACK, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}
