// What is traced, for those who do it: they know no OpenTelemetry, and hold nothing of this where nothing is traced.

/** Makes the spans of one operator. */
export interface Tracing {
  /** The spans of a controller's reconciles. */
  controller(about: TracedController): ReconcileSpans;
  /** A request begins to be sent. @returns undefined where it is not to be traced */
  request(request: TracedRequest): RequestSpan | undefined;
}

export interface TracedController {
  /** The name of the controller. */
  readonly name: string;
  /** What it reconciles, such as `Redis` of `myapp.tangx.in/v1`. */
  readonly kind: string;
  readonly apiVersion: string;
}

/** For each reconcile three spans: from the event to the end, and in it the wait in the queue and the reconcile itself. */
export interface ReconcileSpans {
  /** A worker takes the key, which has been ready for so many milliseconds. */
  waited(key: string, milliseconds: number): void;
  begin(reconcile: TracedReconcile): ReconcileSpan;
  /** No reconcile of the key is to come: its object is gone, or another replica's. */
  forget(key: string): void;
}

/** What is known of a reconcile when it begins. */
export interface TracedReconcile {
  /** As in the queue. */
  readonly key: string;
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly reconcileId: string;
  /** Why it runs, as texts. Asked for only where the span is kept. */
  readonly causes: () => readonly string[];
}

export interface ReconcileSpan {
  /** Runs the reconcile: spans of what it does are below its own. */
  run<R>(reconcile: () => R): R;
  /** @param outcome as the metrics name it, or `interrupted` by the stop */
  end(outcome: string, error?: unknown): void;
}

/** One attempt of a call. */
export interface TracedRequest {
  readonly method: string;
  /** The address of the API server, with nothing behind the port. */
  readonly server: URL;
  /** Where in the API the request goes, without the query. */
  readonly path: string;
  readonly query: string | undefined;
  /** How many attempts of the same call went before it. */
  readonly resends: number;
}

export interface RequestSpan {
  /** Sends the request, with these headers added to it. What others would trace of that is part of this span already. */
  send<R>(work: (headers: Readonly<Record<string, string>>) => R): R;
  /** The headers of the answer are there. */
  answered(status: number): void;
  failed(error: unknown): void;
}
