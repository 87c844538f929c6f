// Paths of the API without what is different for each object.

/**
 * `/api/v1/namespaces/{:namespace}/pods/{:name}/status`, as the spans of the API server itself are named. A path that is none
 * of a resource stays as it is.
 */
export function urlTemplate(path: string): string {
  const match = /^(.*?)(\/api\/[^/]+|\/apis\/[^/]+\/[^/]+)\/(.+)$/.exec(path);
  if (match === null) return path;
  const [, base = '', root = '', rest = ''] = match;
  const segments = rest.split('/');
  // A Namespace is an object itself, and `finalize` and `status` lie below it.
  const isInside =
    segments[0] === 'namespaces' && segments.length > 2 && !NAMESPACE_SUBRESOURCES.includes(segments[2] as string);
  const [resource, name, ...below] = isInside ? segments.slice(2) : segments;
  const parts = [
    `${base}${root}`,
    ...(isInside ? ['namespaces', '{:namespace}'] : []),
    resource,
    ...(name === undefined ? [] : ['{:name}']),
    // What follows `proxy` is a path of somebody else.
    ...below.slice(0, 1),
  ];
  return parts.join('/');
}

const NAMESPACE_SUBRESOURCES: readonly string[] = ['finalize', 'status'];
