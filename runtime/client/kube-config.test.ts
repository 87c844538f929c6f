import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { ConfigError } from './config-error.js';
import { findConfig } from './find-config.js';
import { inClusterAccess } from './in-cluster.js';
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

const load = (content: unknown, context?: string) => loadAccess({ kubeconfig: file(content), context }, {});

describe('what a kubeconfig says', () => {
  test('server, user and namespace of the context', async () => {
    const access = await load(config({}, { server: 'https://gate.example/k8s/c-1' }, { namespace: 'team' }));
    expect(access).toMatchObject({ user: 'u', namespace: 'team', proxy: undefined });
    expect(access.server.href).toBe('https://gate.example/k8s/c-1');
    expect((await load(config())).namespace).toBe('default');
  });

  test('certificates, from the text and from files beside the kubeconfig', async () => {
    file('CA', 'ca.pem');
    const user = { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') };
    const access = await load(config(user, { 'certificate-authority': 'ca.pem', 'tls-server-name': 'api' }));
    expect(await access.credentials()).toEqual({
      headers: {},
      tls: { ca: 'CA', cert: 'CERT', key: 'KEY', servername: 'api', rejectUnauthorized: undefined },
    });
  });

  test('a certificate that is rotated on disk is seen', async () => {
    file('ONE', 'rotated.pem');
    const access = await load(config({}, { 'certificate-authority': 'rotated.pem' }));
    expect((await access.credentials()).tls.ca).toBe('ONE');
    file('TWO', 'rotated.pem');
    expect((await access.credentials()).tls.ca).toBe('TWO');
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
    [
      'a plugin beside the kubeconfig',
      { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: './plugin.sh', args: ['x'] } },
      'Bearer from-x',
    ],
  ])('%s becomes a header', async (_, user, authorization) => {
    file('from-file\n', 'token.txt');
    const plugin = join(folder, 'plugin.sh');
    writeFileSync(plugin, '#!/bin/sh\necho "{\\"status\\":{\\"token\\":\\"from-$1\\"}}"\n', { mode: 0o755 });
    expect((await (await load(config(user))).credentials()).headers).toEqual({ authorization });
  });

  test('impersonation becomes a header', async () => {
    const access = await load(config({ token: 't', as: 'jane' }));
    expect((await access.credentials()).headers).toEqual({ authorization: 'Bearer t', 'impersonate-user': 'jane' });
  });

  test('no certificate check, and a proxy', async () => {
    const access = await load(config({}, { 'insecure-skip-tls-verify': true, 'proxy-url': 'http://proxy:3128' }));
    expect((await access.credentials()).tls.rejectUnauthorized).toBe(false);
    expect(access.proxy?.host).toBe('proxy:3128');
  });

  test('credentials are not shown to a server without TLS', async () => {
    const access = await load(config({ token: 't' }, { server: 'http://127.0.0.1:8001' }));
    expect(await access.credentials()).toEqual({ headers: {}, tls: {} });
  });
});

describe('several files are merged, the first mention wins', () => {
  test('as in kubectl', async () => {
    const first = file(config({ token: 'first' }));
    const second = file({ ...config({ token: 'second' }), 'current-context': 'other' });
    const env = { KUBECONFIG: [join(folder, 'absent'), first, second].join(delimiter) };
    const access = await loadAccess({}, env);
    expect((await access.credentials()).headers).toEqual({ authorization: 'Bearer first' });
  });
});

describe('what is wrong is named', () => {
  test.each<[string, unknown, string | undefined, string]>([
    ['no current context', { ...config(), 'current-context': '' }, undefined, 'has no current context. Choose one (c)'],
    ['an unknown context', config(), 'x', 'has no context "x", only: c'],
    ['an unknown cluster', config({}, {}, { cluster: 'x' }), undefined, 'names cluster "x", which is not in it'],
    ['an unknown user', config({}, {}, { user: 'x' }), undefined, 'names user "x", which is not in it'],
    ['no server', config({}, { server: '' }), undefined, 'cannot be read: clusters[0].cluster.server is missing'],
    ['a server that is no URL', config({}, { server: 'https://:' }), undefined, 'the server "https://:", which is no'],
    ['groups to act as', config({ as: 'jane', 'as-groups': ['g'] }), undefined, 'user "u" has as-groups: only "as" is'],
    ['no YAML', 'a: [', undefined, 'cannot be read: '],
    ['nothing', '', undefined, 'the input is empty'],
    ['a text', 'hello', undefined, 'has no current context'],
    ['an empty mapping', {}, undefined, 'has no current context. Choose one (none)'],
  ])('%s', async (_, content, context, message) => {
    const attempt = load(content, context);
    await expect(attempt).rejects.toThrow(ConfigError);
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toThrow(`kubeconfig ${file(content)}`);
  });
});

describe('is looked for', () => {
  const pod = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };
  const home = (): string => join(folder, 'home');
  const usual = (): string => file(config(), 'home/.kube/config');

  test('in the explicit file, KUBECONFIG, ~/.kube/config, the Pod, in this order', () => {
    const explicit = file(config(), 'explicit');
    const KUBECONFIG = file(config(), 'env');
    const env = { ...pod, KUBECONFIG };
    expect(findConfig({}, pod, home())).toEqual({ kind: 'in-cluster' });
    const present = usual();
    expect(findConfig({}, pod, home())).toEqual({ kind: 'kubeconfig', files: [present] });
    expect(findConfig({}, env, home())).toEqual({ kind: 'kubeconfig', files: [KUBECONFIG] });
    expect(findConfig({ kubeconfig: explicit }, env, home())).toEqual({ kind: 'kubeconfig', files: [explicit] });
  });

  test.each<[string, Parameters<typeof findConfig>[0], NodeJS.ProcessEnv, string]>([
    ['nowhere', {}, {}, 'no API server is configured: KUBECONFIG is not set, there is no /none/.kube/config'],
    ['in a file that is not there', { kubeconfig: '/none/x' }, pod, 'there is no kubeconfig file /none/x'],
    ['in a KUBECONFIG without files', {}, { ...pod, KUBECONFIG: '/none/x' }, 'KUBECONFIG names no file that exists'],
    ['for a context, in a Pod', { context: 'c' }, pod, 'context "c" needs a kubeconfig, and there is none'],
  ])('%s, and missed with a message', (_, source, env, message) => {
    expect(() => findConfig(source, env, '/none')).toThrow(ConfigError);
    expect(() => findConfig(source, env, '/none')).toThrow(message);
  });
});

describe('in a Pod', () => {
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };

  test('token and authority are read again every minute', async () => {
    for (const [name, text] of Object.entries({ token: 'one\n', 'ca.crt': 'CA', namespace: 'ns' }))
      file(text, `sa/${name}`);
    const clock = new FakeClock();
    const access = inClusterAccess(env, clock, join(folder, 'sa'));
    expect([access.server.href, access.namespace]).toEqual(['https://[fd00::1]/', 'ns']);
    expect(await access.credentials()).toEqual({ headers: { authorization: 'Bearer one' }, tls: { ca: 'CA' } });
    file('two', 'sa/token');
    await clock.advance(59_999);
    expect((await access.credentials()).headers.authorization).toBe('Bearer one');
    await clock.advance(1);
    expect((await access.credentials()).headers.authorization).toBe('Bearer two');
  });

  test('a service account that is not mounted is named', () => {
    expect(() => inClusterAccess(env, new FakeClock(), '/none')).toThrow('automountServiceAccountToken');
  });
});
