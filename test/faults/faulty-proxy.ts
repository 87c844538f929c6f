// A way to an API server on which things get lost: it drops, delays, cuts and duplicates at random. It speaks TLS to both
// sides, with certificates of its own to those who call, and as them to the server.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, type Dispatcher, request } from 'undici';
import { createAuthority, issueClientCertificate, issueServerCertificate } from '../../devcluster/tls/certificates.js';
import { writeKubeconfig } from '../../hack/control-plane/kubeconfig.js';
import { loadAccess } from '../../runtime/client/kube-config.js';
import type { Seeded } from './seeded.js';

const FAULTS = ['dropped', 'answerLost', 'delayed', 'duplicated', 'cut', 'eventsDuplicated'] as const;

/** What can become of a request. */
export type ProxyFault = (typeof FAULTS)[number];

export class FaultyProxy {
  /** Which part of the requests something becomes of, from 0 to 1. */
  rate = 0;
  readonly counts: Record<ProxyFault, number> = {
    dropped: 0,
    answerLost: 0,
    delayed: 0,
    duplicated: 0,
    cut: 0,
    eventsDuplicated: 0,
  };
  readonly #target: string;
  readonly #dispatcher: Agent;
  readonly #random: Seeded;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(target: string, tls: object, server: Server, random: Seeded) {
    this.#target = target;
    this.#dispatcher = new Agent({ connect: tls, bodyTimeout: 0, headersTimeout: 0 });
    this.#random = random;
    this.#server = server;
    server.on('request', (asked: IncomingMessage, response: ServerResponse) => {
      this.#forward(asked, response).catch(() => response.destroy());
    });
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /** @returns the proxy, and the path of the kubeconfig of the way through it; the server sees the user of the given one */
  static async start(
    kubeconfig: string,
    throughProxy: string,
    random: Seeded,
  ): Promise<{ readonly proxy: FaultyProxy; readonly kubeconfig: string }> {
    const access = await loadAccess({ kubeconfig });
    const { tls } = await access.credentials();
    const given = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
    const now = new Date();
    const authority = await createAuthority(now);
    const { certificate: cert, key } = await issueServerCertificate(authority, ['127.0.0.1'], now);
    const user = { name: 'through-the-proxy' };
    const server = createServer({ cert, key, ca: authority.certificate, requestCert: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await writeKubeconfig(throughProxy, {
      server: `https://127.0.0.1:${port}`,
      authority: authority.certificate,
      user: user.name,
      credentials: await issueClientCertificate(authority, user, now),
    });
    return { proxy: new FaultyProxy(access.server.href, given, server, random), kubeconfig: throughProxy };
  }

  get faults(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  /** Resets every connection. */
  cutAll(): void {
    this.counts.cut += this.#sockets.size;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await this.#dispatcher.destroy();
  }

  async #forward(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of asked) parts.push(part as Buffer);
    const body = parts.length === 0 ? null : Buffer.concat(parts);
    const fault = this.#fault(asked);
    if (fault !== undefined) this.counts[fault] += 1;
    if (fault === 'dropped') return void asked.socket.destroy();
    const leaving = new AbortController();
    response.on('close', () => leaving.abort());
    // What its caller has given up is not passed on: nobody could hold a Redis for a Pod that is created at any later time.
    if (fault === 'delayed') await delay(this.#random.whole(20, 800), undefined, { signal: leaving.signal });
    // The second of them is answered: who asked does not know that there was a first.
    if (fault === 'duplicated') await (await this.#ask(asked, body, leaving.signal)).body.dump();
    const answer = await this.#ask(asked, body, leaving.signal);
    if (fault === 'answerLost') {
      await answer.body.dump();
      return void asked.socket.destroy();
    }
    answer.body.on('error', () => response.destroy());
    const { 'content-length': _, 'transfer-encoding': __, connection: ___, ...headers } = answer.headers;
    response.writeHead(answer.statusCode, headers as Record<string, string>);
    response.flushHeaders();
    const cutAfter = fault === 'cut' ? this.#random.whole(0, 6000) : Number.POSITIVE_INFINITY;
    const pass = fault === 'eventsDuplicated' ? twiceEachLine : asItIs;
    let passed = 0;
    for await (const chunk of pass(answer.body)) {
      if (passed + chunk.length >= cutAfter) {
        // What was said before has to get there first.
        response.write(chunk.subarray(0, cutAfter - passed), () => asked.socket.destroy());
        return;
      }
      passed += chunk.length;
      // A watch that lags behind, for as long as things get lost.
      if (fault === 'delayed' && this.rate > 0) await delay(this.#random.whole(0, 800));
      if (!response.write(chunk)) await once(response, 'drain', { signal: leaving.signal });
    }
    response.end();
  }

  #fault({ method, url = '' }: IncomingMessage): ProxyFault | undefined {
    const isWatch = url.includes('watch=');
    if (this.#random.next() >= this.rate) {
      // Watches are few, and this does not end them.
      return isWatch && this.rate > 0 && this.#random.next() < 0.5 ? 'eventsDuplicated' : undefined;
    }
    return this.#random.oneOf(
      FAULTS.filter(fault => (isWatch ? fault !== 'answerLost' : fault !== 'eventsDuplicated')).filter(
        // To read twice is to read.
        fault => fault !== 'duplicated' || method !== 'GET',
      ),
    );
  }

  async #ask(asked: IncomingMessage, body: Buffer | null, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const { host: _, connection: __, 'content-length': ___, 'accept-encoding': ____, ...headers } = asked.headers;
    return await request(new URL(asked.url ?? '/', this.#target), {
      dispatcher: this.#dispatcher,
      method: (asked.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: headers as Record<string, string>,
      body,
      signal,
    });
  }
}

async function* asItIs(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* body;
}

async function* twiceEachLine(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of body) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf('\n') + 1; end > 0; end = rest.indexOf('\n') + 1) {
      yield Buffer.concat([rest.subarray(0, end), rest.subarray(0, end)]);
      rest = rest.subarray(end);
    }
  }
  yield rest;
}
