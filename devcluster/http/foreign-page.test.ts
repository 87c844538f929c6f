import { expect, test } from 'vitest';
import { refuseForeignPage } from './foreign-page.js';

const request = (headers: Record<string, string>) => ({ headers, rawHeaders: Object.entries(headers).flat() });

test.each([
  [{}],
  [{ host: '127.0.0.1:8080' }],
  [{ host: 'localhost:8080' }],
  [{ host: 'LOCALHOST.' }],
  [{ host: '[::1]:8080' }],
  [{ host: 'kubernetes.default.svc' }],
  [{ host: 'kubernetes.default.svc.cluster.local:443' }],
  [{ host: 'host.docker.internal' }],
  [{ host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' }],
  [{ host: '127.0.0.1:8080', 'sec-fetch-site': 'none' }],
])('lets %j through', headers => {
  expect(() => refuseForeignPage(request(headers))).not.toThrow();
});

test.each([
  [{ host: 'evil.example' }],
  [{ host: '127.0.0.1.evil.example:8080' }],
  [{ host: 'localhost.evil.example' }],
  [{ host: '127.0.0.1:8080', origin: 'https://evil.example' }],
  [{ host: '127.0.0.1:8080', origin: 'http://127.0.0.1:3000' }],
  [{ host: '127.0.0.1:8080', origin: 'null' }],
  [{ host: '127.0.0.1:8080', 'sec-fetch-site': 'cross-site' }],
  [{ host: '127.0.0.1:8080', 'sec-fetch-site': 'same-site' }],
])('refuses %j', headers => {
  expect(() => refuseForeignPage(request(headers))).toThrow(/answers clients of this machine only/);
});

test('refuses two hosts', () => {
  const twice = { headers: { host: 'a' }, rawHeaders: ['Host', 'a', 'host', 'evil.example'] };
  expect(() => refuseForeignPage(twice)).toThrow('too many Host headers');
});
