import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { lineWithoutSecrets, textWithoutSecrets, withoutSecrets } from './without-secrets.js';

test.each([
  'password',
  'PASSWORD',
  'redisPassword',
  'redis-password',
  'REDIS_PASSWORD',
  'passphrase',
  'token',
  'bearerToken',
  'id-token',
  'Authorization',
  'Set-Cookie',
  'clientSecret',
  'api_key',
  'aws_secret_access_key',
  'client-key-data',
  'tls.key',
  'credentials',
  'tokens',
  'cookies',
  'signingKey',
  'jwtSecret',
  'pass',
  'dbPass',
  'DB_PWD',
  'JWT_SECRET',
])('a text under the name %s is hidden', name => {
  expect(withoutSecrets({ [name]: 'x', other: 'y' })).toEqual({ [name]: '[hidden]', other: 'y' });
  expect(withoutSecrets({ deep: [{ [name]: ['x'] }] })).toEqual({ deep: [{ [name]: '[hidden]' }] });
});

test.each([
  ['secretName', 'redis-auth'],
  ['secret', 'redis-auth'],
  ['automountServiceAccountToken', true],
  ['tokenExpirationSeconds', 3600],
  ['password', ''],
  ['token', undefined],
  ['token', null],
  ['keys', ['a']],
  ['tokens', 4],
  ['PWD', '/home/redis'],
  ['bypass', 'never'],
])('%s: %j is no secret', (name, value) => {
  const object = { [name]: value };
  expect(withoutSecrets(object)).toBe(object);
});

test('the data of a Secret is hidden, its names are not', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'a',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"a":"eA=="}}', note: 'n' },
    },
    data: { a: 'eA==' },
    stringData: { b: 'x' },
    type: 'Opaque',
  };
  expect(withoutSecrets({ secret })).toEqual({
    secret: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'a',
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '[hidden]', note: 'n' },
      },
      data: { a: '[hidden]' },
      stringData: { b: '[hidden]' },
      type: 'Opaque',
    },
  });
  expect(secret.data.a).toBe('eA==');
});

test('so is that of the Secrets of a list, which have no kind there', () => {
  expect(withoutSecrets({ kind: 'SecretList', items: [{ data: { a: 'eA==' } }] })).toMatchObject({
    items: [{ data: { a: '[hidden]' } }],
  });
});

test('the data of a ConfigMap is no secret', () => {
  const map = { kind: 'ConfigMap', data: { a: 'b' } };
  expect(withoutSecrets(map)).toBe(map);
});

test('the value of a variable with such a name is hidden', () => {
  expect(
    withoutSecrets({
      env: [
        { name: 'REDIS_PASSWORD', value: 'x' },
        { name: 'HOME', value: '/' },
      ],
    }),
  ).toEqual({
    env: [
      { name: 'REDIS_PASSWORD', value: '[hidden]' },
      { name: 'HOME', value: '/' },
    ],
  });
});

test('so is that of a pair, and of a step of a patch', () => {
  const [pair, step] = [
    { key: 'password', value: 'x' },
    { op: 'replace', path: '/data/password', value: 'eA==' },
  ];
  expect(withoutSecrets([pair, step])).toEqual([
    { ...pair, value: '[hidden]' },
    { ...step, value: '[hidden]' },
  ]);
});

test('so is what was applied, in which such a variable is a text', () => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"spec":{}}', note: 'n' };
  expect(withoutSecrets({ kind: 'Pod', metadata: { annotations } })).toEqual({
    kind: 'Pod',
    metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '[hidden]', note: 'n' } },
  });
});

test('so is the argument behind a flag with such a name', () => {
  const args = ['--user', 'a', '--requirepass', '--redis-password', 'x', '--port', '1', 'password', 'y'];
  expect(withoutSecrets({ args })).toEqual({ args: args.with(4, '[hidden]') });
});

test('what makes itself into JSON is looked at as that', () => {
  const date = new Date(0);
  expect(withoutSecrets({ date, object: { toJSON: () => ({ password: 'x' }) } })).toEqual({
    date: '1970-01-01T00:00:00.000Z',
    object: { password: '[hidden]' },
  });
});

test('what leads to itself, or endlessly on, ends', () => {
  const ring: Record<string, unknown> = { password: 'x' };
  ring.self = ring;
  expect(withoutSecrets(ring)).toEqual({ password: '[hidden]', self: '[circular]' });
  const endless = { toJSON: (): unknown => ({ toJSON: endless.toJSON }) };
  expect(JSON.stringify(withoutSecrets({ endless }))).toBe('{"endless":"[deeper values are left out]"}');
  const self = { toJSON: (): unknown => self };
  expect(withoutSecrets(self)).toBe('[circular]');
});

