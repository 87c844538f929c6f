import { describe, expect, test } from 'vitest';
import { refusal } from '../../test/things.js';
import { ConnectionError } from '../client/connection-error.js';
import { type SyncPlan, SyncPolicy, UnfinishedStreamError } from './sync-policy.js';

const expired = refusal('list', 410, 'Expired');
const tooLarge = refusal('list', 504, 'Timeout', 'ResourceVersionTooLarge');
const internal = refusal('list', 500, 'InternalError');
const forbidden = refusal('watch', 403, 'Forbidden');
const broken = new ConnectionError('list Thing', 'https://server', new Error('reset'));
const unreadable = new ConnectionError('list Thing', 'https://server', new SyntaxError('<html>'));

const stream = (resourceVersion: string): SyncPlan => ({ how: 'stream', resourceVersion });
const list = (resourceVersion: string, paged: boolean): SyncPlan => ({ how: 'list', resourceVersion, paged });
const atHand = list('0', true);
const known = list('10', false);
const newest = list('', true);
const whole = list('', false);

describe('everything is got', () => {
  test.each([
    [true, undefined, stream('')],
    [true, '10', stream('10')],
    [false, undefined, atHand],
    [false, '10', known],
  ])('where there are streams: %s, after %s', (streams, last, plan) => {
    expect(new SyncPolicy(streams).plan(last)).toEqual(plan);
  });

  test('in pages for good where a list of what is at hand came in pages', () => {
    const policy = new SyncPolicy(false);
    policy.synced(newest, 9);
    policy.synced(atHand, 1);
    expect(policy.plan('10')).toEqual(known);
    policy.synced(atHand, 2);
    policy.synced(known, 1);
    expect(policy.plan('10')).toEqual(list('10', true));
  });

  test.each([true, false])('from the newest state once the last version cannot be asked for (streams: %s)', streams => {
    const policy = new SyncPolicy(streams);
    policy.forgetVersion();
    expect(policy.plan('10').resourceVersion).toBe('');
    policy.synced(policy.plan('10'), 1);
    expect(policy.plan('20').resourceVersion).toBe('20');
  });
});

describe('after a list', () => {
  test.each([
    ['of what is at hand', 'expired', atHand, expired, 0, newest],
    ['of what is at hand', 'too large', atHand, tooLarge, 0, newest],
    ['of a known version', 'expired', known, expired, 0, newest],
    ['of a known version', 'too large', known, tooLarge, 0, newest],
    ['of a known version', 'failed', known, internal, 0, undefined],
    ['of the newest state', 'expired', newest, expired, 0, undefined],
    ['of what is at hand', 'expired after a page', atHand, expired, 1, whole],
    ['of the newest state', 'expired after a page', newest, expired, 1, whole],
    ['of the newest state', 'failed after a page', newest, internal, 1, undefined],
    ['of all at once', 'expired after a page', whole, expired, 1, undefined],
  ])('%s that was %s', (_, __, plan, error, pages, next) => {
    expect(new SyncPolicy(false).afterFailure(plan, error, pages, undefined)).toEqual(next);
  });

  test('that failed a stream is tried again, as client-go does', () => {
    const policy = new SyncPolicy(true);
    expect(policy.afterFailure(stream(''), forbidden, 0, undefined)).toEqual(atHand);
    expect(policy.afterFailure(atHand, internal, 0, undefined)).toBeUndefined();
    expect(policy.plan(undefined)).toEqual(stream(''));
  });
});

describe('after a stream', () => {
  const ended = new UnfinishedStreamError('ended');

  test.each<[string, SyncPlan, unknown, number, string | undefined, SyncPlan | undefined]>([
    ['whose version has expired: the newest state', stream('10'), expired, 0, '10', stream('')],
    ['whose version is not reached: the newest state', stream('10'), tooLarge, 0, '10', stream('')],
    ['of the newest state that has expired: the same after a while', stream(''), expired, 0, undefined, undefined],
    ['that was refused, the first: what is at hand', stream(''), forbidden, 0, undefined, atHand],
    ['that was refused: a list of nothing older', stream('10'), forbidden, 0, '10', known],
    ['that failed inside: a list', stream(''), internal, 0, undefined, atHand],
    ['that was unreadable: a list', stream(''), unreadable, 3, undefined, atHand],
    ['that did not say where it ends: a list', stream(''), ended, 3, undefined, atHand],
    ['429: the same after a while', stream('10'), refusal('watch', 429, 'TooManyRequests'), 0, '10', undefined],
    ['401: the same after a while', stream('10'), refusal('watch', 401, 'Unauthorized'), 0, '10', undefined],
    [
      '404, a CRD that is not there: the same after a while',
      stream(''),
      refusal('watch', 404, 'NotFound'),
      0,
      '',
      undefined,
    ],
    ['without a connection: the same after a while', stream('10'), broken, 0, '10', undefined],
  ])('%s', (_, plan, error, pieces, last, next) => {
    const policy = new SyncPolicy(true);
    expect(policy.afterFailure(plan, error, pieces, last)).toEqual(next);
    if (next === undefined) expect(policy.plan(last).how).toBe('stream');
  });

  test('that was cut in the middle the next one is a list, once', () => {
    const policy = new SyncPolicy(true);
    expect(policy.afterFailure(stream(''), broken, 2, undefined)).toBeUndefined();
    expect(policy.plan(undefined)).toEqual(atHand);
    policy.synced(atHand, 1);
    expect(policy.plan('10')).toEqual(stream('10'));
  });

  test('that brought nothing the next one is a list, once', () => {
    const policy = new SyncPolicy(true);
    for (let time = 0; time < 3; time++) {
      expect(policy.afterFailure(stream(''), new UnfinishedStreamError('nothing'), 0, undefined)).toBeUndefined();
      expect(policy.plan(undefined)).toEqual(atHand);
      policy.synced(atHand, 1);
      expect(policy.plan('10')).toEqual(stream('10'));
    }
  });

  test.each([
    ['Invalid', refusal('watch', 422, 'Invalid')],
    ['BadRequest', refusal('watch', 400, 'BadRequest')],
    ['MethodNotAllowed', refusal('watch', 405, 'MethodNotAllowed')],
  ])('that the server does not know (%s) there are none any more', (_, error) => {
    const policy = new SyncPolicy(true);
    expect(policy.afterFailure(stream(''), error, 0, undefined)).toEqual(atHand);
    policy.synced(atHand, 1);
    expect(policy.plan('10')).toEqual(known);
  });

  test('that twice in a row did not say where it ends there are none any more', () => {
    const policy = new SyncPolicy(true);
    policy.afterFailure(stream(''), ended, 1, undefined);
    policy.synced(stream(''), 1);
    policy.afterFailure(stream(''), ended, 1, undefined);
    expect(policy.plan('10')).toEqual(stream('10'));
    policy.afterFailure(stream('10'), ended, 1, '10');
    expect(policy.plan('10')).toEqual(known);
  });

  test('that was refused at a version which is gone the list is one of the newest state', () => {
    const policy = new SyncPolicy(true);
    expect(policy.afterFailure(stream('10'), expired, 0, '10')).toEqual(stream(''));
    expect(policy.afterFailure(stream(''), forbidden, 0, '10')).toEqual(newest);
  });
});
