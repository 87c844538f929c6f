// The spans of an operator, made with the API of OpenTelemetry.
import type { Tracer } from '@opentelemetry/api';
import type { Clock } from '../clock/clock.js';
import { OpenTelemetryReconciles } from './reconcile-spans.js';
import { beginRequest } from './request-spans.js';
import type { ReconcileSpans, RequestSpan, TracedController, TracedRequest, Tracing } from './tracing.js';
import type { TracingOptions } from './tracing-options.js';

type Api = typeof import('@opentelemetry/api');

export class OpenTelemetryTracing implements Tracing {
  readonly #api: Api;
  readonly #tracer: Tracer;
  readonly #options: TracingOptions;
  readonly #clock: Clock;

  constructor(api: Api, tracer: Tracer, options: TracingOptions, clock: Clock) {
    this.#api = api;
    this.#tracer = tracer;
    this.#options = options;
    this.#clock = clock;
  }

  controller(about: TracedController): ReconcileSpans {
    return new OpenTelemetryReconciles(this.#api, this.#tracer, this.#clock, about);
  }

  request(request: TracedRequest): RequestSpan | undefined {
    const { allRequests = false, propagate = true } = this.#options;
    const { context, trace } = this.#api;
    if (!allRequests && trace.getSpan(context.active()) === undefined) return undefined;
    return beginRequest(this.#api, this.#tracer, request, propagate);
  }
}
