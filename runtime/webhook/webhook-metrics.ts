// What the webhook server counts, with the meanings and names that the metrics of controller-runtime have.
import { X509Certificate } from 'node:crypto';
import type { AdmissionOutcome } from './admission-response.js';

/** Is told of each request when it has been answered. */
export interface WebhookObserver {
  answered?(webhook: string, milliseconds: number): void;
}

/** Of the server, by path. Requests for paths where nothing is served are not counted: anybody can make them up. */
export class WebhookServerMetrics {
  readonly #requests = new Map<string, Map<number, number>>();
  readonly #inFlight = new Map<string, number>();
  #certificateExpiry: number | undefined;

  /** By path, and by the status of HTTP: a write that is refused is answered with 200 like any other. */
  get requests(): ReadonlyMap<string, ReadonlyMap<number, number>> {
    return this.#requests;
  }

  /** By path: those that are being answered. */
  get inFlight(): ReadonlyMap<string, number> {
    return this.#inFlight;
  }

  /** Of the certificate in use, in milliseconds since the epoch; undefined before there is one. */
  get certificateExpiry(): number | undefined {
    return this.#certificateExpiry;
  }

  /** Called by the server, as the following are. The likely ones are there from the start, so that rates can be made of them. */
  serves(path: string): void {
    this.#requests.set(path, new Map([200, 500].map(code => [code, 0])));
    this.#inFlight.set(path, 0);
  }

  /** @param cert PEM; of several certificates the first one counts */
  uses(cert: string): void {
    this.#certificateExpiry = new X509Certificate(cert).validToDate.getTime();
  }

  began(path: string): void {
    this.#inFlight.set(path, (this.#inFlight.get(path) ?? 0) + 1);
  }

  ended(path: string, code: number): void {
    this.#inFlight.set(path, (this.#inFlight.get(path) ?? 0) - 1);
    const codes = this.#requests.get(path);
    codes?.set(code, (codes.get(code) ?? 0) + 1);
  }
}

/** Of one admission webhook. */
export class AdmissionMetrics {
  allowed = 0;
  /** What the method refused, and what could not be asked or answered. */
  denied = 0;
  /** Methods that threw, or answered what is no answer. */
  failed = 0;
  /** Those of the failures that look like a mistake in the program: what panics are in Go. */
  panics = 0;

  count({ allowed }: AdmissionOutcome): void {
    if (allowed) this.allowed += 1;
    else this.denied += 1;
  }
}
