import { describe, expect, test } from 'vitest';
import { ConfigError } from '../config-error.js';
import { environmentProxy } from './environment-proxy.js';

const proxied = (server: string, env: NodeJS.ProcessEnv) => environmentProxy(new URL(server), env)?.href;

describe('the proxy of the environment', () => {
  test.each<[string, NodeJS.ProcessEnv, string | undefined]>([
    ['https://api.example', {}, undefined],
    ['https://api.example', { HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128/'],
    ['https://api.example', { https_proxy: 'http://p:3128' }, 'http://p:3128/'],
    ['https://api.example', { HTTPS_PROXY: 'http://a', https_proxy: 'http://b' }, 'http://a/'],
    ['https://api.example', { HTTPS_PROXY: '', https_proxy: 'http://b' }, 'http://b/'],
    ['https://api.example', { HTTPS_PROXY: 'p:3128' }, 'http://p:3128/'],
    ['https://api.example', { HTTPS_PROXY: 'socks5://p' }, 'socks5://p'],
    ['https://api.example', { HTTPS_PROXY: 'https://n:w@p' }, 'https://n:w@p/'],
    ['https://api.example', { HTTP_PROXY: 'http://p' }, undefined],
    ['http://api.example', { HTTP_PROXY: 'http://p', HTTPS_PROXY: 'http://s' }, 'http://p/'],
    ['https://localhost:6443', { HTTPS_PROXY: 'http://p' }, undefined],
    ['https://127.0.0.2:6443', { HTTPS_PROXY: 'http://p' }, undefined],
    ['https://[::1]:6443', { HTTPS_PROXY: 'http://p' }, undefined],
  ])('to %s with %o is %s', (server, env, expected) => {
    expect(proxied(server, env)).toBe(expected);
  });

  // What golang.org/x/net/http/httpproxy answers.
  test.each<[noProxy: string, out: string[], not: string[]]>([
    ['*', ['https://api.example', 'https://10.0.0.1'], []],
    ['other, *', ['https://api.example'], []],
    [
      'api.example',
      ['https://api.example', 'https://api.example:6443', 'https://a.api.example'],
      ['https://xapi.example'],
    ],
    ['API.Example', ['https://api.example'], []],
    ['.example', ['https://api.example'], ['https://example']],
    ['*.example', ['https://api.example', 'https://a.b.example'], ['https://example']],
    ['api.example:6443', ['https://api.example:6443'], ['https://api.example', 'https://api.example:8443']],
    ['api.example:443', ['https://api.example'], []],
    ['.example:6443', ['https://a.example:6443'], ['https://a.example']],
    ['10.0.0.0/8', ['https://10.1.2.3:6443'], ['https://11.0.0.1', 'https://api.example']],
    ['fd00::/8', ['https://[fd00::1]'], ['https://[fe00::1]', 'https://10.0.0.1']],
    ['10.0.0.1', ['https://10.0.0.1', 'https://10.0.0.1:6443'], ['https://10.0.0.2']],
    ['10.0.0.1:6443', ['https://10.0.0.1:6443'], ['https://10.0.0.1']],
    ['fd00::1', ['https://[fd00::1]:6443', 'https://[fd00:0::1]'], ['https://[fd00::2]']],
    ['[fd00::1]:6443', ['https://[fd00::1]:6443'], ['https://[fd00::1]']],
    [' a , ,b.example ', ['https://a', 'https://b.example'], ['https://c']],
    ['10.0.0.0/33, :6443, a b', [], ['https://10.0.0.1:6443']],
    ['0.0.1', [], ['https://10.0.0.1']],
  ])('NO_PROXY=%s takes out %j, and not %j', (NO_PROXY, out, not) => {
    const env = { HTTPS_PROXY: 'http://p', NO_PROXY };
    expect(out.filter(server => proxied(server, env) !== undefined)).toEqual([]);
    expect(not.filter(server => proxied(server, env) === undefined)).toEqual([]);
  });

  test.each(['ftp://name:SECRET@p', 'http://', 'http://name:SECRET@[p'])(
    '%s is refused, without its secret',
    HTTPS_PROXY => {
      const read = () => proxied('https://api.example', { HTTPS_PROXY });
      expect(read).toThrow(ConfigError);
      expect(read).toThrow('the environment variable HTTPS_PROXY');
      expect(read).not.toThrow('SECRET');
    },
  );
});
