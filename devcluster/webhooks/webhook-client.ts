// Sends reviews to webhooks, over HTTPS and to whom the configuration trusts.
import { X509Certificate } from 'node:crypto';
import { Agent } from 'node:https';
import { isIP } from 'node:net';
import { posix } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { joinedSignal } from '../bounds/joined-signal.js';
import type { JsonObject } from '../object/json.js';
import type { WebhookClientConfig } from '../registry/resource-type.js';
import { type Answer, BrokenBodyError, exchange, type Sending, StaleConnectionError } from './exchange.js';
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

/** Keeps connections to webhooks until it is closed. */
export class WebhookClient {
  readonly #resolve: ResolveService;
  readonly #agents = new Map<string, Agent>();
  readonly #closing = new AbortController();
  readonly #mostAgents: number;

  /** @param mostAgents how many webhooks keep their connections */
  constructor(resolve: ResolveService, mostAgents: number = MOST_AGENTS) {
    this.#resolve = resolve;
    this.#mostAgents = mostAgents;
  }

  /** @returns what is answered @throws WebhookFailure, with a message as the API server has it */
  async post(config: WebhookClientConfig, review: JsonObject, options: PostOptions): Promise<string> {
    const target = targetOf(config, options);
    const ca = authorities(config);
    const failed = (why: string) => new WebhookFailure(`failed to call webhook: ${why}`);
    const end = joinedSignal(options.signal, this.#closing.signal);
    const timer = globalThis.setTimeout(() => end.abort(DEADLINE), options.timeoutSeconds * 1000);
    let answer: Answer;
    try {
      const address = target.service === undefined ? target.address : this.#resolve(target.service);
      answer = await this.#send({ ...target, address }, ca, JSON.stringify(review), end.signal);
    } catch (error) {
      if (error instanceof BrokenBodyError) {
        const why = end.signal.reason === DEADLINE ? DEADLINE : error.message;
        throw failed(`unexpected error when reading response body. Please retry. Original error: ${why}`);
      }
      const why =
        end.signal.reason === DEADLINE
          ? DEADLINE
          : error instanceof NoAddressError
            ? error.message
            : transportProblem(error as Error, target);
      throw failed(`Post ${JSON.stringify(target.url)}: ${why}`);
    } finally {
      clearTimeout(timer);
      end.release();
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

  /** As Go's client does: where it is sent elsewhere it goes, and where it is asked to wait it comes again. */
  async #send(target: Target, ca: string | undefined, body: string, signal: AbortSignal): Promise<Answer> {
    let sending: Sending & { readonly serverName: string } = { ...target, body, signal };
    for (let redirects = 0, retries = 0; ; ) {
      const answer = await this.#exchanged(sending, ca);
      const next = redirected(sending, answer);
      if (next !== undefined) {
        if (++redirects === MOST_REDIRECTS) throw new Error(`stopped after ${MOST_REDIRECTS} redirects`);
        sending = next;
      } else if (answer.retryAfter !== undefined && canComeAgain(answer.status) && retries++ < MOST_RETRIES) {
        await setTimeout(Math.min(answer.retryAfter, LONGEST_WAIT) * 1000, undefined, { signal });
      } else return answer;
    }
  }

  async #exchanged(sending: Sending & { readonly serverName: string }, ca: string | undefined): Promise<Answer> {
    const agent = (): Agent => this.#agentFor(sending.serverName, ca);
    try {
      return await exchange(sending, agent());
    } catch (error) {
      if (!(error instanceof StaleConnectionError)) throw error;
      return exchange(sending, agent());
    }
  }

  #agentFor(serverName: string, ca: string | undefined): Agent {
    const key = JSON.stringify([serverName, ca]);
    const known = this.#agents.get(key);
    if (known !== undefined) {
      this.#agents.delete(key);
      this.#agents.set(key, known);
      return known;
    }
    for (const [unused, agent] of this.#agents) {
      if (this.#agents.size < this.#mostAgents) break;
      retire(agent);
      this.#agents.delete(unused);
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

/** Ends its connections, those that are in use once they are not any more. */
function retire(agent: Agent): void {
  agent.maxFreeSockets = 0;
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

/** Where an answer leads, if it does; to HTTPS only. */
function redirected<T extends Sending>(sending: T, { status, location }: Answer): T | undefined {
  if (!REDIRECTS.has(status) || location === undefined) return undefined;
  const url = URL.parse(location, `https://${sending.hostHeader}${sending.path}`);
  if (url === null || url.protocol !== 'https:') return undefined;
  const isElsewhere = url.host !== sending.hostHeader;
  const keepsBody = status === 307 || status === 308;
  const { host, serverName, address } = placeOf(url);
  return {
    ...sending,
    path: url.pathname + url.search,
    body: keepsBody ? sending.body : undefined,
    ...(isElsewhere && { hostHeader: host, serverName, address }),
  };
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 10;

function canComeAgain(status: number): boolean {
  return status === 429 || status >= 500;
}

const MOST_RETRIES = 10;
/** Seconds; the signal comes long before. */
const LONGEST_WAIT = 3600;

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
  const there = new URL(url ?? '');
  const { host, serverName, address } = placeOf(there);
  const path = `${cleanPath(there.pathname)}${query}`;
  return { url: `https://${host}${path}`, path, serverName, hostHeader: host, address, service: undefined };
}

function placeOf({ host, hostname, port }: URL): Pick<Target, 'serverName' | 'address'> & { readonly host: string } {
  const serverName = hostname.replace(/^\[|\]$/g, '');
  return { host, serverName, address: { host: serverName, port: port === '' ? DEFAULT_PORT : Number(port) } };
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
