// The HTTPS server that the API server asks, with all webhooks of a manager.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { CertificatePair, CertificateSource } from '../certificates/certificate-source.js';
import { aborted } from '../clock/aborted.js';
import { type Clock, sleep } from '../clock/clock.js';
import { LatestCertificate } from '../http/latest-certificate.js';
import { SERVER_CIPHERS } from '../http/server-ciphers.js';
import { ExplainedError } from '../log/explained-error.js';
import type { Logger } from '../log/logger.js';
import { guardStrayRejections } from '../log/stray-rejections.js';
import { answerTime } from './answer-deadline.js';
import { OpenConnections } from './open-connections.js';
import { receiveBody } from './received-body.js';
import {
  LateAnswerError,
  noAnswer,
  SenderGoneError,
  type WebhookAnswer,
  type WebhookEndpoint,
} from './webhook-endpoint.js';
import { type WebhookObserver, WebhookServerMetrics } from './webhook-metrics.js';
import { servedPath } from './webhook-path.js';
import type { WebhookServerOptions } from './webhook-server-options.js';

export interface WebhookServerSetup extends WebhookServerOptions {
  readonly certificates: CertificateSource;
  readonly log: Logger;
  readonly clock: Clock;
}

/** Milliseconds. A connection that waits is kept for longer than clients of Go keep theirs (90 s): they end it, not we. */
const TIMEOUTS = {
  handshakeTimeout: 10_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 120_000,
  connectionsCheckingInterval: 5000,
};

const SEVEN_MIB = 7 * 1024 * 1024;

/** For an answer to go out, at the stop. Milliseconds. */
const LONGEST_WAY = 5000;

/**
 * HTTP/1.1 over TLS, which is what API servers speak to webhooks. It is a runnable: it listens as long as it runs. When it
 * stops, requests that are under way are answered first.
 */
export class WebhookServer {
  readonly name = 'webhook server';
  readonly metrics = new WebhookServerMetrics();
  readonly #setup: WebhookServerSetup;
  readonly #log: Logger;
  readonly #server: Server;
  readonly #connections: OpenConnections;
  readonly #endpoints = new Map<string, WebhookEndpoint>();
  readonly #listening = Promise.withResolvers<void>();
  #observer: WebhookObserver = {};
  readonly #latest: LatestCertificate<CertificatePair>;
  #stopping = false;

