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

  /** Resolves when the server has answered that it watches. One that the server ends goes on where it was, as clients do. */
  async watch(path: string): Promise<CountingWatch> {
    let count = 0;
    let awaited = { count: 0, resolve: (_: number): void => {}, reject: (_: Error): void => {} };
    let version = '';
    let closed = false;
    let body = await this.#events(path);
    const follow = async (): Promise<void> => {
      while (!closed) {
        let rest: Buffer = Buffer.alloc(0);
        try {
          for await (const bytes of body) {
            const lines = rest.length === 0 ? (bytes as Buffer) : Buffer.concat([rest, bytes as Buffer]);
            let from = 0;
            for (let at = lines.indexOf(LINE_BREAK); at >= 0; at = lines.indexOf(LINE_BREAK, from)) {
              version = versionIn(lines.subarray(from, at)) ?? version;
              from = at + 1;
              count++;
            }
            rest = lines.subarray(from);
            if (count >= awaited.count) awaited.resolve(performance.now());
          }
        } catch (error) {
          // A connection that broke is followed by another one; what the server said is not.
          if (version === '' || String(error).includes('"ERROR"')) throw error;
        }
        if (!closed) body = await this.#events(`${path}&resourceVersion=${version}`);
      }
    };
    follow().catch(error => awaited.reject(error));
    return {
      get count() {
        return count;
      },
      reached: wanted =>
        new Promise((resolve, reject) => {
          awaited = { count: wanted, resolve, reject };
          if (count >= wanted) resolve(performance.now());
        }),
      close: () => {
        closed = true;
        body.destroy();
      },
    };
  }

  async #events(path: string) {
    const { body, statusCode } = await this.#request('GET', path);
    if (statusCode !== 200) throw new Error(`GET ${path}: ${statusCode} ${(await body.text()).slice(0, 500)}`);
    return body;
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

/** The resourceVersion of an event, without parsing it. @throws Error for what the watch ends with */
function versionIn(line: Buffer): string | undefined {
  if (line.subarray(0, ERROR_EVENT.length).equals(ERROR_EVENT)) throw new Error(line.toString().slice(0, 500));
  const at = line.indexOf(VERSION);
  return at < 0 ? undefined : line.toString('latin1', at + VERSION.length, line.indexOf(QUOTE, at + VERSION.length));
}

const ERROR_EVENT = Buffer.from('{"type":"ERROR"');
const VERSION = Buffer.from('"resourceVersion":"');
const QUOTE = 0x22;
