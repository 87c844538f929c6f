// A way to a server that breaks: a TCP proxy whose connections end after so many bytes.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Forwards to a port of 127.0.0.1 until it is closed. */
export class CuttingProxy {
  /** After how many bytes from the server a new connection is reset, wherever that is in what is being said. */
  bytesUntilCut = Number.POSITIVE_INFINITY;
  /** Whether what is said is lost in both directions, without a word; also on connections that are open already. */
  swallows = false;
  /** How many connections were reset. */
  cuts = 0;
  readonly #server = createServer(client => this.#forward(client));
  readonly #sockets = new Set<Socket>();
  readonly #target: number;

  private constructor(target: number) {
    this.#target = target;
  }

  static async to(target: number): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resets every connection. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.#server.close();
    this.cutAll();
    await once(this.#server, 'close');
  }

  #forward(client: Socket): void {
    const server = connect(this.#target, '127.0.0.1');
    let left = this.bytesUntilCut;
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
    client.on('data', data => this.swallows || server.write(data));
    server.on('data', data => {
      if (this.swallows) return;
      client.write(data.subarray(0, left));
      left -= data.length;
      if (left > 0) return;
      this.cuts += 1;
      setImmediate(() => client.resetAndDestroy());
    });
  }
}
