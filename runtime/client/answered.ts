// What API servers answer with: objects, lists, and Status.
import { apiVersionOf, type KindInfo } from '../../decorators/kind.js';
import type { List } from './client.js';

/** An object, a list or a Status, as it came. */
export interface Answered {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: object;
  /** Of a Status. */
  readonly status?: unknown;
  /** Null where a server written in Go has none. */
  readonly items?: unknown;
}

/** @throws Error for a text that is no object of JSON */
export function objectIn(text: string, contentType: unknown): Answered {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const form = typeof contentType === 'string' && !contentType.includes('json') ? ` but ${contentType}` : '';
    throw new Error(`the answer is not JSON${form}: is this an API server?`, { cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Error('the answer is no object of JSON: is this an API server?');
}

/** A kind of somebody's own may be called Status too. */
export function isStatus({ apiVersion, kind }: Answered): boolean {
  return kind === 'Status' && (apiVersion ?? 'v1') === 'v1';
}

/**
 * The list, whose items say what they are: those of core kinds come without apiVersion and kind, since the list says it once
 * for all.
 * @throws Error when it is none
 */
export function listOf<T>(info: KindInfo, { kind, metadata, items, ...rest }: Answered): List<T> {
  const isEmpty = items === null || (items === undefined && typeof kind === 'string' && kind.endsWith('List'));
  if (!isEmpty && !Array.isArray(items)) throw new Error('the answer is not a list: it has no items');
  const objects = isEmpty ? [] : (items as Answered[]);
  for (const [at, item] of objects.entries()) {
    if (typeof item !== 'object' || item === null) throw new Error(`items[${at}] of the answer is no object`);
    objects[at] = info.metadataOnly ? metadataAlone(info, item) : withKindSaid(info, item);
  }
  // Some extension servers say nothing of the list itself.
  const said = { resourceVersion: '', ...metadata };
  const list = info.metadataOnly
    ? { metadata: said, items: objects }
    : { ...rest, kind, metadata: said, items: objects };
  return list as unknown as List<T>;
}

/** The metadata of an object under the names of its own kind; a Status stays as it is. */
export function metadataAlone(kind: KindInfo, answer: Answered): Answered {
  if (isStatus(answer)) return answer;
  return { apiVersion: apiVersionOf(kind), kind: kind.kind, ...(answer.metadata && { metadata: answer.metadata }) };
}

function withKindSaid(info: KindInfo, item: Answered): Answered {
  const said = item as { apiVersion?: unknown; kind?: unknown };
  said.apiVersion ??= apiVersionOf(info);
  said.kind ??= info.kind;
  return item;
}
