// Requests to a control plane over connections that are kept, the same for every target.
import { Agent } from 'undici';

/** In PEM. */
export interface TlsFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** A watch that counts what it hears. */
export interface CountingWatch {
  /** How many events have come. */
  readonly count: number;
  /** Resolves at the time, as of `performance.now`, at which so many events have come. */
  reached(count: number): Promise<number>;
  close(): void;
}

/** Nothing that is answered is parsed: that would be the time of the load, not of the server. */
export class Api {
  readonly #agent: Agent;
  readonly #url: string;

  constructor(url: string, tls?: TlsFiles) {
    this.#url = url;
    this.#agent = new Agent({
      connections: 200,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      ...(tls !== undefined && { connect: { ...tls } }),
    });
  }

  /** @returns the bytes of the answer @throws Error with the answer unless it is a success */
  async send(method: Method, path: string, body?: object, contentType = 'application/json'): Promise<Buffer> {
    const response = await this.#request(method, path, body, contentType);
    const bytes = Buffer.from(await response.body.arrayBuffer());
    if (response.statusCode >= 300) throw new Error(`${method} ${path}: ${bytes.toString().slice(0, 500)}`);
    return bytes;
  }

  /** Resolves when the server has answered that it watches. */
  async watch(path: string): Promise<CountingWatch> {
    const { body } = await this.#request('GET', path);
    let count = 0;
    let awaited = { count: 0, resolve: (_: number): void => {} };
    body.on('data', (bytes: Buffer) => {
      for (let at = bytes.indexOf(LINE_BREAK); at >= 0; at = bytes.indexOf(LINE_BREAK, at + 1)) count++;
      if (count >= awaited.count) awaited.resolve(performance.now());
    });
    body.on('error', () => {});
    return {
      get count() {
        return count;
      },
      reached: wanted =>
        new Promise(resolve => {
          awaited = { count: wanted, resolve };
          if (count >= wanted) resolve(performance.now());
        }),
      close: () => body.destroy(),
    };
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  #request(method: Method, path: string, body?: object, contentType?: string) {
    return this.#agent.request({
      origin: this.#url,
      path,
      method,
      headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': contentType }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}

type Method = 'DELETE' | 'GET' | 'PATCH' | 'POST';

const LINE_BREAK = 0x0a;
