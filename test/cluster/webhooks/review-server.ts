// A webhook of a test: an HTTPS server that keeps what it is asked, and answers what the test says.
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { testAuthority } from '../../webhook-world.js';

/** `request` of an AdmissionReview. */
export type ReviewRequest = any;

/** What is answered: a response that allows, with these fields; or any bytes; or nothing, ever. */
export type ReviewAnswer =
  | object
  | { readonly status: number; readonly body: string | Buffer; readonly type?: string; readonly headers?: object }
  | 'nothing';

export interface Asked {
  readonly path: string;
  readonly request: ReviewRequest;
  readonly review: any;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Paths that were not given an answer allow everything. */
export class ReviewServer {
  readonly #server: Server;
  readonly #answers = new Map<string, (request: ReviewRequest) => ReviewAnswer>();
  #asked: Asked[] = [];
  #open = 0;

  private constructor(
    server: Server,
    /** Of the authority that its certificate is from, as PEM. */
    readonly ca: string,
  ) {
    this.#server = server;
  }

  /** Its certificate is for localhost and 127.0.0.1. */
  static async start(): Promise<ReviewServer> {
    const authority = await testAuthority();
    const server = createServer(await authority.issue());
    const reviews = new ReviewServer(server, authority.ca);
    server.on('request', async (request, response) => {
      reviews.#open += 1;
      response.on('close', () => {
        reviews.#open -= 1;
      });
      const review = JSON.parse(await text(request));
      const path = (request.url ?? '').split('?')[0] ?? '';
      reviews.#asked.push({ path: request.url ?? '', request: review.request, review, headers: request.headers });
      const answer = reviews.#answers.get(path)?.(review.request) ?? {};
      if (answer === 'nothing') return;
      const { apiVersion, kind } = review;
      const { status = 200, body, type = 'application/json', headers } = 'body' in answer ? (answer as any) : {};
      const response_ = { uid: review.request.uid, allowed: true, ...answer };
      response.writeHead(status, { 'content-type': type, ...headers });
      response.end(body ?? JSON.stringify({ apiVersion, kind, response: response_ }));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return reviews;
  }

  /** How many questions wait for an answer. */
  get open(): number {
    return this.#open;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Where a path is, for a `clientConfig`. */
  at(path: string): { readonly url: string; readonly caBundle: string } {
    return { url: `https://127.0.0.1:${this.port}${path}`, caBundle: this.caBundle };
  }

  get caBundle(): string {
    return Buffer.from(this.ca).toString('base64');
  }

  answer(path: string, answer: ReviewAnswer | ((request: ReviewRequest) => ReviewAnswer)): void {
    this.#answers.set(path, typeof answer === 'function' ? (answer as () => ReviewAnswer) : () => answer);
  }

  /** What was asked since the last call, in its order. */
  take(): readonly Asked[] {
    const asked = this.#asked;
    this.#asked = [];
    return asked;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

/** The fields of a response with a patch. */
export function patching(...operations: readonly object[]): object {
  const patch = Buffer.from(JSON.stringify(operations)).toString('base64');
  return { patchType: 'JSONPatch', patch };
}
