// What a log line keeps of an error.
import { ExplainedError } from './explained-error.js';

/** Deeper causes are left out: they say little, and a chain may be endless. */
const DEEPEST_CAUSE = 10;

/**
 * What errors of this project and of Node say beside their message. A list, not every property: other errors carry
 * requests, sockets and credentials.
 */
const TOLD = ['status', 'reason', 'code', 'causes'] as const;

/** What is kept, by the names under which it is kept. */
export const ERROR_FIELDS: readonly string[] = ['name', 'message', ...TOLD, 'stack', 'cause', 'errors'];

/**
 * The name, the message, the stack and the causes of an error as plain values, with the status and the reason of an
 * `ApiError` and the code of a system error. The errors inside an `AggregateError` are `errors`. An `ExplainedError`, and
 * what has caused it, has no stack unless `everyStack` says so. Never throws.
 */
export function errorFields(error: Error, everyStack = false): Record<string, unknown> {
  return fieldsOf(error, everyStack ? 'every' : 'unexplained', 0);
}

function fieldsOf(error: Error, stacks: 'every' | 'unexplained' | 'none', depth: number): Record<string, unknown> {
  const kept = stacks === 'unexplained' && error instanceof ExplainedError ? 'none' : stacks;
  const fields: Record<string, unknown> = {};
  const keep = (name: string, read: () => unknown): void => {
    try {
      const value = read();
      if (value !== undefined) fields[name] = value;
    } catch (failure) {
      fields[name] = unreadable(failure);
    }
  };
  const nested = (cause: unknown): unknown => {
    if (!(cause instanceof Error)) return cause;
    return depth < DEEPEST_CAUSE ? fieldsOf(cause, kept, depth + 1) : '[deeper causes are left out]';
  };

  keep('name', () => error.name);
  keep('message', () => error.message);
  for (const name of TOLD) keep(name, () => (error as { readonly [K in typeof name]?: unknown })[name]);
  if (kept !== 'none') keep('stack', () => error.stack);
  keep('cause', () => nested(error.cause));
  keep('errors', () => (error instanceof AggregateError ? error.errors.map(nested) : undefined));
  return fields;
}

/** Stands where a value would, of which reading has thrown. */
export function unreadable(failure: unknown): string {
  try {
    return `[unreadable: ${failure}]`;
  } catch {
    return '[unreadable]';
  }
}
