import { expect, test } from 'vitest';
import { ConnectionError } from './connection-error.js';

const failure = (code: string | undefined, message = 'no') => Object.assign(new Error(message), { code });

test.each([
  [failure('ECONNREFUSED', 'connect'), 'ECONNREFUSED', 'connect. Is the API server running? See: kubectl cluster-info'],
  [failure('ENOTFOUND'), 'ENOTFOUND', 'no. Is the server name in the kubeconfig right?'],
  [failure('UND_ERR_CONNECT_TIMEOUT'), 'UND_ERR_CONNECT_TIMEOUT', 'no. Is the network (or VPN, or proxy-url)'],
  [failure('ERR_STRING_TOO_LONG'), 'ERR_STRING_TOO_LONG', 'larger than 512 MiB: ask in pages, with limit or each'],
  [new Error('failed', { cause: failure('ENETUNREACH') }), 'ENETUNREACH', 'failed. Is the network'],
  [
    new AggregateError([failure('ECONNREFUSED', 'on ::1'), failure('ECONNREFUSED', 'on 127.0.0.1')]),
    'ECONNREFUSED',
    'on ::1; on 127.0.0.1. Is',
  ],
  [failure(undefined), undefined, 'get Pod a at http://s: no'],
  ['a text', undefined, 'get Pod a at http://s: a text'],
  [undefined, undefined, 'get Pod a at http://s: undefined'],
])('%o is explained', (cause, code, message) => {
  const error = new ConnectionError('get Pod a', 'http://s', cause);
  expect(error.message).toContain(message);
  expect(error.message).toMatch(/^get Pod a at http:\/\/s: /);
  expect(error).toMatchObject({ code, cause });
});
