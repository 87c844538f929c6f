import { expect, test } from 'vitest';
import { requestTarget } from './request-target.js';

test.each([
  ['/api/v1/pods?limit=1&limit=2', '/api/v1/pods', 'limit=1&limit=2'],
  ['/api/v1/../../version', '/api/v1/../../version', ''],
  ['//evil.example/api', '//evil.example/api', ''],
  ['//:80/api', '//:80/api', ''],
  ['/a%2Fb?c=%zz', '/a%2Fb', ''],
  ['/a?b=%z&c=1;d=2&e=%20', '/a', 'e=+'],
  ['http://evil.example/api?a=b', '/api', 'a=b'],
  ['HTTP://127.0.0.1', '/', ''],
  ['/version#part', '/version#part', ''],
  ['/?a?b', '/', 'a%3Fb='],
])('%s', (target, path, query) => {
  const read = requestTarget(target);
  expect([read.path, String(read.query)]).toEqual([path, query]);
});

test.each(['*', 'foo', 'ftp://a/b', '/%zz', '/a%2', '?a=b'])('refuses %s', target => {
  expect(() => requestTarget(target)).toThrow('malformed');
});
