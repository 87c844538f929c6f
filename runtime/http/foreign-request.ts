// Keeps web pages out of servers on the loopback interface: a browser would let any site send requests there.
import type { IncomingMessage } from 'node:http';
import type { HttpAnswer } from './http-runnable.js';

/** Names that nobody on the internet can have resolved to the machine of somebody else. */
const LOCAL_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * The refusal of a request that a page of another site makes a browser send, be it under a name of its own that it had
 * resolved to this machine (DNS rebinding). Undefined for all others: command lines, and pages of the server itself.
 */
export function foreignRequest({ headers }: Pick<IncomingMessage, 'headers'>): HttpAnswer | undefined {
  const { host = '', origin } = headers;
  if (!LOCAL_HOST.test(host)) return { status: 403, body: 'ask localhost or 127.0.0.1\n' };
  const site = headers['sec-fetch-site'];
  const isOther = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (isOther || (origin !== undefined && origin !== `http://${host}`)) {
    return { status: 403, body: 'pages of other sites are not answered\n' };
  }
  return undefined;
}
