import { describe, expect, test } from 'vitest';
import { ApiError, type Attempt, parseStatus } from './api-error.js';
import * as reasons from './api-reasons.js';

const redis: Attempt = {
  verb: 'create',
  kind: { group: 'myapp.tangx.in', version: 'v1', kind: 'Redis', plural: 'redis', scope: 'Namespaced' },
  key: { namespace: 'default', name: 'x' },
};
const pods: Attempt = {
  verb: 'list',
  kind: { group: '', version: 'v1', kind: 'Pod', plural: 'pods', scope: 'Namespaced' },
  namespace: 'default',
};

function status(code: number, reason: string | undefined, message: string, details: object = {}): string {
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message, details });
}

function error(attempt: Attempt, code: number, body: string): ApiError {
  return new ApiError(attempt, code, parseStatus(body));
}

describe('the message says what was tried, what the server said, and the next step', () => {
  test.each<[Attempt, number, string, string]>([
    [
      redis,
      422,
      status(422, 'Invalid', 'Redis.myapp.tangx.in "x" is invalid: spec.port: Invalid value: 333: too small', {
        name: 'x',
      }),
      'create Redis default/x: spec.port: Invalid value: 333: too small (422 Invalid)',
    ],
    [
      { ...redis, verb: 'update', subresource: 'status' },
      409,
      status(409, 'Conflict', 'the object has been modified', { name: 'x' }),
      'update Redis/status default/x: the object has been modified (409 Conflict)',
    ],
    [
      pods,
      403,
      status(403, 'Forbidden', 'pods is forbidden: User "dev" cannot list resource "pods" in API group "" in the ...'),
      'list Pod in default: pods is forbidden: User "dev" cannot list resource "pods" in API group "" in the ... ' +
        '(403 Forbidden). A role of dev needs: apiGroups [""], resources ["pods"], verbs ["list"]',
    ],
    [
      redis,
      403,
      status(403, 'Forbidden', 'exceeded quota', { name: 'x' }),
      'create Redis default/x: exceeded quota (403 Forbidden)',
    ],
    [
      redis,
      404,
      '404 page not found\n',
      'create Redis default/x: 404 page not found (404). ' +
        'No kind Redis (myapp.tangx.in/v1) on this server; apply its CRD: kubectl apply -f config/crd/bases',
    ],
    [
      { ...pods, kind: { ...pods.kind, version: 'v9' } },
      404,
      status(404, 'NotFound', 'the server could not find the requested resource'),
      'list Pod in default: the server could not find the requested resource (404 NotFound). ' +
        'No kind Pod (v9) on this server',
    ],
    [
      redis,
      404,
      status(404, 'NotFound', 'redis.myapp.tangx.in "x" not found', { name: 'x', kind: 'redis' }),
      'create Redis default/x: redis.myapp.tangx.in "x" not found (404 NotFound)',
    ],
    [
      redis,
      502,
      '<html><head><title>T</title></head><body><h1>Bad\n Gateway</h1></body></html>',
      'create Redis default/x: Bad Gateway (502)',
    ],
    [
      { ...redis, verb: 'get', subresource: 'backup' },
      404,
      '404 page not found\n',
      'get Redis/backup default/x: 404 page not found (404). ' +
        'No subresource backup of Redis (myapp.tangx.in/v1) on this server',
    ],
    [
      { ...redis, verb: 'patchStrategic' },
      415,
      status(415, 'UnsupportedMediaType', 'the body of the request was in an unknown format'),
      'patchStrategic Redis default/x: the body of the request was in an unknown format (415 UnsupportedMediaType). ' +
        'Custom resources take no strategic merge patch: use patch, patchJson or apply',
    ],
    [
      { ...pods, verb: 'evict', key: { namespace: 'default', name: 'x' } },
      429,
      status(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
        causes: [
          { reason: 'DisruptionBudget', message: 'The disruption budget b needs 3 healthy pods and has 2 currently' },
        ],
      }),
      "evict Pod default/x: Cannot evict pod as it would violate the pod's disruption budget. " +
        'The disruption budget b needs 3 healthy pods and has 2 currently (429 TooManyRequests)',
    ],
    [
      { ...redis, hint: '. Ask somebody' },
      404,
      status(404, 'NotFound', 'm'),
      'create Redis default/x: m (404 NotFound). Ask somebody',
    ],
    [redis, 500, '', 'create Redis default/x: the answer was empty (500)'],
    [redis, 500, 'null', 'create Redis default/x: null (500)'],
    [redis, 500, 'e'.repeat(500), `create Redis default/x: ${'e'.repeat(200)}... (500)`],
  ])('%o', (attempt, code, body, message) => {
    expect(error(attempt, code, body).message).toBe(message);
  });
});

