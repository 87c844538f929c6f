// A way through a proxy.
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { getCACertificates } from 'node:tls';
import { linkedController } from '../clock/linked-controller.js';
import { ExplainedError } from '../log/explained-error.js';
import { thrownText } from '../log/thrown-text.js';
import type { TlsMaterial } from './access.js';
import { withoutSecret } from './auth/proxy-url.js';

/** For all that has to be said with the proxy; the time that client-go gives a connection. Milliseconds. */
const PATIENCE = 30_000;

/** Where to go. An IPv6 address stands without brackets. */
export interface TunnelEnd {
  readonly hostname: string;
  readonly port: number;
}

/**
 * Connects to the end through an `http:`, `https:` or `socks5:` proxy, with the name and password in its URL.
 * @param tls what the server is checked with: the authorities count for an `https:` proxy beside the well-known ones
 * @throws ProxyError when the proxy cannot be reached, refuses, or says nothing for 30 s
 */
export async function tunnel(proxy: URL, end: TunnelEnd, tls: TlsMaterial, closing: AbortSignal): Promise<Socket> {
  const { signal, abort, release } = linkedController(closing);
  const timer = setTimeout(() => abort(), PATIENCE);
  const socket = proxy.protocol === 'socks5:' ? socksTunnel(proxy, end) : httpTunnel(proxy, end, tls, signal);
  try {
    return await orAbort(socket, signal);
  } catch (cause) {
    if (closing.aborted) throw cause;
    const slow = signal.aborted ? new Error(`it has said nothing for ${PATIENCE / 1000} s`) : cause;
    throw cause instanceof ProxyError ? cause : new ProxyError(proxy, slow, signal.aborted ? 'ETIMEDOUT' : undefined);
  } finally {
    clearTimeout(timer);
    release();
  }
}

/** A proxy did not let a connection through. */
class ProxyError extends ExplainedError {
  readonly code: string | undefined;

  constructor(proxy: URL, cause: unknown, code = codeOf(cause)) {
    const why = thrownText(cause) || codeOf(cause);
    super(`the proxy ${withoutSecret(proxy)}: ${why}${nextStep(why)}`, { cause });
    this.code = code;
  }
}

function codeOf(cause: unknown): string | undefined {
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function httpTunnel(proxy: URL, end: TunnelEnd, tls: TlsMaterial, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const host = `${end.hostname.includes(':') ? `[${end.hostname}]` : end.hostname}:${end.port}`;
    const pair = credentialsOf(proxy);
    const request = (proxy.protocol === 'https:' ? https : http).request({
      host: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: host,
      headers: {
        host,
        ...(pair && { 'proxy-authorization': `Basic ${Buffer.from(pair.join(':')).toString('base64')}` }),
      },
      agent: false,
      signal,
      ...proxyTrust(tls),
    });
    request.once('connect', ({ statusCode, statusMessage }, socket: Socket, head) => {
      if (statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(new ProxyError(proxy, `it answers ${statusCode} ${statusMessage}`));
    });
    request.on('error', reject);
    request.end();
  });
}

/** How an `https:` proxy is checked, on the way to a server that is checked with this. */
export function proxyTrust({ ca, rejectUnauthorized = true }: TlsMaterial): {
  readonly ca?: string[];
  readonly rejectUnauthorized: boolean;
} {
  return { rejectUnauthorized, ...(ca !== undefined && { ca: [...getCACertificates('default'), ca] }) };
}

function nextStep(why: string | undefined): string {
  const place = 'in proxy-url, or in HTTPS_PROXY';
  return why?.startsWith('it answers 407')
    ? `. Is http://NAME:PASSWORD@HOST:PORT right ${place}?`
    : `. Is it right ${place}?`;
}

async function socksTunnel(proxy: URL, end: TunnelEnd): Promise<Socket> {
  const { SocksClient } = await import('socks');
  const [userId, password] = credentialsOf(proxy) ?? [];
  const connection = SocksClient.createConnection({
    proxy: {
      host: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(proxy.port || 1080),
      type: 5,
      ...(userId !== undefined && password !== undefined && { userId, password }),
    },
    command: 'connect',
    destination: { host: end.hostname, port: end.port },
    timeout: PATIENCE,
  });
  try {
    return (await connection).socket;
  } catch (error) {
    // Its own errors hold all of its options, the password among them.
    throw Object.assign(new Error(thrownText(error)), { code: codeOf(error) });
  }
}

function credentialsOf({ username, password }: URL): [name: string, password: string] | undefined {
  return username === '' ? undefined : [decodeURIComponent(username), decodeURIComponent(password)];
}

/** A connection that comes too late is closed. */
function orAbort(coming: Promise<Socket>, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      coming.then(socket => socket.destroy()).catch(() => {});
      reject(signal.reason);
    };
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    coming.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
