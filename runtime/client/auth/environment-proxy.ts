// The proxy that the environment names, as Go reads it (golang.org/x/net/http/httpproxy).
import { BlockList, isIP } from 'node:net';
import { proxyUrl } from './proxy-url.js';

const LOOPBACK = blockList(list => {
  list.addSubnet('127.0.0.0', 8, 'ipv4');
  list.addAddress('::1', 'ipv6');
});

/**
 * The proxy on the way to `server`: of `HTTPS_PROXY` or `HTTP_PROXY`, unless `NO_PROXY` takes the server out; each also in
 * small letters. `localhost` and its addresses never have one.
 * @throws ConfigError when the variable is no URL of a proxy
 */
export function environmentProxy(server: URL, env: NodeJS.ProcessEnv): URL | undefined {
  const name = server.protocol === 'http:' ? 'HTTP_PROXY' : 'HTTPS_PROXY';
  const text = variable(env, name);
  if (text === undefined || !needsProxy(server, variable(env, 'NO_PROXY') ?? '')) return undefined;
  return proxyUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`, `the environment variable ${name}`);
}

function variable(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name] || env[name.toLowerCase()] || undefined;
}

function needsProxy(server: URL, noProxy: string): boolean {
  const host = server.hostname.replace(/^\[(.*)\]$/, '$1');
  if (host === 'localhost' || holds(LOOPBACK, host)) return false;
  const port = server.port || (server.protocol === 'http:' ? '80' : '443');
  const entries = noProxy.split(',').map(entry => entry.trim().toLowerCase());
  return !entries.some(entry => entry !== '' && takesOut(entry, host, port));
}

/** `*`, a network, an address or a domain; the last two also with a port. */
function takesOut(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const network = /^([^/]+)\/(\d+)$/.exec(entry);
  if (network?.[1] && isIP(network[1])) return isIP(host) !== 0 && inNetwork(host, network[1], Number(network[2]));
  const [name, onlyPort] = withoutPort(entry);
  if (name === '' || (onlyPort !== undefined && onlyPort !== port)) return false;
  if (isIP(name)) return isIP(host) !== 0 && inNetwork(host, name, isIP(name) === 4 ? 32 : 128);
  if (isIP(host)) return false;
  // A domain means its hosts too; with a dot or `*.` before it, only those.
  const domain = name.replace(/^\*\./, '.');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

/** `host:port`, `[address]:port`, or either without its port. An IPv6 address without brackets has none. */
function withoutPort(entry: string): [name: string, port: string | undefined] {
  const [, bracketed, plain, port] = /^(?:\[(.*)\]|([^:]*))(?::(\d*))?$/.exec(entry) ?? [];
  return [bracketed ?? plain ?? entry, port];
}

function inNetwork(address: string, network: string, prefix: number): boolean {
  const family = isIP(network) === 4 ? 'ipv4' : 'ipv6';
  if (prefix > (family === 'ipv4' ? 32 : 128)) return false;
  return holds(
    blockList(list => list.addSubnet(network, prefix, family)),
    address,
  );
}

function holds(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

function blockList(fill: (list: BlockList) => void): BlockList {
  const list = new BlockList();
  fill(list);
  return list;
}
