// What a fault is, and which requests it strikes.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock/clock.js';
import type { RequestFacts, RequestVerb } from './request-facts.js';

/** Something that goes wrong with requests of the verbs `V`. */
export interface Fault<out V extends RequestVerb = RequestVerb> {
  /** The verbs of the requests that it can strike. */
  readonly verbs: readonly V[];
  /**
   * Does its harm to one request. `proceed` hands the request on, to the next fault or to the server; it is called once,
   * or not at all. What this resolves to, or when, is of no matter to the client.
   */
  readonly inflict: (exchange: Exchange, proceed: () => Promise<void>) => Promise<void> | void;
}

/** One request with its response, and what a fault may use. */
export interface Exchange {
  readonly facts: RequestFacts;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The time of the cluster. */
  readonly clock: Clock;
  /** Aborts when the fault is taken away: what it holds back is let go. */
  readonly removed: AbortSignal;
  /** Writes the object of the request as it is, under a new resourceVersion. Does nothing when it is not there. */
  readonly touch: () => void;
}

/** Which requests a fault strikes: those that all of it fits. Each text is the whole value, not a part of it. */
export type FaultOptions<V extends RequestVerb = RequestVerb> = FaultTarget<V> & (Surely | Sometimes);

export interface FaultTarget<V extends RequestVerb = RequestVerb> {
  /** Default: all that the fault can strike. */
  readonly verb?: V | readonly V[];
  /** The API group; empty for the core group. Default: any. */
  readonly group?: string;
  /** The plural, such as `pods`. Default: any, and what is no resource. */
  readonly resource?: string;
  /** Such as `status`; empty for the object itself only. Default: any. */
  readonly subresource?: string;
  /** Empty for cluster-scoped resources and across all namespaces. Default: any. */
  readonly namespace?: string;
  /** What is created has its name in the body: it has none here. Default: any. */
  readonly name?: string;
  /** A part of what the client calls itself. Default: any. */
  readonly userAgent?: string | RegExp;
  /** Whatever else must be so. */
  readonly when?: (request: RequestFacts) => boolean;
  /** How many requests it strikes; then it is spent. Default: all. */
  readonly times?: number;
}

/** Strikes each request that fits. */
interface Surely {
  readonly probability?: never;
  readonly seed?: never;
}

/** Strikes some of the requests that fit. */
interface Sometimes {
  /** From 0 to 1. */
  readonly probability: number;
  /** With the same seed the same of the requests that fit are struck, by their order. Default: 1. */
  readonly seed?: number;
}
