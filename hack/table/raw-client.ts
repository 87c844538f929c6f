// Speaks JSON to an API server, with any headers.
import { request } from 'node:https';
import type { Kubectl } from '../control-plane/kubectl.js';

/** An answer, whatever its status. */
export interface RawAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Requests as the user of a kubeconfig. */
export class RawClient {
  readonly #server: string;
  readonly #identity: Identity;

  private constructor(server: string, identity: Identity) {
    this.#server = server;
    this.#identity = identity;
  }

  /** As the user of kubectl, whose kubeconfig has to hold a client certificate. */
  static async as(kubectl: Kubectl): Promise<RawClient> {
    const config: Kubeconfig = JSON.parse(await kubectl.output(['config', 'view', '--raw', '-o', 'json']));
    const [{ cluster } = missing('cluster')] = config.clusters;
    const [{ user } = missing('user')] = config.users;
    const decoded = (base64: string) => Buffer.from(base64, 'base64');
    return new RawClient(cluster.server, {
      ca: decoded(cluster['certificate-authority-data']),
      cert: decoded(user['client-certificate-data']),
      key: decoded(user['client-key-data']),
    });
  }

  /** @param accept the media type of the answer; default JSON */
  send(method: string, path: string, body?: unknown, accept = 'application/json'): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      // Node leaves the length of a DELETE's body out.
      const sized = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      const headers = { accept, ...(text !== '' && sized) };
      const sent = request(`${this.#server}${path}`, { method, headers, ...this.#identity }, response => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString('utf8')) });
        });
      });
      sent.on('error', reject);
      sent.end(text);
    });
  }

  /** @throws Error with the server's words when it refuses */
  async demand<T>(...args: Parameters<RawClient['send']>): Promise<T> {
    const { status, body } = await this.send(...args);
    if (status >= 400) throw new Error(`${args[0]} ${args[1]} answers ${status}: ${JSON.stringify(body)}`);
    return body as T;
  }
}

/** Whom to trust, and who asks. */
interface Identity {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: { server: string; 'certificate-authority-data': string } }[];
  readonly users: readonly { readonly user: { 'client-certificate-data': string; 'client-key-data': string } }[];
}

function missing(what: string): never {
  throw new Error(`the kubeconfig has no ${what}`);
}

/** JSON, or the text itself. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
