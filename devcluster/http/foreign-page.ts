// Keeps web pages out: a browser would let any site send requests to a server on the loopback interface.
import type { IncomingMessage } from 'node:http';
import { badRequest } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';

/**
 * Refuses what a page of another site makes a browser send. kubectl and client libraries name the server as the kubeconfig
 * does, and say nothing of an origin.
 * @throws StatusError 400, 403
 */
export function refuseForeignPage({ headers, rawHeaders }: Pick<IncomingMessage, 'headers' | 'rawHeaders'>): void {
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host');
  if (hosts.length > 1) throw badRequest('too many Host headers');
  const { host, origin } = headers;
  // HTTP/1.0 may leave it out; browsers do not speak that.
  if (host !== undefined && !isLocalName(hostname(host))) throw foreign(`the host ${JSON.stringify(host)}`);
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw foreign('a page of another site');
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    throw foreign(`the origin ${JSON.stringify(origin)}`);
  }
}

/**
 * Whether a name cannot be one that somebody on the internet made point here, to reach the server as if it were their own
 * site: addresses, names without a dot, and those of domains that are never public.
 */
function isLocalName(name: string): boolean {
  if (/^[\d.]+$/.test(name) || name.startsWith('[') || !name.includes('.')) return true;
  return /\.(localhost|local|internal|svc|test)$/.test(name);
}

function hostname(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}

function foreign(what: string): StatusError {
  const message = `kubewright's development server answers clients of this machine only, and not ${what}`;
  return new StatusError(403, 'Forbidden', message, {});
}
