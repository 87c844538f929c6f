// What a user may say about traces.

/** With OpenTelemetry: the package `@opentelemetry/api`, and an SDK that keeps the spans. */
export interface TracingOptions {
  /**
   * Tells the API server to which trace a request belongs, in the header `traceparent`; default true. It needs a propagator,
   * which SDKs register.
   */
  readonly propagate?: boolean;
  /**
   * Also requests that no span is active for: lists and watches of the cache, renewals of a Lease ... Each is a trace of its
   * own. Default false: requests of reconciles, and of what a user has a span for.
   */
  readonly allRequests?: boolean;
  /** Where spans are made; default: the provider that is registered with the API when the manager runs. */
  readonly tracerProvider?: TracerProviderLike;
}

/** As much of a `TracerProvider` as is needed; its tracers are those of OpenTelemetry. */
export interface TracerProviderLike {
  getTracer(name: string, version?: string): object;
}
