// The path and the query of a request line, as they came: nothing is resolved, so `..` is a name like any other.
import { badRequest } from '../object/refusals.js';

export interface RequestTarget {
  /** Begins with a slash, and is still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** @param target a path, or a whole URL, whose host does not matter @throws StatusError 400 when it is neither */
export function requestTarget(target: string): RequestTarget {
  const local = target.replace(/^https?:\/\/[^/?]*/i, '');
  const [path = '', query = ''] = split(local === '' ? '/' : local);
  // Go refuses such a request before anybody sees it.
  if (!path.startsWith('/') || /%(?![0-9a-f]{2})/i.test(path)) throw badRequest('the URL of the request is malformed');
  return { path, query: new URLSearchParams(readablePairs(query)) };
}

/** Go leaves out what it cannot read. */
function readablePairs(query: string): string {
  return query
    .split('&')
    .filter(pair => !/%(?![0-9a-f]{2})|;/i.test(pair))
    .join('&');
}

function split(target: string): readonly string[] {
  const mark = target.indexOf('?');
  return mark === -1 ? [target] : [target.slice(0, mark), target.slice(mark + 1)];
}