  constructor(setup: WebhookServerSetup) {
    this.#setup = setup;
    this.#latest = new LatestCertificate(setup.certificates);
    this.#log = setup.log;
    const asksForCertificates = setup.clientCa !== undefined;
    const options = { ...TIMEOUTS, requestCert: asksForCertificates, rejectUnauthorized: asksForCertificates };
    this.#server = createServer(options, (request, response) => {
      this.#serve(request, response).catch(error => {
        this.#log.error('a request of a webhook could not be answered', { error });
        response.destroy();
      });
    });
    this.#connections = new OpenConnections(this.#server);
    this.#server.on('tlsClientError', error => this.#handshakeFailed(error));
    // `run` reports why the server cannot listen; `ready` may never be asked.
    this.#listening.promise.catch(() => {});
  }

  /** The address that it listens on; undefined before and after. */
  get address(): AddressInfo | undefined {
    return (this.#server.address() as AddressInfo | null) ?? undefined;
  }

  /** What it serves, by path. */
  get endpoints(): ReadonlyMap<string, WebhookEndpoint> {
    return this.#endpoints;
  }

  /** @throws Error when there is an endpoint at the path */
  serve(endpoint: WebhookEndpoint): void {
    const path = servedPath(endpoint.path);
    const other = this.#endpoints.get(path);
    if (other !== undefined) {
      throw new Error(
        `two webhooks have the path ${path}: ${other.name}, and ${endpoint.name}: say another path for one of them`,
      );
    }
    this.#endpoints.set(path, endpoint);
    this.metrics.serves(path);
  }

  /** From now on this is told; the one before no longer. */
  observe(observer: WebhookObserver): void {
    this.#observer = observer;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { certificates } = this.#setup;
    const end = new AbortController();
    const unguard = guardStrayRejections();
    const unheard = this.#latest.follow(() => void this.#renew());
    // They are followed to the last answer. Those that never change may have nothing to follow.
    const followed = certificates.run(end.signal);
    const stop = Promise.race([aborted(signal), followed.then(() => aborted(end.signal))]);
    try {
      const pair = await Promise.race([this.#latest.current(), stop]);
      if (pair !== undefined) await this.#listenUntil(pair, stop);
    } catch (error) {
      this.#listening.reject(error);
      throw error;
    } finally {
      unheard();
      unguard();
      end.abort();
    }
    await followed;
  }

  async ready(signal: AbortSignal): Promise<void> {
    await Promise.race([this.#listening.promise, aborted(signal)]);
    if (!this.#server.listening) throw new Error('the webhook server has no certificate yet, or does not listen');
  }

  async #listenUntil(pair: CertificatePair, stop: Promise<void>): Promise<void> {
    const { clock, shutdownDelay = 0 } = this.#setup;
    await this.#listen(pair);
    try {
      await stop;
      this.#stopping = true;
      if (shutdownDelay > 0) await sleep(clock, shutdownDelay);
      await this.#sent();
    } finally {
      this.#stopping = true;
      const closed = once(this.#server, 'close');
      this.#server.close();
      this.#connections.closeIdle();
      await closed;
    }
  }

  /** Who does not read is waited for a while only. */
  async #sent(): Promise<void> {
    const over = new AbortController();
    await Promise.race([this.#connections.sent(), sleep(this.#setup.clock, LONGEST_WAY, over.signal)]);
    over.abort();
  }

  async #listen(pair: CertificatePair): Promise<void> {
    const { port = 9443, host } = this.#setup;
    try {
      this.#use(pair);
    } catch (error) {
      throw new ExplainedError(`webhook server: its certificate is of no use: ${(error as Error).message}`, {
        cause: error,
      });
    }
    const listening = once(this.#server, 'listening');
    this.#server.listen({ port, host });
    try {
      await listening;
    } catch (error) {
      throw listenError(error as NodeJS.ErrnoException, port, host);
    }
    // One connection that cannot be accepted is no reason to end all others.
    this.#server.on('error', error => this.#log.error('the webhook server could not accept a connection', { error }));
    this.#listening.resolve();
    this.#log.info('webhooks are served', { port: this.address?.port, paths: [...this.#endpoints.keys()] });
  }

  /** What is wrong with a certificate is told; the one before stays. */
  async #renew(): Promise<void> {
    try {
      this.#use(await this.#latest.current());
      if (this.#server.listening) this.#log.info('the webhook server has another certificate');
    } catch (error) {
      this.#log.error('the webhook server cannot use its new certificate, and goes on with the one before', { error });
    }
  }

  #use({ cert, key }: CertificatePair): void {
    const { clientCa, tlsMinVersion: minVersion = 'TLSv1.2' } = this.#setup;
    const ca = clientCa === undefined ? {} : { ca: clientCa };
    this.#server.setSecureContext({ cert, key, minVersion, ciphers: SERVER_CIPHERS, ...ca });
    this.metrics.uses(cert);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '', query] = (request.url ?? '').split('?', 2);
    const endpoint = this.#endpoints.get(servedPath(path));
    if (endpoint === undefined) {
      const message = `there is no webhook at ${path.slice(0, 200)}, but at ${[...this.#endpoints.keys()].join(', ')}`;
      return this.#respond(request, response, noAnswer(404, 'NotFound', message));
    }
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return this.#respond(request, response, noAnswer(405, 'MethodNotAllowed', 'webhooks take POST only'));
    }
    const since = this.#setup.clock.monotonic();
    const label = servedPath(endpoint.path);
    this.metrics.began(label);
    let status = 500;
    try {
      const answer = await this.#answer(endpoint, query, request, response);
      this.#respond(request, response, answer);
      status = answer.status;
    } finally {
      this.metrics.ended(label, status);
      this.#observer.answered?.(label, this.#setup.clock.monotonic() - since);
    }
  }

  async #answer(
    endpoint: WebhookEndpoint,
    query: string | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<WebhookAnswer> {
    const { clock, bodyLimit = SEVEN_MIB } = this.#setup;
    const time = answerTime(query);
    const end = new AbortController();
    const timer = clock.setTimer(time, () => end.abort(new LateAnswerError(time)));
    const onClose = (): void => end.abort(new SenderGoneError());
    response.once('close', onClose);
    try {
      const received = await receiveBody(request, bodyLimit, end.signal);
      if (received === undefined) {
        // What may still come of it is no request.
        response.setHeader('connection', 'close');
        return noAnswer(408, 'Timeout', `the body was not all there within ${time} ms`);
      }
      return await endpoint.answer({ ...received, signal: end.signal });
    } catch (error) {
      this.#log.error('a webhook failed', { webhook: endpoint.path, error });
      return noAnswer(500, 'InternalError', `${endpoint.name} failed: ${String(error)}`);
    } finally {
      response.off('close', onClose);
      timer.cancel();
    }
  }

  #respond(request: IncomingMessage, response: ServerResponse, { status, body }: WebhookAnswer): void {
    request.resume();
    if (response.destroyed) return;
    const bytes = Buffer.from(JSON.stringify(body));
    if (this.#stopping) response.setHeader('connection', 'close');
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
    response.end(bytes);
  }

  /** Most of all this is a `caBundle` that does not go with the certificate: nobody else tells of that. */
  #handshakeFailed(error: Error & { readonly code?: string }): void {
    const isAlert = /alert/i.test(error.message);
    if (!isAlert) this.#log.debug('a TLS handshake failed', { error });
    else {
      const hint =
        'does the caBundle of the webhook configuration go with the certificate, and the certificate with the name?';
      this.#log.warn('a client has refused the certificate of the webhook server', { reason: error.message, hint });
    }
  }
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string | undefined): Error {
  const where = host === undefined ? `port ${port}` : `${host}:${port}`;
  const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${error.message})`;
  const hint = 'say another port with the option webhookServer of new Manager()';
  return new ExplainedError(`webhook server: ${where} ${why}: ${hint}`, { cause: error });
}
