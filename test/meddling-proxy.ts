// A way to an API server that lies: an HTTP proxy that may answer itself, and change what a watch brings.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { Agent, type Dispatcher, request } from 'undici';
import type { Access, TlsMaterial } from '../runtime/client/access.js';

/** What is sent to the client in the place of a body. */
export interface Wire {
  send(bytes: string | Uint8Array): void;
  /** The end, in order. */
  end(): void;
  /** The end of the connection, in the middle of whatever is said. */
  cut(): void;
}

/** What becomes of one request. */
export interface Meddling {
  /** Answers in the server's place. */
  readonly answer?: (response: ServerResponse) => void;
  /** Passed on in the place of a line of the body; the line has no end of line. */
  readonly line?: (line: string, wire: Wire) => void;
  /** Called instead of ending the answer, when the server has ended it; default: ends it. */
  readonly end?: (wire: Wire) => void;
  /** The path and query to ask the server for. */
  readonly path?: string;
}

/** A request as the proxy sees it. */
export interface Met {
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly isWatch: boolean;
  /** A watch that first brings what is there. */
  readonly isStream: boolean;
}

export class MeddlingProxy {
  /** Asked for each request; nothing: it is passed on. */
  meddle: (met: Met) => Meddling | undefined = () => undefined;
  /** How many requests were meddled with. */
  met = 0;
  readonly #target: Access;
  readonly #server: Server;
  #dispatcher: Dispatcher | undefined;

  private constructor(target: Access) {
    this.#target = target;
    this.#server = createServer((request, response) => {
      this.#forward(request, response).catch(() => response.destroy());
    });
  }

  static async to(target: Access): Promise<MeddlingProxy> {
    const proxy = new MeddlingProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The way through the proxy, with these credentials; the server sees those of the target. */
  access(headers: () => Readonly<Record<string, string>> = () => ({})): Access {
    return {
      server: new URL(`http://127.0.0.1:${this.port}`),
      user: 'through the proxy',
      namespace: 'default',
      proxy: undefined,
      credentials: async () => ({ headers: headers(), tls: {} }),
    };
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await this.#dispatcher?.destroy();
  }

  async #forward(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(asked.url ?? '/', 'http://proxy');
    const isWatch = url.searchParams.has('watch');
    const isStream = url.searchParams.has('sendInitialEvents');
    const meddling = this.meddle({ url, headers: asked.headers, isWatch, isStream });
    if (meddling !== undefined) this.met += 1;
    if (meddling?.answer !== undefined) return meddling.answer(response);
    const leaving = new AbortController();
    response.on('close', () => leaving.abort());
    const answer = await this.#ask(asked, meddling?.path ?? asked.url ?? '/', leaving.signal);
    answer.body.on('error', () => response.destroy());
    const { 'content-length': _, 'transfer-encoding': __, connection: ___, ...headers } = answer.headers;
    response.writeHead(answer.statusCode, headers as Record<string, string>);
    response.flushHeaders();
    if (meddling?.line === undefined) await pipeline(answer.body, response);
    else await passLines(answer.body, response, meddling.line, meddling.end);
  }

  async #ask(asked: IncomingMessage, path: string, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const { headers, tls } = await this.#target.credentials();
    this.#dispatcher ??= new Agent({ connect: given(tls) });
    const { host: _, connection: __, authorization: ___, 'accept-encoding': ____, ...others } = asked.headers;
    return request(new URL(path, this.#target.server), {
      dispatcher: this.#dispatcher,
      method: (asked.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: { ...(others as Record<string, string>), ...headers },
      body: asked.method === 'GET' ? null : asked,
      signal,
      bodyTimeout: 0,
    });
  }
}

async function passLines(
  body: AsyncIterable<Buffer>,
  response: ServerResponse,
  line: (line: string, wire: Wire) => void,
  end: ((wire: Wire) => void) | undefined,
): Promise<void> {
  const isOpen = () => !response.writableEnded && !response.destroyed;
  const wire: Wire = {
    // What comes behind the end is for nobody.
    send: bytes => void (isOpen() && response.write(bytes)),
    end: () => void response.end(),
    // What was sent before has to get there first.
    cut: () => void (isOpen() && response.write('', () => response.socket?.destroy())),
  };
  let rest = Buffer.alloc(0);
  for await (const chunk of body) {
    rest = Buffer.concat([rest, chunk]);
    for (let at = rest.indexOf('\n'); at >= 0 && isOpen(); at = rest.indexOf('\n')) {
      line(rest.toString('utf8', 0, at), wire);
      rest = rest.subarray(at + 1);
    }
  }
  if (!isOpen()) return;
  if (end !== undefined) end(wire);
  else response.end(rest);
}

function given(tls: TlsMaterial): object {
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
}
