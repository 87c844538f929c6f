import { describe, expect, test } from 'vitest';
import { refusal } from '../../test/things.js';
import { ApiError } from '../client/api-error.js';
import { ConnectionError } from '../client/connection-error.js';
import { isVersionUnavailable, mustRelist, ShortWatchError, VersionOrderError } from './recovery.js';

const expired = refusal('list', 410, 'Expired');
const tooLarge = refusal('list', 504, 'Timeout', 'ResourceVersionTooLarge');
const internal = refusal('list', 500, 'InternalError');
const broken = (cause: unknown) => new ConnectionError('list Thing', 'https://server', cause);

describe('a failed watch leads to a list', () => {
  test.each([
    ['410 Expired', expired, 1, true],
    ['410 Gone', refusal('watch', 410, 'Gone'), 1, true],
    ['504, a version that is not reached', tooLarge, 1, true],
    ['504 Timeout', refusal('watch', 504, 'Timeout'), 99, false],
    ['429', refusal('watch', 429, 'TooManyRequests'), 99, false],
    ['503', refusal('watch', 503, 'ServiceUnavailable'), 99, false],
    ['500', internal, 2, false],
    ['500 for the third time', internal, 3, true],
    ['401: the credentials have to be renewed', refusal('watch', 401, 'Unauthorized'), 99, false],
    ['403', refusal('watch', 403, 'Forbidden'), 2, false],
    ['403 for the third time', refusal('watch', 403, 'Forbidden'), 3, true],
    ['404', refusal('watch', 404, 'NotFound'), 1, true],
    ['400', refusal('watch', 400, 'BadRequest'), 1, true],
    ['a broken connection', broken(new Error('reset')), 99, false],
    ['something unreadable', broken(new SyntaxError('<html>')), 1, true],
    ['something that does not end', broken(new RangeError('a line is too long')), 1, true],
    ['something that is no event', broken(new TypeError('a Table')), 1, true],
    ['a very short watch', new ShortWatchError(), 2, false],
    ['a very short watch for the third time', new ShortWatchError(), 3, true],
    ['a version that went back', new VersionOrderError('9', '8'), 1, true],
    ['a fault of ours', new TypeError('odd'), 1, true],
  ])('%s', (_, error, fruitless, expected) => expect(mustRelist(error, fruitless)).toBe(expected));
});

describe('a version is unavailable', () => {
  const said = (code: number, reason: string, message: string) =>
    new ApiError(refusal('watch', 410, 'Gone'), code, { kind: 'Status', code, reason, message });

  test.each([
    ['410 Expired', expired, true],
    ['410 Gone', refusal('watch', 410, 'Gone'), true],
    ['410 of an unknown sort', refusal('watch', 410, 'Odd'), true],
    ['Expired without a code', said(0, 'Expired', ''), true],
    ['410 without a Status', new ApiError(expired, 410, '<html>Gone</html>'), true],
    ['too large', tooLarge, true],
    ['too old in words', said(500, 'InternalError', 'too old resource version: 4 (9)'), true],
    ['etcd in words', said(500, '', 'etcdserver: mvcc: required revision has been compacted'), true],
    ['too large in words', said(504, 'Timeout', 'Too large resource version: 9, current: 4'), true],
    ['another time-out', refusal('list', 504, 'Timeout'), false],
    ['another failure', internal, false],
    ['no refusal', new Error('too old resource version'), false],
  ])('%s', (_, error, expected) => expect(isVersionUnavailable(error)).toBe(expected));
});
