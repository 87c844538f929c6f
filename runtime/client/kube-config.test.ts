import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RecordedLog } from '../../test/recorded-log.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { Credentials } from './access.js';
import { ConfigError } from './config-error.js';
import { loadAccess } from './kube-config.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubewright-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file of that text (or YAML) and answers its path. */
function file(content: unknown, name?: string): string {
  const text = typeof content === 'string' ? content : dump(content);
  const path = join(folder, name ?? createHash('sha256').update(text).digest('hex'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function config(user: object = {}, cluster: object = {}, context: object = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'k', user: 'u', ...context } }],
    clusters: [{ name: 'k', cluster: { server: 'https://127.0.0.1:6443', ...cluster } }],
    users: [{ name: 'u', user }],
  };
}

const PLUGIN_API = 'client.authentication.k8s.io/v1';
const pair = { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') };

function plugin(command: string, ...args: string[]): object {
  return { apiVersion: PLUGIN_API, command, args, interactiveMode: 'Never' };
}

const load = (content: unknown, context?: string) => loadAccess({ kubeconfig: file(content), context }, { env: {} });

describe('what a kubeconfig says', () => {
  test('server, user and namespace of the context', async () => {
    const access = await load(config({}, { server: 'https://gate.example/k8s/c-1' }, { namespace: 'team' }));
    expect(access).toMatchObject({ user: 'u', namespace: 'team', proxy: undefined });
    expect(access.server.href).toBe('https://gate.example/k8s/c-1');
    expect((await load(config())).namespace).toBe('default');
  });

  test('certificates, from the text and from files beside the kubeconfig', async () => {
    file('CA', 'ca.pem');
    const access = await load(config(pair, { 'certificate-authority': 'ca.pem', 'tls-server-name': 'api' }));
    expect(await access.credentials()).toEqual({
      headers: {},
      tls: { ca: 'CA', cert: 'CERT', key: 'KEY', servername: 'api', rejectUnauthorized: undefined },
    });
  });

  test('files that are rotated are seen within a minute, and at once when the server has refused what they said', async () => {
    const names = ['ca', 'cert', 'key', 'token'];
    const write = (text: string) => names.forEach(name => void file(`${text}-${name}\n`, `rotated-${name}`));
    write('1');
    const clock = new FakeClock();
    const user = { 'client-certificate': 'rotated-cert', 'client-key': 'rotated-key', tokenFile: 'rotated-token' };
    const kubeconfig = file(config(user, { 'certificate-authority': 'rotated-ca' }));
    const access = await loadAccess({ kubeconfig }, { env: {}, clock });
    const said = async (refused?: Credentials) => {
      const { headers, tls } = await access.credentials(refused);
      return [tls.ca, tls.cert, tls.key, headers.authorization];
    };
    const all = (text: string) => [`${text}-ca`, `${text}-cert`, `${text}-key`, `Bearer ${text}-token`];
    expect(await said()).toEqual(all('1'));
    write('2');
    await clock.advance(59_999);
    expect(await said()).toEqual(all('1'));
    await clock.advance(1);
    expect(await said()).toEqual(all('2'));
    write('3');
    expect(await said(await access.credentials())).toEqual(all('3'));
    expect(await said()).toEqual(all('3'));
  });

  test('what was read before counts while a file is away or empty', async () => {
    const tokenFile = file('one', 'leaving');
    const clock = new FakeClock();
    const access = await loadAccess({ kubeconfig: file(config({ tokenFile })) }, { env: {}, clock });
    for (const change of [() => file('', 'leaving'), () => rmSync(tokenFile)]) {
      change();
      await clock.advance(60_000);
      expect((await access.credentials()).headers.authorization).toBe('Bearer one');
    }
    file('two', 'leaving');
    expect((await access.credentials()).headers.authorization).toBe('Bearer two');
  });

  test('the authority counts also for a context without a user', async () => {
    const access = await load(config({}, { 'certificate-authority-data': base64('CA') }, { user: '' }));
    expect((await access.credentials()).tls.ca).toBe('CA');
    expect(access.user).toBeUndefined();
  });

  test.each<[string, object, string]>([
    ['a token', { token: 't\n' }, 'Bearer t'],
    ['a token file beside the kubeconfig', { token: 'x', tokenFile: 'token.txt' }, 'Bearer from-file'],
    ['a name and a password', { username: 'n', password: 'p' }, `Basic ${base64('n:p')}`],
    ['a token beside a certificate', { token: 't', ...pair }, 'Bearer t'],
    ['a token, not the plugin beside it,', { token: 't', exec: plugin('./none') }, 'Bearer t'],
    ['a plugin beside the kubeconfig', { exec: plugin('./plugin.sh', 'x') }, 'Bearer from-x'],
  ])('%s becomes a header', async (_, user, authorization) => {
    file('from-file\n', 'token.txt');
    const answer = { apiVersion: PLUGIN_API, kind: 'ExecCredential', status: { token: 'from-$1' } };
    const script = `#!/bin/sh\necho "${JSON.stringify(answer).replaceAll('"', '\\"')}"\n`;
    writeFileSync(join(folder, 'plugin.sh'), script, { mode: 0o755 });
    expect((await (await load(config(user))).credentials()).headers).toEqual({ authorization });
  });

  test('impersonation becomes headers, several groups as many', async () => {
    const extra = { 'Example.org/Scopes': ['read', 'write'], 'a%b': ['c'] };
    const user = { token: 't', as: 'jane', 'as-uid': '42', 'as-groups': ['dev', 'größe'], 'as-user-extra': extra };
    expect((await (await load(config(user))).credentials()).headers).toEqual({
      authorization: 'Bearer t',
      'impersonate-user': 'jane',
      'impersonate-uid': '42',
      'impersonate-group': ['dev', Buffer.from('größe').toString('latin1')],
      'impersonate-extra-example.org%2Fscopes': ['read', 'write'],
      'impersonate-extra-a%25b': ['c'],
    });
  });

  test('no certificate check, and a proxy', async () => {
    const access = await load(config({}, { 'insecure-skip-tls-verify': true, 'proxy-url': 'http://proxy:3128' }));
    expect((await access.credentials()).tls.rejectUnauthorized).toBe(false);
    expect(access.proxy?.host).toBe('proxy:3128');
  });

  test('that there is no certificate check is logged once', async () => {
    const log = new RecordedLog();
    const kubeconfig = file(config({}, { 'insecure-skip-tls-verify': true }));
    const access = await loadAccess({ kubeconfig }, { env: {}, log });
    await access.credentials();
    await access.credentials();
    expect(log.lines.map(({ message }) => message)).toEqual(['The certificate of the API server is not checked']);
  });

  test('a proxy of the environment, unless the kubeconfig names one', async () => {
    const env = { HTTPS_PROXY: 'outer:3128' };
    const proxied = async (cluster: object) =>
      (await loadAccess({ kubeconfig: file(config({}, { server: 'https://api.example', ...cluster })) }, { env })).proxy
        ?.href;
    expect(await proxied({})).toBe('http://outer:3128/');
    expect(await proxied({ 'proxy-url': 'socks5://inner:1080' })).toBe('socks5://inner:1080');
  });

  test('credentials are not shown to a server without TLS', async () => {
    const access = await load(config({ token: 't', as: 'jane' }, { server: 'http://127.0.0.1:8001' }));
    expect(await access.credentials()).toEqual({ headers: { 'impersonate-user': 'jane' }, tls: {} });
  });

  test('an address without a scheme means no TLS', async () => {
    const cluster = { server: '127.0.0.1:8001', 'certificate-authority-data': base64('CA') };
    expect((await load(config({}, cluster))).server.href).toBe('http://127.0.0.1:8001/');
  });

  test('answers that are not to be compressed', async () => {
    expect((await load(config({}, { 'disable-compression': true }))).disableCompression).toBe(true);
    expect((await load(config())).disableCompression).toBe(false);
  });
});

describe('several files are merged, the first mention wins', () => {
  test('as in kubectl', async () => {
    const first = file(config({ token: 'first' }));
    const second = file({ ...config({ token: 'second' }), 'current-context': 'other' });
    const env = { KUBECONFIG: [join(folder, 'absent'), first, second].join(delimiter) };
    const access = await loadAccess({}, { env });
    expect((await access.credentials()).headers).toEqual({ authorization: 'Bearer first' });
  });
});

describe('what is wrong is named', () => {
  const notChecked = { 'certificate-authority-data': base64('CA'), 'insecure-skip-tls-verify': true };
  const provider = (name: string) => ({ 'auth-provider': { name } });

  test.each<[string, unknown, string | undefined, string]>([
    ['no current context', { ...config(), 'current-context': '' }, undefined, 'has no current context. Choose one (c)'],
    ['an unknown context', config(), 'x', 'has no context "x", only: c'],
    [
      'an unknown cluster',
      config({}, {}, { cluster: 'x' }),
      undefined,
      'names cluster "x", which is not in it, only: k',
    ],
    ['an unknown user', config({}, {}, { user: 'x' }), undefined, 'names user "x", which is not in it, only: u'],
    ['no server', config({}, { server: '' }), undefined, 'clusters[0].cluster.server is missing'],
    [
      'a server that is no URL',
      config({}, { server: 'https://:' }),
      undefined,
      'server is "https://:", which is no URL',
    ],
    [
      'a server of another kind',
      config({}, { server: 'unix:///x' }),
      undefined,
      'server is "unix:///x", which is no URL',
    ],
    ['no user to act as', config({ 'as-groups': ['g'] }), undefined, 'users[0].user.as is missing'],
    [
      'a number for a token',
      config({ token: 1234 }),
      undefined,
      'users[0].user.token must be text, got a number. Put it',
    ],
    [
      'a text for a list',
      config({ as: 'j', 'as-groups': 'g' }),
      undefined,
      'user.as-groups must be a list, got a string',
    ],
    [
      'no base64',
      config({}, { 'certificate-authority-data': '-' }),
      undefined,
      'certificate-authority-data is not base64',
    ],
    [
      'a password in an address',
      config({}, { server: 'https://jane:SECRET@api.example' }),
      undefined,
      'clusters[0].cluster.server must not hold a name and a password',
    ],
    ['two passwords', config({ token: 't', username: 'n' }), undefined, 'token and a password may not both be there'],
    ['no key', config({ 'client-certificate-data': base64('C') }), undefined, 'users[0].user.client-key is missing'],
    [
      'no file',
      config({ 'client-certificate': 'c.pem', 'client-key': 'k' }),
      undefined,
      '/c.pem, which cannot be read: ENOENT: no such file',
    ],
    ['no token file', config({ tokenFile: 'none' }), undefined, '/none, which cannot be read: ENOENT: no such file'],
    [
      'no authority',
      config({}, { 'certificate-authority': 'none.crt' }),
      undefined,
      '/none.crt, which cannot be read: ENOENT: no such file',
    ],
    ['an authority that does not count', config({}, notChecked), undefined, 'certificate-authority and insecure-skip-'],
    [
      'a proxy of no kind',
      config({}, { 'proxy-url': 'ftp://p' }),
      undefined,
      'proxy ftp://p: only http://, https:// and',
    ],
    [
      'a proxy that is no URL',
      config({}, { 'proxy-url': 'p:x' }),
      undefined,
      'is no URL of a proxy. Write it as http://HOST:PORT',
    ],
    [
      'a former provider',
      config(provider('gcp')),
      undefined,
      'Install gke-gcloud-auth-plugin, then run: gcloud container',
    ],
    ['another one', config(provider('azure')), undefined, 'Install kubelogin, then run: kubelogin convert-kubeconfig'],
    ['an unknown provider', config(provider('x')), undefined, 'auth-provider.name is "x": only oidc is known'],
    [
      'two ways',
      config({ ...provider('oidc'), exec: plugin('x') }),
      undefined,
      'auth-provider and exec may not both be',
    ],
    ['no plugin', config({ exec: {} }), undefined, 'users[0].user.exec.command is missing'],
    [
      'an old plugin',
      config({ exec: { ...plugin('x'), apiVersion: 'v1' } }),
      undefined,
      'exec.apiVersion is "v1", only client',
    ],
    [
      'no mode',
      config({ exec: { ...plugin('x'), interactiveMode: '' } }),
      undefined,
      'exec.interactiveMode is missing. Choose',
    ],
    [
      'a mode',
      config({ exec: { ...plugin('x'), interactiveMode: 'No' } }),
      undefined,
      'interactiveMode is "No". Choose one of',
    ],
    [
      'no issuer',
      config({ 'auth-provider': { name: 'oidc', config: {} } }),
      undefined,
      'config.idp-issuer-url is missing',
    ],
    ['no YAML', 'a: [', undefined, 'cannot be read: '],
    ['nothing', '', undefined, 'has no current context. Choose one (none)'],
    ['a comment', '# later', undefined, 'has no current context. Choose one (none)'],
    ['a text', 'hello', undefined, 'cannot be used: it must be a mapping, got a string'],
    [
      'a file of another kind',
      { ...config(), kind: 'Pod' },
      undefined,
      'kind is "Pod", and that of a kubeconfig is Config',
    ],
    [
      'another version',
      { ...config(), apiVersion: 'v2' },
      undefined,
      'apiVersion is "v2", and that of a kubeconfig is v1',
    ],
    ['no names', { contexts: [{}] }, undefined, 'contexts[0].name is missing'],
    ['a name twice', { users: [{ name: 'u' }, { name: 'u' }] }, undefined, 'has two users named "u"'],
    ['an empty mapping', {}, undefined, 'has no current context. Choose one (none)'],
  ])('%s', async (_, content, context, message) => {
    const attempt = load(content, context);
    await expect(attempt).rejects.toThrow(ConfigError);
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toThrow(`kubeconfig ${file(content)}`);
  });

  test.each([
    ['a fault', 'users: [{ name: u, user: {\n token: SECRET\n  bad: x }', /cannot be read: .*\(\d+:\d+\)$/],
    [
      'what looks like an alias',
      'users: [{ name: u, user: { password: *SECRET } }]',
      /unidentified alias \(\d+:\d+\)$/,
    ],
    ['what looks like a tag', 'users: [{ name: u, user: { password: !SECRET x } }]', /unknown .*tag \(\d+:\d+\)$/],
  ])('%s in YAML, without the lines around it', async (_, content, message) => {
    const error = (await load(content).catch((reason: unknown) => reason)) as ConfigError;
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(message);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('SECRET');
  });
});
