// A webhook server with a certificate of a test's own, and requests to it as the API server sends them.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:https';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { apiVersionOf, type KindInfo, kindInfo } from '../decorators/kind.js';
import { createAuthority, issueServerCertificate } from '../devcluster/tls/certificates.js';
import { servedWebhooks } from '../runtime/builder/webhook.js';
import type { CertificatePair, CertificateSource } from '../runtime/certificates/certificate-source.js';
import type { Client } from '../runtime/client/client.js';
import { aborted } from '../runtime/clock/aborted.js';
import { type Clock, systemClock } from '../runtime/clock/clock.js';
import type { Logger } from '../runtime/log/logger.js';
import { AdmissionEndpoint } from '../runtime/webhook/admission-endpoint.js';
import { admissionRule } from '../runtime/webhook/admission-rule.js';
import { WebhookServer } from '../runtime/webhook/webhook-server.js';
import type { WebhookServerOptions } from '../runtime/webhook/webhook-server-options.js';
import { RecordedLog } from './recorded-log.js';
import { Thing } from './things.js';

/** Certificates that a test changes. */
export class HandedCertificates implements CertificateSource {
  #pair: CertificatePair;
  readonly #listeners = new Set<() => void>();

  constructor(pair: CertificatePair) {
    this.#pair = pair;
  }

  async current(): Promise<CertificatePair> {
    return this.#pair;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  run(signal: AbortSignal): Promise<void> {
    return aborted(signal);
  }

  change(pair: CertificatePair): void {
    this.#pair = pair;
    for (const listener of this.#listeners) listener();
  }
}

/** An authority, and certificates of it for a server on this machine. */
export async function testAuthority() {
  const authority = await createAuthority(new Date());
  return {
    ca: authority.certificate,
    issue: async (): Promise<CertificatePair> => {
      const { certificate, key } = await issueServerCertificate(authority, ['localhost', '127.0.0.1'], new Date());
      return { cert: certificate, key };
    },
  };
}

export type TestAuthority = Awaited<ReturnType<typeof testAuthority>>;

/** The endpoints of a class with decorators, without a manager. */
export function endpointsOf(handler: object, log: Logger, client = {} as Client): readonly AdmissionEndpoint[] {
  return servedWebhooks(handler).map(({ path, name, declared, info, method }) => {
    const { failurePolicy = 'Fail' } = declared.options;
    return new AdmissionEndpoint({
      path,
      name,
      rule: admissionRule(info, declared.options),
      failurePolicy,
      method,
      client,
      log,
    });
  });
}

export interface WebhookWorldOptions extends Omit<WebhookServerOptions, 'certificates'> {
  readonly clock?: Clock;
}

/** A server that runs, and what a test does with it. */
export async function startWebhooks(handlers: readonly object[], options: WebhookWorldOptions = {}) {
  const log = new RecordedLog();
  const authority = await testAuthority();
  const certificates = new HandedCertificates(await authority.issue());
  const server = new WebhookServer({ port: 0, host: '127.0.0.1', clock: systemClock, ...options, certificates, log });
  const endpoints = handlers.flatMap(handler => endpointsOf(handler, log));
  for (const endpoint of endpoints) server.serve(endpoint);
  const controller = new AbortController();
  const ended = server.run(controller.signal);
  ended.catch(() => {});
  await server.ready(controller.signal);
  const port = server.address?.port ?? 0;
  const agent = new Agent({ ca: authority.ca, keepAlive: true });
  return {
    server,
    endpoints,
    log,
    authority,
    certificates,
    port,
    agent,
    ended,
    abort: () => controller.abort(),
    send: (path: string, body: string | Buffer, ways: Sending = {}) => send({ port, agent }, path, body, ways),
    /** Sends a review as the API server does, and answers the response in it. */
    review: async (path: string, review: object, ways: Sending = {}): Promise<ReviewResponse> => {
      const { text } = await send({ port, agent }, path, JSON.stringify(review), ways);
      return (JSON.parse(text) as { readonly response: ReviewResponse }).response;
    },
    stop: async () => {
      agent.destroy();
      controller.abort();
      await ended;
    },
  };
}

export type WebhookWorld = Awaited<ReturnType<typeof startWebhooks>>;

/** The part of an answer that tests look at. */
export interface ReviewResponse {
  readonly uid: string;
  readonly allowed: boolean;
  readonly status: {
    readonly code: number;
    readonly reason?: string;
    readonly message?: string;
    readonly details?: object;
  };
  readonly patchType?: string;
  readonly patch?: string;
  readonly warnings?: readonly string[];
  readonly auditAnnotations?: Readonly<Record<string, string>>;
}

export interface Sending {
  /** Default: POST. */
  readonly method?: string;
  /** Default: that it is JSON. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** What came back. */
export interface Sent {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export function send(
  { port, agent }: { readonly port: number; readonly agent: Agent },
  path: string,
  body: string | Buffer,
  { method = 'POST', headers = { 'content-type': 'application/json' }, signal }: Sending = {},
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, agent, headers, ...(signal && { signal }) };
    const sent = request(options, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What differs from the creation of the Thing `a`. */
export interface ReviewParts {
  readonly operation?: string;
  readonly object?: object | null;
  readonly oldObject?: object | null;
  /** Further fields of `request`. */
  readonly request?: object;
}

/** A review as the API server of Kubernetes 1.36 sends it, of a kind. */
export function reviewOf(
  kind: KindInfo,
  { operation = 'CREATE', object, oldObject, request: others }: ReviewParts = {},
) {
  const { group, version } = kind;
  const gvk = { group, version, kind: kind.kind };
  const gvr = { group, version, resource: kind.plural };
  const one = { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: { name: 'a', namespace: 'default' } };
  const isThere = { object: operation !== 'DELETE', oldObject: operation === 'UPDATE' || operation === 'DELETE' };
  return {
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    request: {
      uid: randomUUID(),
      kind: gvk,
      resource: gvr,
      requestKind: gvk,
      requestResource: gvr,
      name: 'a',
      namespace: 'default',
      operation,
      userInfo: { username: 'ann', groups: ['system:authenticated'], extra: { 'example.com/team': ['red'] } },
      object: object === undefined ? (isThere.object ? one : null) : object,
      oldObject: oldObject === undefined ? (isThere.oldObject ? one : null) : oldObject,
      dryRun: false,
      options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1', fieldManager: 'kubectl-create' },
      ...others,
    },
  };
}

/** As `reviewOf`, of a Thing. */
export function thingReview(parts: ReviewParts = {}) {
  return reviewOf(kindInfo(Thing), parts);
}

/** The steps of the patch in an answer. */
export function patchIn({ patch }: Pick<ReviewResponse, 'patch'>): unknown {
  return patch === undefined ? undefined : JSON.parse(Buffer.from(patch, 'base64').toString('utf8'));
}

/** A server, and who has issued its certificate. */
export interface ServerToConnect {
  readonly port: number;
  readonly authority: { readonly ca: string };
}

/** A connection without a request yet. */
export async function openTls(
  { port, authority }: ServerToConnect,
  options: ConnectionOptions = {},
): Promise<TLSSocket> {
  const socket = connectTls({ port, host: '127.0.0.1', ca: authority.ca, servername: 'localhost', ...options });
  await once(socket, 'secureConnect');
  return socket;
}

/** Waits for turns of the event loop until it holds. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setImmediate(resolve));
}
