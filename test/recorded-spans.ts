// An OpenTelemetry SDK for tests, which keeps the spans.
import { context, propagation, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { hrTimeToMilliseconds, W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { onTestFinished } from 'vitest';

export interface RecordedSpans {
  /** Not registered: it is to be given to what is tested. */
  readonly provider: BasicTracerProvider;
  /** Of the test itself. */
  readonly tracer: Tracer;
  /** Those that have ended, in the order in which they did. */
  readonly all: readonly ReadableSpan[];
  /** The one that has ended with this name. @throws Error when there is none, or another one */
  only(name: string): ReadableSpan;
  named(name: string): readonly ReadableSpan[];
  /** All of them, or those of a trace: each two spaces further in than its parent, in the order in which they began. */
  tree(of?: { readonly traceId: string | undefined }): readonly string[];
}

/** Registers what carries active spans through promises, and what writes `traceparent`, until the test ends. */
export function recordSpans(options: { readonly sampler?: Sampler } = {}): RecordedSpans {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ ...options, spanProcessors: [new SimpleSpanProcessor(exporter)] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  onTestFinished(() => {
    context.disable();
    propagation.disable();
  });
  const named = (name: string) => exporter.getFinishedSpans().filter(span => span.name === name);
  return {
    provider,
    tracer: provider.getTracer('test'),
    get all() {
      return exporter.getFinishedSpans();
    },
    only: name => {
      const [span, ...others] = named(name);
      if (span === undefined || others.length > 0) throw new Error(`${named(name).length} spans are called ${name}`);
      return span;
    },
    named,
    tree: of =>
      treeOf(exporter.getFinishedSpans().filter(span => of === undefined || span.spanContext().traceId === of.traceId)),
  };
}

/** Milliseconds. */
export function durationOf(span: ReadableSpan): number {
  return hrTimeToMilliseconds(span.duration);
}

/** Milliseconds since the epoch. */
export function startOf(span: ReadableSpan): number {
  return hrTimeToMilliseconds(span.startTime);
}

function treeOf(spans: readonly ReadableSpan[]): readonly string[] {
  const ids = new Set(spans.map(span => span.spanContext().spanId));
  const below = (id: string | undefined, depth: number): readonly string[] =>
    spans
      .filter(({ parentSpanContext: parent }) => (parent && ids.has(parent.spanId) ? parent.spanId : undefined) === id)
      .sort((a, b) => startOf(a) - startOf(b))
      .flatMap(span => [`${'  '.repeat(depth)}${span.name}`, ...below(span.spanContext().spanId, depth + 1)]);
  return below(undefined, 0);
}
