// What a span says of an error.
import type { Span } from '@opentelemetry/api';
import { ExplainedError } from '../log/explained-error.js';
import { thrownText } from '../log/thrown-text.js';
import { textWithoutSecrets } from '../log/without-secrets.js';

/** Marks the span as failed, with the class of the error and its message, without secrets. */
export function markFailed({ SpanStatusCode }: typeof import('@opentelemetry/api'), span: Span, error: unknown): void {
  if (!span.isRecording()) return;
  span.setAttribute('error.type', classOf(error));
  span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) });
}

/**
 * Records the error as an exception of that moment. As in the log: one that explains itself is about the world, and its stack
 * says nothing.
 */
export function recordError(span: Span, error: unknown, time: number): void {
  if (!span.isRecording()) return;
  const stack = error instanceof Error && !(error instanceof ExplainedError) ? error.stack : undefined;
  const shownStack = stack === undefined ? {} : { stack: textWithoutSecrets(stack) };
  span.recordException({ name: classOf(error), message: messageOf(error), ...shownStack }, time);
}

function messageOf(error: unknown): string {
  return textWithoutSecrets(thrownText(error));
}

function classOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
