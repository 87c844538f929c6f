// The spans of reconciles. A key that waits and is worked on later is what OpenTelemetry calls a consumer of messages: each
// reconcile is a trace of its own, and links lead back to the run that has asked for this one.
import type { Attributes, Link, Span, SpanContext, Tracer } from '@opentelemetry/api';
import type { Clock } from '../clock/clock.js';
import { markFailed, recordError } from './span-error.js';
import type { ReconcileSpan, ReconcileSpans, TracedController, TracedReconcile } from './tracing.js';

type Api = typeof import('@opentelemetry/api');

export class OpenTelemetryReconciles implements ReconcileSpans {
  readonly #api: Api;
  readonly #tracer: Tracer;
  readonly #clock: Clock;
  readonly #about: TracedController;
  /** How long the keys waited that workers have taken. */
  readonly #waits = new Map<string, number>();
  /** The run of a key that has led to its next one. */
  readonly #former = new Map<string, SpanContext>();

  constructor(api: Api, tracer: Tracer, clock: Clock, about: TracedController) {
    this.#api = api;
    this.#tracer = tracer;
    this.#clock = clock;
    this.#about = about;
  }

  waited(key: string, milliseconds: number): void {
    this.#waits.set(key, milliseconds);
  }

  forget(key: string): void {
    this.#waits.delete(key);
    this.#former.delete(key);
  }

  begin(reconcile: TracedReconcile): ReconcileSpan {
    const { key } = reconcile;
    const { ROOT_CONTEXT, SpanKind, context, trace } = this.#api;
    const { name } = this.#about;
    const taken = this.#clock.now();
    const ready = taken - (this.#waits.get(key) ?? 0);
    const links: Link[] = [];
    const former = this.#former.get(key);
    if (former !== undefined) links.push({ context: former });
    this.#waits.delete(key);
    this.#former.delete(key);
    const options = { kind: SpanKind.CONSUMER, startTime: ready, attributes: this.#attributes(reconcile), links };
    const whole = this.#tracer.startSpan(`process ${name}`, options, ROOT_CONTEXT);
    if (whole.isRecording()) whole.setAttribute('kubewright.reconcile.causes', [...reconcile.causes()]);
    const below = trace.setSpan(ROOT_CONTEXT, whole);
    this.#tracer.startSpan(`queue ${name}`, { startTime: ready }, below).end(taken);
    const own = this.#tracer.startSpan(`reconcile ${name}`, { startTime: taken }, below);
    const inside = trace.setSpan(context.active(), own);
    const started = this.#clock.monotonic();
    return {
      run: work => context.with(inside, work),
      end: (outcome, error) => {
        const end = taken + this.#clock.monotonic() - started;
        if (outcome === 'error' || outcome === 'requeue_after') this.#remember(key, own);
        if (outcome === 'error') recordError(own, error, end);
        for (const span of [own, whole]) {
          span.setAttribute('kubewright.reconcile.outcome', outcome);
          if (outcome === 'error') markFailed(this.#api, span, error);
          span.end(end);
        }
      },
    };
  }

  #remember(key: string, run: Span): void {
    if (run.isRecording()) this.#former.set(key, run.spanContext());
  }

  #attributes({ namespace, name, reconcileId }: TracedReconcile): Attributes {
    const { name: controller, kind, apiVersion } = this.#about;
    return {
      'kubewright.controller': controller,
      'kubewright.reconcile.id': reconcileId,
      'k8s.object.api_version': apiVersion,
      'k8s.object.kind': kind,
      'k8s.object.name': name,
      ...(namespace !== undefined && { 'k8s.namespace.name': namespace }),
    };
  }
}
