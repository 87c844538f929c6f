import { describe, expect, test } from 'vitest';
import { refusal } from '../../test/things.js';
import { ConnectionError } from '../client/connection-error.js';
import { firstListPlan, mustRelist, nextListPlan, ShortWatchError } from './recovery.js';

const expired = refusal('list', 410, 'Expired');
const tooLarge = refusal('list', 504, 'Timeout', 'ResourceVersionTooLarge');
const internal = refusal('list', 500, 'InternalError');
const broken = (cause: unknown) => new ConnectionError('list Thing', 'https://server', cause);

describe('the first list', () => {
  test.each([
    [undefined, { resourceVersion: '0', paged: true }],
    ['10', { resourceVersion: '10', paged: false }],
  ])('after %s', (last, plan) => expect(firstListPlan(last)).toEqual(plan));
});

describe('the next list', () => {
  const [cached, known, newest, whole] = [
    { resourceVersion: '0', paged: true },
    { resourceVersion: '10', paged: false },
    { resourceVersion: '', paged: true },
    { resourceVersion: '', paged: false },
  ];

  test.each([
    ['of what is at hand', 'expired', cached, expired, 0, newest],
    ['of what is at hand', 'too large', cached, tooLarge, 0, newest],
    ['of a known version', 'expired', known, expired, 0, newest],
    ['of a known version', 'too large', known, tooLarge, 0, newest],
    ['of a known version', 'failed', known, internal, 0, undefined],
    ['of the newest state', 'expired', newest, expired, 0, undefined],
    ['of what is at hand', 'expired after a page', cached, expired, 1, whole],
    ['of the newest state', 'expired after a page', newest, expired, 1, whole],
    ['of the newest state', 'failed after a page', newest, internal, 1, undefined],
    ['of all at once', 'expired after a page', whole, expired, 1, undefined],
  ])('after one %s that was %s', (_, __, plan, error, pages, next) => {
    expect(nextListPlan(plan, error, pages)).toEqual(next);
  });
});

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
    ['401 for the third time', refusal('watch', 401, 'Unauthorized'), 3, true],
    ['403', refusal('watch', 403, 'Forbidden'), 2, false],
    ['404', refusal('watch', 404, 'NotFound'), 1, true],
    ['400', refusal('watch', 400, 'BadRequest'), 1, true],
    ['a broken connection', broken(new Error('reset')), 99, false],
    ['something unreadable', broken(new SyntaxError('<html>')), 1, true],
    ['a very short watch', new ShortWatchError(), 2, false],
    ['a very short watch for the third time', new ShortWatchError(), 3, true],
    ['a fault of ours', new TypeError('odd'), 1, true],
  ])('%s', (_, error, fruitless, expected) => expect(mustRelist(error, fruitless)).toBe(expected));
});
