import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAuthority, issueServerCertificate } from '../../../devcluster/tls/certificates.js';
import { type Asked, answering, type Script, ScriptedServer } from '../../../test/scripted-server.js';
import { FakeClock } from '../../clock/fake-clock.js';
import type { Logger } from '../../log/logger.js';
import { ConfigError } from '../config-error.js';
import { loadAccess } from '../kube-config.js';

const folder = mkdtempSync(join(tmpdir(), 'kubewright-'));
afterAll(() => rmSync(folder, { recursive: true }));

const authority = await createAuthority(new Date());
const certificate = await issueServerCertificate(authority, ['127.0.0.1'], new Date());
const tls = { cert: certificate.certificate, key: certificate.key };
const CA = { 'idp-certificate-authority-data': Buffer.from(authority.certificate).toString('base64') };

/** A token that expires so many seconds after the start of the clock. */
function idToken(name: string, seconds: number): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part({ alg: 'none' }), part({ sub: name, exp: new FakeClock().now() / 1000 + seconds }), 'signature'].join(
    '.',
  );
}

let provider: ScriptedServer;
let clock: FakeClock;
let configuration: object;
/** What the token endpoint answers. */
let grants: Script;
/** What was warned of. */
let warnings: object[];
const log = { warn: (message: string, fields: object) => warnings.push({ message, ...fields }) } as unknown as Logger;
beforeEach(async () => {
  clock = new FakeClock();
  warnings = [];
  configuration = {};
  grants = answering(200, { id_token: idToken('fresh', 3600), refresh_token: 'refresh-2' });
  provider = await ScriptedServer.start((response, asked, request) => {
    if (asked.url !== '/realm/.well-known/openid-configuration') return grants(response, asked, request);
    answering(200, { token_endpoint: `${provider.url}/realm/token`, ...configuration })(response, asked, request);
  }, tls);
});
afterEach(() => provider.close());

const file = join(folder, 'config');

/** Writes the kubeconfig, and loads it. */
function load(config: object, write = true) {
  const document = (
    tokens: object,
  ) => `# of jane, who likes comments\ncurrent-context: c\ncontexts: [{ name: c, context: { cluster: k, user: jane } }]
clusters: [{ name: k, cluster: { server: 'https://api.example' } }]
users:
  - name: jane
    user: { auth-provider: { name: oidc, config: ${JSON.stringify(tokens)} } }
`;
  const fields = { 'idp-issuer-url': `${provider.url}/realm/`, 'client-id': 'kube', ...CA, ...config };
  if (write) writeFileSync(file, document(fields), { mode: 0o600 });
  return loadAccess({ kubeconfig: file }, { env: {}, clock, log });
}

const grantsAsked = (): Asked[] => provider.asked.filter(({ url }) => url === '/realm/token');
const formOf = (asked: Asked | undefined) => Object.fromEntries(new URLSearchParams(asked?.body));
const bearer = (name: string, seconds: number) => ({ authorization: `Bearer ${idToken(name, seconds)}` });

