// Proxies for tests: HTTP ones that open tunnels or forward, and SOCKS5 ones.
import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';

/** What a proxy was asked to reach, and how it was asked. */
export interface Reached {
  readonly target: string;
  /** The name and password that it got. */
  readonly credentials: string | undefined;
}

/** Every name leads to 127.0.0.1. */
export class ScriptedProxy {
  readonly reached: Reached[] = [];
  /** The address with its scheme. */
  readonly url: string;
  readonly #server: TcpServer;
  readonly #sockets: Set<Socket>;

  private constructor(server: TcpServer, sockets: Set<Socket>, scheme: string) {
    this.#server = server;
    this.#sockets = sockets;
    this.url = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Opens tunnels, or answers the wish for one with this status; forwards what is asked for without one. */
  static async http(status = 200, tls?: ServerOptions): Promise<ScriptedProxy> {
    const server: Server = tls === undefined ? createServer() : createTlsServer(tls);
    const proxy = await ScriptedProxy.#start(server, tls === undefined ? 'http' : 'https');
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      proxy.#note(request);
      if (status === 0) return;
      socket.write(`HTTP/1.1 ${status} As Scripted\r\n\r\n`);
      if (status === 200) proxy.#join(socket, request.url ?? '');
      else socket.end();
    });
    server.on('request', (request, response) => {
      proxy.#note(request);
      const { method, headers } = request;
      const onward = forward(request.url ?? '', { method, headers }, answer => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      request.pipe(onward);
    });
    return proxy;
  }

  /** Opens tunnels, or answers the wish for one with this reply code of RFC 1928. */
  static async socks(reply = 0): Promise<ScriptedProxy> {
    const server = createTcpServer();
    const proxy = await ScriptedProxy.#start(server, 'socks5');
    server.on('connection', socket => void proxy.#talkSocks(socket, reply).catch(() => socket.destroy()));
    return proxy;
  }

  static async #start(server: TcpServer, scheme: string): Promise<ScriptedProxy> {
    const sockets = new Set<Socket>();
    server.on('connection', socket => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ScriptedProxy(server, sockets, scheme);
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  #note({ url = '', headers }: IncomingMessage): void {
    const [, basic] = (headers['proxy-authorization'] ?? '').split(' ');
    this.reached.push({ target: url, credentials: basic && Buffer.from(basic, 'base64').toString() });
  }

  #join(socket: Socket, target: string): void {
    const onward = connect(Number(new URL(`http://${target}`).port), '127.0.0.1');
    this.#sockets.add(onward);
    onward.on('error', () => {});
    onward.on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    socket.pipe(onward).pipe(socket);
  }

  async #talkSocks(socket: Socket, reply: number): Promise<void> {
    const next = async (): Promise<Buffer> => (await once(socket, 'data'))[0];
    const methods = (await next()).subarray(2);
    let credentials: string | undefined;
    if (methods.includes(2)) {
      socket.write(Buffer.from([5, 2]));
      const login = await next();
      const end = 2 + (login[1] ?? 0);
      credentials = `${login.subarray(2, end)}:${login.subarray(end + 1)}`;
      socket.write(Buffer.from([1, 0]));
    } else {
      socket.write(Buffer.from([5, 0]));
    }
    const wish = await next();
    const host = wish[3] === 3 ? wish.subarray(5, -2).toString() : wish.subarray(4, -2).join('.');
    const target = `${host}:${wish.readUInt16BE(wish.length - 2)}`;
    this.reached.push({ target, credentials });
    if (reply === 0) this.#join(socket, target);
    socket.write(Buffer.from([5, reply, 0, 1, 0, 0, 0, 0, 0, 0]));
  }
}
