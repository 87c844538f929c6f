// A request of a scenario, as it goes over the wire.
import type { Body, Request } from './scenario.js';

/** What is sent. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const PATCHES: Readonly<Record<string, string>> = {
  JSON: 'application/json-patch+json',
  MERGE: 'application/merge-patch+json',
  STRATEGIC: 'application/strategic-merge-patch+json',
  APPLY: 'application/apply-patch+yaml',
};

/** @param fill puts values for the words in braces */
export function wireRequest(
  request: Request,
  body: Body | undefined,
  headers: Readonly<Record<string, string>>,
  fill: (text: string) => string,
): WireRequest {
  const [word = '', path = ''] = request.split(/ (.*)/s);
  const contentType = PATCHES[word] ?? 'application/json';
  return {
    method: word in PATCHES ? 'PATCH' : word,
    path: fill(fullPath(path)),
    headers: { accept: '*/*', ...(body !== undefined && { 'content-type': contentType }), ...headers },
    ...(body !== undefined && { body: wireBody(body, fill) }),
  };
}

/** How the request stands in a recording. */
export function askedText(request: Request): string {
  const [word = '', path = ''] = request.split(/ (.*)/s);
  return `${word in PATCHES ? `PATCH (${PATCHES[word]})` : word} ${fullPath(path).replaceAll('{ns}', 'NAMESPACE')}`;
}

function fullPath(path: string): string {
  if (path.startsWith('/')) return path;
  const [, group, version, rest] = /^([^/?]+)\/(v\d\w*)\/(.*)$/s.exec(path) ?? [];
  return group === undefined ? `/api/v1/namespaces/{ns}/${path}` : `/apis/${group}/${version}/namespaces/{ns}/${rest}`;
}

function wireBody(body: Body, fill: (text: string) => string): string | Uint8Array {
  if (body instanceof Uint8Array) return body;
  return fill(typeof body === 'string' ? body : JSON.stringify(body));
}