describe('a user of an identity provider', () => {
  test('shows the id-token until ten seconds before its end, without asking anybody', async () => {
    const { credentials } = await load({ 'id-token': idToken('jane', 60) });
    await clock.advance(49_999);
    expect((await credentials()).headers).toEqual(bearer('jane', 60));
    expect(provider.asked).toEqual([]);
  });

  test('refreshes an expired one once, for calls at the same time and for those that follow', async () => {
    const { credentials } = await load({ 'id-token': idToken('jane', -1), 'refresh-token': 'refresh-1' });
    const all = await Promise.all([credentials(), credentials(), credentials()]);
    expect(all.map(({ headers }) => headers)).toEqual(Array(3).fill(bearer('fresh', 3600)));
    await credentials();
    expect(grantsAsked().map(formOf)).toEqual([
      { grant_type: 'refresh_token', refresh_token: 'refresh-1', client_id: 'kube' },
    ]);
  });

  test('refreshes with the refresh token that it got last', async () => {
    const { credentials } = await load({ 'id-token': idToken('jane', -1), 'refresh-token': 'refresh-1' });
    await credentials();
    grants = answering(200, { id_token: idToken('fresher', 7200) });
    await clock.advance(3_590_000);
    expect((await credentials()).headers).toEqual(bearer('fresher', 7200));
    await clock.advance(3_600_000);
    grants = answering(200, { id_token: idToken('freshest', 10_800) });
    expect((await credentials()).headers).toEqual(bearer('freshest', 10_800));
    expect(grantsAsked().map(asked => formOf(asked).refresh_token)).toEqual(['refresh-1', 'refresh-2', 'refresh-2']);
  });

  test('needs no id-token where there is a refresh token', async () => {
    const { credentials } = await load({ 'refresh-token': 'refresh-1' });
    expect((await credentials()).headers).toEqual(bearer('fresh', 3600));
  });

  test('refreshes a token that was refused, once, if it can', async () => {
    const { credentials } = await load({ 'id-token': idToken('jane', 3600), 'refresh-token': 'refresh-1' });
    const refused = await credentials();
    const others = await Promise.all([credentials(refused), credentials(refused)]);
    expect([...others, await credentials(refused)].map(({ headers }) => headers)).toEqual(
      Array(3).fill(bearer('fresh', 3600)),
    );
    expect(grantsAsked()).toHaveLength(1);
    const alone = await load({ 'id-token': idToken('jane', 3600) });
    expect(await alone.credentials(await alone.credentials())).toEqual(await alone.credentials());
  });

  test('does not refresh for each call to a server that refuses whatever is shown', async () => {
    const { credentials } = await load({ 'id-token': idToken('jane', 3600), 'refresh-token': 'refresh-1' });
    let count = 0;
    grants = (...call) => answering(200, { id_token: idToken(`fresh-${++count}`, 3600) })(...call);
    for (let call = 0; call < 5; call++) await credentials(await credentials());
    expect(count).toBe(1);
    await clock.advance(10_000);
    expect((await credentials(await credentials())).headers).toEqual(bearer('fresh-2', 3600));
  });

  test('checks the provider with the authority of a file beside the kubeconfig', async () => {
    writeFileSync(join(folder, 'idp.pem'), authority.certificate);
    const ca = { 'idp-certificate-authority-data': undefined, 'idp-certificate-authority': 'idp.pem' };
    const { credentials } = await load({ 'refresh-token': 'refresh-1', ...ca });
    expect((await credentials()).headers).toEqual(bearer('fresh', 3600));
  });
});

describe('the client secret', () => {
  const user = { 'refresh-token': 'refresh-1', 'client-secret': 'sec:ret' };
  const basic = `Basic ${Buffer.from('kube:sec%3Aret').toString('base64')}`;

  test('goes into a header', async () => {
    await (await load(user)).credentials();
    expect(grantsAsked()[0]?.headers.authorization).toBe(basic);
    expect(formOf(grantsAsked()[0])).toEqual({ grant_type: 'refresh_token', refresh_token: 'refresh-1' });
  });

  test('goes into the form where the header is refused, or the provider says so', async () => {
    const ok = grants;
    grants = (response, asked, request) =>
      (asked.headers.authorization ? answering(401, { error: 'invalid_client' }) : ok)(response, asked, request);
    await (await load(user)).credentials();
    configuration = { token_endpoint_auth_methods_supported: ['client_secret_post'] };
    await (await load(user)).credentials();
    expect(grantsAsked().map(({ headers }) => headers.authorization)).toEqual([basic, undefined, undefined]);
    const form = {
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
      client_id: 'kube',
      client_secret: 'sec:ret',
    };
    expect(grantsAsked().slice(1).map(formOf)).toEqual([form, form]);
  });
});

