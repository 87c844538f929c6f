// An HTTP server for tests: answers what a test tells it to, and remembers what it was asked.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Access } from '../runtime/client/access.js';
import { type ClientOptions, type ConnectedClient, createClient } from '../runtime/client/create-client.js';
import { type Clock, systemClock } from '../runtime/clock/clock.js';

/** A request as it arrived. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers one request. */
export type Script = (response: ServerResponse, asked: Asked, request: IncomingMessage) => void;

export class ScriptedServer {
  url = '';
  readonly asked: Asked[] = [];
  /** How many connections were opened. */
  connections = 0;
  /** The pauses that its clients made, in milliseconds; none of them takes any time. */
  readonly pauses: number[] = [];
  /** The clock of its clients: pauses take no time. */
  readonly clock: Clock = {
    ...systemClock,
    setTimer: (delay, callback) => {
      this.pauses.push(delay);
      return systemClock.setTimer(0, callback);
    },
  };
  readonly #server: Server;
  readonly #clients: ConnectedClient[] = [];
  #script: Script;

  private constructor(script: Script, tls: ServerOptions | undefined) {
    this.#script = script;
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const asked = { method, url, headers, body: Buffer.concat(parts).toString('utf8') };
        this.asked.push(asked);
        this.#script(response, asked, request);
      });
    };
    this.#server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
    this.#server.on('connection', () => this.connections++);
  }

  /** Listens on a free port of 127.0.0.1; with certificates, over TLS. */
  static async start(script: Script, tls?: ServerOptions): Promise<ScriptedServer> {
    const server = new ScriptedServer(script, tls);
    await new Promise<void>(resolve => server.#server.listen(0, '127.0.0.1', resolve));
    server.url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.#server.address() as AddressInfo).port}`;
    return server;
  }

  /** From now on answers so. */
  script(script: Script): void {
    this.#script = script;
  }

  /** Ends all connections, also those that carry no request. */
  closeAllConnections(): void {
    this.#server.closeAllConnections();
  }

  get access(): Access {
    return {
      server: new URL(this.url),
      user: 'dev',
      namespace: 'default',
      proxy: undefined,
      credentials: async () => ({ headers: { authorization: 'Bearer t' }, tls: {} }),
    };
  }

  /** A client of this server. */
  async client(options: ClientOptions = {}): Promise<ConnectedClient> {
    const client = await createClient('test', {
      access: this.access,
      clock: this.clock,
      random: () => 0.5,
      ...options,
    });
    this.#clients.push(client);
    return client;
  }

  /** Closes the clients and the server; harmless when it is done again. */
  async close(): Promise<void> {
    await Promise.all(this.#clients.map(client => client.close()));
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

/** Answers every request with this. */
export function answering(status: number, body: unknown, headers: Record<string, string> = {}): Script {
  return response => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** The n-th request gets the n-th script; the last one all that follow. */
export function inTurn(...scripts: readonly Script[]): Script {
  let next = 0;
  return (...call) => scripts[Math.min(next++, scripts.length - 1)]?.(...call);
}