test('keeps with what an expired list goes on', () => {
  const body = { kind: 'Status', code: 410, reason: 'Expired', message: 'm', metadata: { continue: 'rest' } };
  expect(error(pods, 410, JSON.stringify(body)).continue).toBe('rest');
  expect(error(pods, 410, JSON.stringify({ ...body, metadata: {} })).continue).toBeUndefined();
});

test('keeps what programs act on', () => {
  const causes = [{ reason: 'FieldValueInvalid', message: 'too small', field: 'spec.port' }];
  const refused = error(redis, 422, status(422, 'Invalid', 'm', { name: 'x', causes, retryAfterSeconds: 3 }));
  expect(refused).toMatchObject({
    name: 'ApiError',
    status: 422,
    reason: 'Invalid',
    causes,
    retryAfterSeconds: 3,
    verb: 'create',
    kind: { kind: 'Redis' },
    key: { namespace: 'default', name: 'x' },
    kindIsMissing: false,
  });
});

type Predicate = keyof typeof reasons;

describe('predicates', () => {
  const named = { name: 'x', kind: 'redis' };
  test.each<[number, string | undefined, object, Predicate[]]>([
    [400, 'BadRequest', named, ['isBadRequest']],
    [401, 'Unauthorized', {}, ['isUnauthorized']],
    [403, 'Forbidden', named, ['isForbidden']],
    [404, 'NotFound', named, ['isNotFound']],
    [404, 'NotFound', {}, ['isNoSuchKind']],
    [409, 'Conflict', named, ['isConflict']],
    [409, 'AlreadyExists', named, ['isAlreadyExists']],
    [410, 'Expired', {}, ['isExpired']],
    [410, 'Gone', {}, ['isExpired']],
    [422, 'Invalid', named, ['isInvalid']],
    [429, 'TooManyRequests', {}, ['isTooManyRequests']],
    [500, 'ServerTimeout', {}, ['isServerTimeout']],
    [500, 'InternalError', {}, ['isInternalError']],
    [503, 'ServiceUnavailable', {}, ['isServiceUnavailable']],
    [504, 'Timeout', {}, ['isServerTimeout']],
    [
      504,
      'Timeout',
      { causes: [{ reason: 'ResourceVersionTooLarge' }] },
      ['isServerTimeout', 'isTooLargeResourceVersion'],
    ],
    [405, 'MethodNotAllowed', {}, ['isMethodNotSupported']],
    [406, 'NotAcceptable', {}, ['isNotAcceptable']],
    [413, 'RequestEntityTooLarge', {}, ['isRequestEntityTooLarge']],
    [415, 'UnsupportedMediaType', {}, ['isUnsupportedMediaType']],
    [500, 'StorageReadError', {}, ['isStoreReadError']],
    [410, undefined, {}, ['isExpired']],
    [413, undefined, {}, ['isRequestEntityTooLarge']],
    [429, 'Slow', {}, ['isTooManyRequests']],
    [403, undefined, {}, ['isForbidden']],
    [418, 'Teapot', {}, []],
  ])('%d %s %o: %o', (code, reason, details, expected) => {
    const refused = error(redis, code, status(code, reason, 'm', details));
    const holding = Object.entries(reasons).filter(([, is]) => is(refused));
    expect(holding.map(([name]) => name).sort()).toEqual([...expected].sort());
  });

  // Of `metav1.StatusReason`, but for the empty one.
  test.each(
    `Unauthorized Forbidden NotFound AlreadyExists Conflict Gone Invalid ServerTimeout StorageReadError Timeout TooManyRequests BadRequest
    MethodNotAllowed NotAcceptable RequestEntityTooLarge UnsupportedMediaType InternalError Expired ServiceUnavailable`.split(
      /\s+/,
    ),
  )('there is one for the reason %s, whatever the code', reason => {
    const refused = error(redis, 599, status(599, reason, 'm', named));
    expect(Object.values(reasons).filter(is => is(refused))).toHaveLength(1);
  });

  test('a 404 that is no answer of an API server is not "not found"', () => {
    const foreign = error(redis, 404, '<html>Not Found</html>');
    expect(reasons.isNotFound(foreign)).toBe(false);
    expect(reasons.isNoSuchKind(foreign)).toBe(false);
  });

  test('no other error has a reason', () => {
    for (const is of Object.values(reasons)) {
      expect(is(new Error('no'))).toBe(false);
      expect(is({ reason: 'NotFound', status: 404 })).toBe(false);
      expect(is(undefined)).toBe(false);
    }
  });
});