describe('new tokens are kept in the kubeconfig', () => {
  const user = () => ({ 'id-token': idToken('jane', -1), 'refresh-token': 'refresh-1' });

  test('and nothing else in it changes', async () => {
    const { credentials } = await load(user());
    const before = readFileSync(file, 'utf8');
    await credentials();
    const after = before.replace(idToken('jane', -1), idToken('fresh', 3600)).replace('refresh-1', 'refresh-2');
    expect(readFileSync(file, 'utf8')).toBe(after);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await (await load({}, false)).credentials()).headers).toEqual(bearer('fresh', 3600));
    expect(grantsAsked()).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  test('in the file that a link leads to, for the same people as before, and nothing is left beside it', async () => {
    const people = join(folder, 'people');
    mkdirSync(people);
    await load(user());
    const real = join(people, 'real');
    renameSync(file, real);
    chmodSync(real, 0o666);
    symlinkSync(real, file);
    await (await load(user(), false)).credentials();
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(statSync(real).mode & 0o777).toBe(0o666);
    expect(readFileSync(real, 'utf8')).toContain(idToken('fresh', 3600));
    expect([readdirSync(people), existsSync(`${file}.lock`)]).toEqual([['real'], false]);
    rmSync(file);
  });

  test('also where a program that has died has left its lock', async () => {
    const { credentials } = await load(user());
    writeFileSync(`${file}.lock`, '');
    const longAgo = Date.now() / 1000 - 3600;
    utimesSync(`${file}.lock`, longAgo, longAgo);
    await credentials();
    expect(readFileSync(file, 'utf8')).toContain(idToken('fresh', 3600));
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  test.each([
    ['is part of other words', 'e', 'refresh-2'],
    ['would have to be quoted', 'refresh-1', 'a" , b: "c'],
  ])('unless a token %s', async (_, old, next) => {
    grants = answering(200, { id_token: idToken('fresh', 3600), refresh_token: next });
    const { credentials } = await load({ ...user(), 'refresh-token': old });
    const before = readFileSync(file, 'utf8');
    expect((await credentials()).headers).toEqual(bearer('fresh', 3600));
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(warnings).toMatchObject([{ kubeconfig: file, reason: 'more would change than the tokens' }]);
  });

  test('unless a token is not in one piece there', async () => {
    const { credentials } = await load({ ...user(), 'refresh-token': 'refresh\u00e9' });
    const folded = readFileSync(file, 'utf8').replaceAll('refresh\u00e9', 'refresh\\u00e9');
    writeFileSync(file, folded.replace(idToken('jane', -1), idToken('jane', -1).replace('.', '\\x2e')));
    expect((await credentials()).headers).toEqual(bearer('fresh', 3600));
    expect(warnings).toMatchObject([{ reason: 'the former tokens are not in it, or not in one piece' }]);
  });

  test('where there is no id-token to write over and the refresh token stays, nothing is lost', async () => {
    grants = answering(200, { id_token: idToken('fresh', 3600) });
    const { credentials } = await load({ 'refresh-token': 'refresh-1' });
    expect((await credentials()).headers).toEqual(bearer('fresh', 3600));
    expect(warnings).toEqual([]);
  });

  test('a warning shows nothing of a file that is no YAML any more', async () => {
    const { credentials } = await load(user());
    writeFileSync(file, `${readFileSync(file, 'utf8')}  refresh-1: [`);
    expect((await credentials()).headers).toEqual(bearer('fresh', 3600));
    expect(warnings).toMatchObject([{ reason: 'it is no YAML any more' }]);
    expect(JSON.stringify(warnings)).not.toContain('refresh-1');
  });

  test('those of another program go before', async () => {
    const { credentials } = await load(user());
    await load({ 'id-token': idToken('kubectl', 600), 'refresh-token': 'refresh-9' });
    expect((await credentials()).headers).toEqual(bearer('kubectl', 600));
    await clock.advance(600_000);
    expect((await credentials()).headers).toEqual(bearer('fresh', 3600));
    expect(grantsAsked().map(asked => formOf(asked).refresh_token)).toEqual(['refresh-9']);
  });

  test('those of another program that was faster are taken when the refresh token is used up', async () => {
    const { credentials } = await load(user());
    grants = (...call) => {
      const before = readFileSync(file, 'utf8');
      writeFileSync(
        file,
        before.replace(idToken('jane', -1), idToken('kubectl', 600)).replace('refresh-1', 'refresh-9'),
      );
      answering(400, { error: 'invalid_grant' })(...call);
    };
    expect((await credentials()).headers).toEqual(bearer('kubectl', 600));
  });

  test.each([
    ['is locked by another program', () => writeFileSync(`${file}.lock`, ''), 'EEXIST: file already exists'],
    ['is gone', () => rmSync(file), 'ENOENT: no such file'],
  ])('unless it %s, which is warned of once', async (_, happen, reason) => {
    const { credentials } = await load(user());
    happen();
    expect((await credentials()).headers).toEqual(bearer('fresh', 3600));
    grants = answering(200, { id_token: idToken('fresher', 7200) });
    await clock.advance(3_600_000);
    expect((await credentials()).headers).toEqual(bearer('fresher', 7200));
    expect(grantsAsked().map(asked => formOf(asked).refresh_token)).toEqual(['refresh-1', 'refresh-2']);
    expect(warnings).toEqual([
      {
        message: expect.stringContaining('new tokens cannot be written to the kubeconfig'),
        kubeconfig: file,
        user: 'jane',
        reason: expect.stringContaining(reason),
      },
    ]);
    rmSync(`${file}.lock`, { force: true });
  });
});

describe('what goes wrong is told', () => {
  const expired = (): object => ({ 'id-token': idToken('jane', -60), 'refresh-token': 'refresh-1' });

  test.each<[string, () => object, Script | undefined, string]>([
    [
      'no refresh token',
      () => ({ 'id-token': idToken('jane', -60) }),
      undefined,
      'the id-token has expired (2025-12-31T23:59:00.000Z), and there is no refresh-token. Log in again',
    ],
    ['no token at all', () => ({}), undefined, 'there is no id-token, and there is no refresh-token. Log in again'],
    [
      'a refusal',
      expired,
      answering(400, { error: 'invalid_grant', error_description: 'gone' }),
      'refuses to refresh the id-token (400): invalid_grant: gone. Log',
    ],
    ['a page', expired, answering(502, '<h1>Bad'), 'it refuses to refresh the id-token (502): <h1>Bad'],
    ['no id-token', expired, answering(200, {}), 'has no id_token. Was the login without the scope openid?'],
    [
      'an old one',
      expired,
      answering(200, { id_token: idToken('x', -1) }),
      'is not valid any more. Are the clocks right?',
    ],
    ['no JWT', expired, answering(200, { id_token: 'x' }), 'the id-token is no JWT with a time of expiry (exp)'],
    [
      'another authority',
      () => ({ ...expired(), 'idp-certificate-authority-data': undefined }),
      undefined,
      'cannot be reached at https://127.0.0.1',
    ],
  ])('%s', async (_, user, script, message) => {
    if (script) grants = script;
    const { credentials } = await load(user());
    await expect(credentials()).rejects.toThrow(ConfigError);
    await expect(credentials()).rejects.toThrow(message);
    await expect(credentials()).rejects.toThrow('user "jane"');
  });

  test('once for all calls in a while, which grows: the provider is not asked for each', async () => {
    grants = answering(503, 'busy');
    const { credentials } = await load(expired());
    for (const [index, rest] of [1, 2, 4].entries()) {
      for (let call = 0; call < 3; call++) await expect(credentials()).rejects.toThrow('(503): busy');
      expect(grantsAsked()).toHaveLength(index + 1);
      await clock.advance(rest * 1000);
    }
    await expect(credentials()).rejects.toThrow('(503): busy');
    grants = answering(200, { id_token: idToken('fresh', 3600) });
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('refresh-1', 'of-a-new-login'));
    expect((await credentials()).headers).toEqual(bearer('fresh', 3600));
    expect(formOf(grantsAsked().at(-1)).refresh_token).toBe('of-a-new-login');
  });

  test('a provider without a token endpoint', async () => {
    configuration = { token_endpoint: undefined };
    await expect((await load(expired())).credentials()).rejects.toThrow(
      'its configuration names no token_endpoint (200)',
    );
  });

  test.each([
    ['an issuer', { 'idp-issuer-url': 'http://127.0.0.1:9/realm' }, {}],
    ['a token endpoint', {}, { token_endpoint: 'http://127.0.0.1:9/token' }],
  ])('%s without TLS, to which nothing is sent', async (_, user, metadata) => {
    configuration = metadata;
    const { credentials } = await load({ ...expired(), ...user });
    await expect(credentials()).rejects.toThrow(
      /http:\/\/127\.0\.0\.1:9\/.* is not https, and nothing secret is sent there/,
    );
  });

  test('an id-token that is none, when the kubeconfig is read', async () => {
    await expect(load({ 'id-token': 'x' })).rejects.toThrow('the id-token is no JWT with a time of expiry (exp)');
  });
});
