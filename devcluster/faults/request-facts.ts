// What a request is about, as faults and tests see it.
import type { IncomingMessage } from 'node:http';
import { requestInfo } from '../http/request-info.js';

/** What a client asks for; server-side apply is a `patch`. */
export type RequestVerb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

export const ALL_VERBS: readonly RequestVerb[] = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
];

/** A request, before anything has looked at it. */
export interface RequestFacts {
  readonly verb: RequestVerb;
  /** Empty for the core group, and for what is no resource. */
  readonly group: string;
  /** Such as `v1`; empty for what is no resource. */
  readonly version: string;
  /** The plural, such as `pods`; empty for what is no resource: discovery, OpenAPI, `/version`, ... */
  readonly resource: string;
  /** Such as `status`; empty for the object itself. */
  readonly subresource: string;
  /** Empty for cluster-scoped resources, and across all namespaces. */
  readonly namespace: string;
  /** Empty for collections, and for what is created: its name is in the body. */
  readonly name: string;
  /** What the client calls itself: `kubectl/v1.36.3 (linux/amd64) ...`. */
  readonly userAgent: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Reads the method, the URL and the headers; never throws. */
export function requestFacts(request: IncomingMessage): RequestFacts {
  const { method = 'GET', url = '/', headers } = request;
  const parsed = URL.parse(url, 'http://localhost');
  const path = parsed?.pathname ?? url;
  const query = parsed?.searchParams ?? new URLSearchParams();
  const info = requestInfo(path);
  const common = { userAgent: headers['user-agent'] ?? '', method, path, query };
  if (info.kind === 'other') {
    return { verb: 'get', group: '', version: '', resource: '', subresource: '', namespace: '', name: '', ...common };
  }
  const { group, version, resource, subresource, name } = info;
  const watches = info.watch || TRUE.has(query.get('watch') ?? '');
  return {
    verb: verbOf(method, name !== '', watches),
    group,
    version,
    resource,
    subresource,
    // The path of a Namespace names it, and so it is in none.
    namespace: resource === 'namespaces' ? '' : info.namespace,
    name,
    ...common,
  };
}

const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);

function verbOf(method: string, named: boolean, watches: boolean): RequestVerb {
  switch (method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return named ? 'delete' : 'deletecollection';
    default:
      return watches ? 'watch' : named ? 'get' : 'list';
  }
}
