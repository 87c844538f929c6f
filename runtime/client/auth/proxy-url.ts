// The address of a proxy.
import { ConfigError } from '../config-error.js';

const SCHEMES = ['http:', 'https:', 'socks5:'];

/**
 * The URL of a proxy that can be used.
 * @param where says in messages who named it
 * @throws ConfigError when it is none; the message does not show the password that may be in it
 */
export function proxyUrl(text: string, where: string): URL {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) {
    throw new ConfigError(`${where} is no URL of a proxy. Write it as http://HOST:PORT`);
  }
  const url = new URL(text);
  if (!SCHEMES.includes(url.protocol) || url.hostname === '') {
    throw new ConfigError(
      `${where} names the proxy ${withoutSecret(url)}: only http://, https:// and socks5:// are known. ` +
        'Write it as http://HOST:PORT',
    );
  }
  return url;
}

/** The address for messages, without name and password. */
export function withoutSecret(url: URL): string {
  return `${url.protocol}//${url.host}`;
}
