import { describe, expect, test } from 'vitest';
import { ApiError, type Attempt } from './api-error.js';
import * as reasons from './api-reasons.js';
import { parseStatus } from './status-body.js';

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
    [
      { ...redis, verb: 'patch', subresource: 'status' },
      404,
      status(404, 'NotFound', 'redis.myapp.tangx.in "x" not found', { name: 'x', kind: 'redis' }),
      'patch Redis/status default/x: redis.myapp.tangx.in "x" not found (404 NotFound). ' +
        'If the object is there, the CRD of Redis declares no subresource status',
    ],
    [
      { ...redis, verb: 'patchJson' },
      422,
      status(422, 'Invalid', 'the server rejected our request due to an error in our request'),
      'patchJson Redis default/x: the server rejected our request due to an error in our request (422 Invalid). ' +
        'An operation cannot be carried out: its path is not there, or a test fails',
    ],
    [redis, 500, '', 'create Redis default/x: the answer was empty (500)'],
    [redis, 502, 'port < 5 and a <b>bold</b> word', 'create Redis default/x: port < 5 and a bold word (502)'],
    [redis, 502, '<style>p { color: red', 'create Redis default/x: the answer was empty (502)'],
    [redis, 500, 'null', 'create Redis default/x: null (500)'],
    [redis, 500, 'e'.repeat(500), `create Redis default/x: ${'e'.repeat(200)}... (500)`],
  ])('%o', (attempt, code, body, message) => {
    expect(error(attempt, code, body).message).toBe(message);
  });
});

const odd = (fields: object): string => JSON.stringify({ kind: 'Status', ...fields });

test.each([
  ['nothing', odd({}), 503, 'the server gave no reason (503)'],
  ['null', odd({ message: null, reason: null, code: null, details: null, metadata: null }), 503, 'no reason (503)'],
  ['other types', odd({ message: {}, reason: 5, code: '404', details: 'x', metadata: 7 }), 503, 'no reason (503)'],
  ['a code that is no refusal', odd({ message: 'm', code: 200 }), 403, 'm (403)'],
  ['causes that are none', odd({ message: 'm', details: { causes: [null, 'x', { reason: 7 }] } }), 422, 'm (422)'],
  ['causes that are no list', odd({ message: 'm', details: { causes: { length: 1 } } }), 422, 'm (422)'],
])('a Status with %s is an ApiError all the same', (_, body, code, message) => {
  const refused = error(pods, code, body);
  expect(refused.message).toContain(message);
  expect(refused).toMatchObject({ status: code, reason: '', retryAfterSeconds: undefined, continue: undefined });
  expect(refused.causes.flatMap(Object.values)).toEqual([]);
});

test.each(['<', '<head', '<style>', '<a ', '>'])('a foreign answer that is nothing but %j takes no time', part => {
  expect(error(redis, 502, part.repeat(1_000_000)).message.length).toBeLessThan(300);
});

test('the key is one, also where a call was given all the metadata of an object', () => {
  const metadata = { namespace: 'default', name: 'x', uid: 'u', managedFields: [{}] };
  expect(error({ ...redis, key: metadata }, 409, '').key).toEqual({ namespace: 'default', name: 'x' });
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
    [404, 'NotFound', { kind: 'redis' }, ['isNotFound']],
    [404, 'NotFound', { name: 'x' }, ['isNotFound']],
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

  test.each([
    ['admission webhook "a.example.org" denied the request: no such team', 'a.example.org'],
    ['admission webhook "a.example.org" denied the request without explanation', 'a.example.org'],
  ])('a 404 of an admission webhook says nothing of the object, nor of its kind: %s', (message, webhook) => {
    const denied = error(redis, 404, status(404, 'NotFound', message, {}));
    expect(denied).toMatchObject({ kindIsMissing: false, webhook });
    expect(denied.message).not.toContain('CRD');
    expect(Object.values(reasons).filter(is => is(denied))).toEqual([]);
    const named = error(redis, 404, status(404, 'NotFound', message, { name: 'x', kind: 'redis' }));
    expect(Object.values(reasons).filter(is => is(named))).toEqual([]);
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
