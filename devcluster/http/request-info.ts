// What a request is about, by its method and path.

/** A request for a resource, or for anything else. */
export type RequestInfo =
  | { readonly kind: 'other'; readonly path: string }
  | {
      readonly kind: 'resource';
      readonly path: string;
      /** Empty for the core group. */
      readonly group: string;
      readonly version: string;
      readonly resource: string;
      /** Empty for cluster-scoped resources, and for requests across namespaces. */
      readonly namespace: string;
      /** Whether the path is one in a namespace, which that of the Namespace itself is not. */
      readonly inNamespace: boolean;
      /** Empty for the collection. */
      readonly name: string;
      readonly subresource: string;
      /** What follows the subresource. */
      readonly rest: readonly string[];
      /** Whether it is one of the old paths with `watch/` in them. */
      readonly watch: boolean;
    };

/** Reads `/api/v1/...` and `/apis/GROUP/VERSION/...`; everything else is something else. */
export function requestInfo(path: string): RequestInfo {
  const other = { kind: 'other', path } as const;
  // Only the slash at the end says nothing: a namespace may be empty, which means all of them.
  const parts = path.replace(/\/$/, '').slice(1).split('/');
  const prefix = parts.shift();
  if (prefix !== 'api' && prefix !== 'apis') return other;
  const group = prefix === 'api' ? '' : parts.shift();
  const version = parts.shift();
  if (group === undefined || version === undefined || parts.length === 0) return other;
  if (group === '' && prefix === 'apis') return other;
  // A slash is a slash, however it is written.
  const decoded = parts.flatMap(part => decodedPart(part).split('/'));
  const watch = decoded[0] === 'watch';
  if (watch) decoded.shift();
  if (decoded.length === 0) return other;
  return { kind: 'resource', path, group, version, ...place(decoded), watch };
}

const NAMESPACE_SUBRESOURCES = ['status', 'finalize'];

function place(parts: readonly string[]) {
  const [first = '', second = '', third, ...further] = parts;
  const isNamespaced = first === 'namespaces' && third !== undefined && !NAMESPACE_SUBRESOURCES.includes(third);
  if (!isNamespaced) {
    const namespace = first === 'namespaces' ? second : '';
    return { resource: first, namespace, inNamespace: false, name: second, subresource: third ?? '', rest: further };
  }
  const [name = '', subresource = '', ...rest] = further;
  return { resource: third, namespace: second, inNamespace: true, name, subresource, rest };
}

function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