test.each([
  ['asked with Bearer abc123def456', 'asked with Bearer [hidden]'],
  ['authorization: basic dXNlcjpwYXNz=', 'authorization: basic [hidden]'],
  ['token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl here', 'token [hidden] here'],
  ['https://user:pa55@example.com/path', 'https://user:[hidden]@example.com/path'],
  ['redis://:pa55@redis:6379', 'redis://:[hidden]@redis:6379'],
  ['https://user:p@55@example.com/path@a', 'https://user:[hidden]@example.com/path@a'],
  ['https://ghp_0123456789abcdef@example.com/a', 'https://[hidden]@example.com/a'],
  ['https://ghp_0123456789abcdef:x-oauth-basic@example.com', 'https://[hidden]:[hidden]@example.com'],
  ['GET /a?access_token=pa55&b=c#d failed', 'GET /a?access_token=[hidden]&b=c#d failed'],
  ['GET /a?b=c&X-Amz-Signature=0af1&sig=pa55', 'GET /a?b=c&X-Amz-Signature=[hidden]&sig=[hidden]'],
  ['redis-server --password=pa55 --port=1', 'redis-server --password=[hidden] --port=1'],
  ["Server=a;Password='pa55';Port=1", "Server=a;Password='[hidden]';Port=1"],
  ['apiKey="pa55" is wrong', 'apiKey="[hidden]" is wrong'],
  ['got {"user":"a","password":"p\\"a\\\\","b":"c"}', 'got {"user":"a","password":"[hidden]","b":"c"}'],
  ['got {"access_token": "pa55\\n"} for it', 'got {"access_token": "[hidden]"} for it'],
  ['got {"headers":{"Authorization":"pa55"', 'got {"headers":{"Authorization":"[hidden]"'],
  ['got {"token":"pa55', 'got {"token":"[hidden]'],
  ['got "{\\"token\\":\\"pa55\\"}"', 'got "{\\"token\\":\\"[hidden]"'],
  ['key -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- and more', 'key [hidden] and more'],
  ['cut -----BEGIN PRIVATE KEY-----\nMIIE', 'cut [hidden]'],
  ['{"key":"-----BEGIN PRIVATE KEY-----\\nMIIE"} is cut', '{"key":"[hidden]'],
  ['-----BEGIN PRIVATE KEY-----\\', '[hidden]'],
  ['token:\neyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln', 'token:\n[hidden]'],
  ['in \\neyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln', 'in \\n[hidden]'],
  ['\u001beyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln', '\u001b[hidden]'],
  ['asked with\r\nBearer abc123def456', 'asked with\r\nBearer [hidden]'],
])('in a line, %j is %j', (text, expected) => {
  const line = lineWithoutSecrets(JSON.stringify({ msg: text, other: [text] }));
  expect(JSON.parse(line)).toEqual({ msg: expected, other: [expected] });
  expect(textWithoutSecrets(text)).toBe(expected);
});

test('a line of JSON stays one, whatever is in it', () => {
  const pieces = [
    '-----BEGIN PRIVATE KEY-----',
    '-----END PRIVATE KEY-----',
    'eyJhbGciOi.eyJzdWIiOi.',
    'Bearer abc123',
    '{"password":"',
    '\\"token\\":\\"',
    'token=',
    'token":',
  ];
  const piece = oneof(constantFrom(...pieces, '://u:p@', '"', '\\', '\n', '\u0000'), string({ maxLength: 3 }));
  assert(
    property(array(piece, { maxLength: 8 }), texts => {
      const text = texts.join('');
      const { msg, after } = JSON.parse(lineWithoutSecrets(JSON.stringify({ msg: text, after: 'kept' })));
      expect(typeof msg).toBe('string');
      expect(after).toBe('kept');
    }),
    { numRuns: 2000 },
  );
});

test.each([
  'the bearer of this message',
  'basic authentication is off',
  'https://example.com/path?a=b@c',
  'https://user@example.com/',
  'https://registry.example.com:5000/a@sha256:0123456789',
  'token= and password=',
  '{"token":5,"password":null,"secret":"redis-auth"}',
  'the password "x" of a user',
  'see redis://redis:6379/0',
  '-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----',
  'keyJar',
])('in a line, %j is no secret', text => {
  const line = JSON.stringify({ msg: text });
  expect(lineWithoutSecrets(line)).toBe(line);
});
