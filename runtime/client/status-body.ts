// Reads what a server says in a `metav1.Status`; proxies and extension servers may leave out or misuse any of its fields.
import type { ApiErrorCause } from './api-error.js';

/** A `metav1.Status`, as far as the server sent one. */
export interface StatusBody {
  readonly kind?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly metadata?: { readonly continue?: string };
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly causes?: readonly ApiErrorCause[];
    readonly retryAfterSeconds?: number;
  };
}

/** What of it counts; a field of another type than it should have is as good as none. */
export interface SaidStatus {
  readonly message: string;
  readonly reason: string;
  /** An HTTP status that is a refusal. */
  readonly code: number | undefined;
  readonly causes: readonly ApiErrorCause[];
  readonly name: string | undefined;
  readonly kind: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly continue: string | undefined;
}

export function saidStatus(status: unknown): SaidStatus {
  const { message, reason, code, metadata, details } = fieldsOf(status);
  const { name, kind, causes, retryAfterSeconds } = fieldsOf(details);
  return {
    message: textOf(message) ?? '',
    reason: textOf(reason) ?? '',
    code: typeof code === 'number' && code >= 400 && code <= 599 ? code : undefined,
    causes: Array.isArray(causes) ? causes.map(causeOf) : [],
    name: textOf(name),
    kind: textOf(kind),
    retryAfterSeconds: typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined,
    continue: textOf(fieldsOf(metadata).continue),
  };
}

/** The Status in a text; the text itself when it holds none (an answer of a proxy, say). */
export function parseStatus(text: string): StatusBody | string {
  try {
    const value = JSON.parse(text) as unknown;
    if (fieldsOf(value).kind === 'Status') return value as StatusBody;
  } catch {
    // Not JSON, so not a Status: the caller shows the text.
  }
  return text;
}

function causeOf(cause: unknown): ApiErrorCause {
  const { reason, message, field } = fieldsOf(cause);
  return Object.fromEntries(
    Object.entries({ reason, message, field }).filter(([, value]) => textOf(value) !== undefined),
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
