// Sends reviews to webhooks, over HTTPS and to whom the configuration trusts.
import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { posix } from 'node:path';
import type { JsonObject } from '../object/json.js';
import type { WebhookClientConfig } from '../registry/resource-type.js';
import { responseProblem } from './response-problem.js';
import { type Address, NoAddressError } from './service-address.js';
import { transportProblem } from './transport-problem.js';
import { WebhookFailure } from './webhook-failure.js';

export interface PostOptions {
  readonly timeoutSeconds: number;
  /** Whether the webhook is told how long it has. Default: true. */
  readonly isTold?: boolean;
  /** Aborts when nobody waits for the answer. */
  readonly signal: AbortSignal;
}

/** Where a Service leads to. @throws NoAddressError */
export type ResolveService = (service: {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}) => Address;

/** Connections that are kept; of more webhooks than that, some are opened anew. */
const MOST_AGENTS = 200;
const DEFAULT_PORT = 443;
const DEADLINE = 'context deadline exceeded';
/** A review has a patch in it at most. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Keeps connections to webhooks until it is closed. */
export class WebhookClient {
  readonly #resolve: ResolveService;
  readonly #agents = new Map<string, Agent>();
  readonly #closing = new AbortController();

  constructor(resolve: ResolveService) {
    this.#resolve = resolve;
  }

  /** @returns what is answered @throws WebhookFailure, with a message as the API server has it */
  async post(config: WebhookClientConfig, review: JsonObject, options: PostOptions): Promise<string> {
    const target = targetOf(config, options);
    const ca = authorities(config);
    const failed = (why: string) => new WebhookFailure(`failed to call webhook: ${why}`);
    const end = this.#endOf(options);
    let answer: Answer;
    try {
      const address = target.service === undefined ? target.address : this.#resolve(target.service);
      answer = await this.#send({ ...target, address, ca, body: JSON.stringify(review), signal: end.signal });
    } catch (error) {
      const why =
        end.signal.reason === DEADLINE
          ? DEADLINE
          : error instanceof NoAddressError
            ? error.message
            : transportProblem(error as Error, target);
      throw failed(`Post ${JSON.stringify(target.url)}: ${why}`);
    } finally {
      end.forget();
    }
    const problem = responseProblem(answer);
    if (problem !== undefined) throw failed(problem);
    return answer.body.toString();
  }

  /** Ends all connections, and what is under way. */
  close(): void {
    this.#closing.abort();
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  /** Not AbortSignal.any: in Node 22 each one stays for as long as the longest of its signals. */
  #endOf({ timeoutSeconds, signal }: PostOptions): { readonly signal: AbortSignal; forget(): void } {
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(DEADLINE), timeoutSeconds * 1000);
    const stop = (): void => end.abort();
    const sources = [signal, this.#closing.signal];
    for (const each of sources) {
      if (each.aborted) stop();
      else each.addEventListener('abort', stop, { once: true });
    }
    return {
      signal: end.signal,
      forget() {
        clearTimeout(timer);
        for (const each of sources) each.removeEventListener('abort', stop);
      },
    };
  }

  async #send(sending: Sending): Promise<Answer> {
    try {
      return await exchange(sending, this.#agentFor(sending));
    } catch (error) {
      // A webhook may close a connection that it has not used for a while just as it is used again.
      if (!(error instanceof StaleConnectionError)) throw error;
      return exchange(sending, this.#agentFor(sending));
    }
  }

  #agentFor({ serverName, ca }: Sending): Agent {
    const key = JSON.stringify([serverName, ca]);
    const known = this.#agents.get(key);
    if (known !== undefined) return known;
    for (const [oldest, agent] of this.#agents) {
      if (this.#agents.size < MOST_AGENTS) break;
      agent.destroy();
      this.#agents.delete(oldest);
    }
    const agent = new Agent({
      keepAlive: true,
      servername: isIP(serverName) === 0 ? serverName : '',
      ...(ca !== undefined && { ca }),
    });
    this.#agents.set(key, agent);
    return agent;
  }
}

/** What was answered. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

interface Target {
  /** As the API server tells it. */
  readonly url: string;
  readonly path: string;
  /** The name that the certificate has to be for. */
  readonly serverName: string;
  readonly hostHeader: string;
  readonly address: Address;
  readonly service: { readonly namespace: string; readonly name: string; readonly port: number } | undefined;
}

interface Sending extends Omit<Target, 'service'> {
  readonly ca: string | undefined;
  readonly body: string;
  readonly signal: AbortSignal;
}

class StaleConnectionError extends Error {}

function targetOf({ url, service }: WebhookClientConfig, { timeoutSeconds, isTold = true }: PostOptions): Target {
  const query = isTold ? `?timeout=${timeoutSeconds}s` : '';
  if (service !== undefined) {
    const { namespace, name, port = DEFAULT_PORT } = service;
    const serverName = `${name}.${namespace}.svc`;
    const hostHeader = `${serverName}:${port}`;
    const path = `${cleanPath(service.path ?? '')}${query}`;
    const address = { host: serverName, port };
    return {
      url: `https://${hostHeader}${path}`,
      path,
      serverName,
      hostHeader,
      address,
      service: { namespace, name, port },
    };
  }
  const { host, hostname, pathname, port } = new URL(url ?? '');
  const path = `${cleanPath(pathname)}${query}`;
  const bare = hostname.replace(/^\[|\]$/g, '');
  const address = { host: bare, port: port === '' ? DEFAULT_PORT : Number(port) };
  return { url: `https://${host}${path}`, path, serverName: bare, hostHeader: host, address, service: undefined };
}

/** As Go's `path.Join` leaves it. */
function cleanPath(path: string): string {
  const clean = posix.normalize(`/${path}`);
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean;
}

/** Undefined for those that every program on this machine trusts. @throws WebhookFailure for what holds no certificate */
function authorities({ caBundle }: WebhookClientConfig): string | undefined {
  if ((caBundle ?? '') === '') return undefined;
  const pem = Buffer.from(caBundle ?? '', 'base64').toString();
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  const failed = (why: string) =>
    new WebhookFailure(`could not get REST client: unable to load root certificates: ${why}`);
  if (blocks.length === 0) throw failed('unable to parse bytes as PEM block');
  const readable = blocks.filter(isCertificate);
  if (readable.length === 0) throw failed('failed to parse certificate: x509: malformed certificate');
  return readable.join('\n');
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}

function exchange({ path, hostHeader, address, body, signal }: Sending, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      host: hostHeader,
      accept: 'application/json, */*',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'kube-apiserver-admission',
    };
    const request = httpsRequest({ ...address, method: 'POST', path, headers, agent, signal });
    request.on('response', response => void read(response).then(resolve, reject));
    request.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = request.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '');
      reject(isStale ? new StaleConnectionError() : error);
    });
    request.end(body);
  });
}

async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error(`the answer is longer than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  const contentType = response.headers['content-type'] ?? '';
  return { status: response.statusCode ?? 0, contentType, body: Buffer.concat(chunks) };
}
