import { expect, it } from 'vitest';
import { foreignRequest } from './foreign-request.js';

it.each([
  { host: 'localhost:6060' },
  { host: '127.0.0.1' },
  { host: '127.1.2.3:80' },
  { host: '[::1]:6060' },
  { host: 'localhost:6060', origin: 'http://localhost:6060', 'sec-fetch-site': 'same-origin' },
  { host: 'localhost:6060', 'sec-fetch-site': 'none' },
])('%j is of this machine', headers => {
  expect(foreignRequest({ headers })).toBeUndefined();
});

it.each([
  {},
  { host: '' },
  { host: 'example.com' },
  { host: 'localhost.example.com' },
  { host: '127.0.0.1.example.com:6060' },
  { host: 'localhost:6060@example.com' },
  { host: 'localhost:6060', origin: 'http://localhost:3000' },
  { host: 'localhost:6060', origin: 'https://localhost:6060' },
  { host: 'localhost:6060', origin: 'null' },
  { host: 'localhost:6060', 'sec-fetch-site': 'same-site' },
  { host: 'localhost:6060', 'sec-fetch-site': 'cross-site' },
])('%j is not', headers => {
  expect(foreignRequest({ headers })?.status).toBe(403);
});
